//! French words for the report on a grant: the headings of the form, and what does not balance.

use domain::fund::{ReportColumn, ReportImbalance, ReportRow};

use store::{SaveGrantReportRefused, SetAccountsRefused};

use super::Label;

/// Sheet 1.
pub const CONDUCT: &str = "Mise en œuvre de l’action";
/// Sheet 1.
pub const BENEFICIARIES: &str =
    "Nombre approximatif de personnes bénéficiaires, par type de public";
/// Sheet 1.
pub const PLACES: &str = "Dates et lieux de réalisation";
/// Sheet 1.
pub const OBJECTIVES: &str = "Objectifs de l’action et indicateurs";
/// Sheet 1.
pub const INFORMATION: &str = "Autre information pertinente";
/// Sheet 3.
pub const SHARING: &str = "Règles de répartition des charges indirectes";
/// Sheet 3.
pub const VARIANCES: &str = "Écarts significatifs entre la prévision et la réalisation";
/// Sheet 3.
pub const IN_KIND: &str = "Contributions volontaires en nature affectées à l’action";
/// Sheet 3.
pub const OBSERVATIONS: &str = "Observations sur le compte rendu financier";
/// Sheet 3, of a report that is not finished.
pub const UNEVEN: &str = "Ce qui reste à équilibrer avant l’envoi";
/// Sheet 3.
pub const CERTIFICATION: &str = "Certification";

impl Label for ReportColumn {
    fn label(&self) -> &'static str {
        match self {
            Self::Planned => "prévision",
            Self::Realised => "réalisation",
        }
    }
}

/// What does not balance.
#[must_use]
pub fn imbalance(found: &ReportImbalance) -> String {
    match found {
        ReportImbalance::Totals { column, charges, produits } => format!(
            "Colonne {} : les charges font {charges}, les produits {produits}.",
            column.label()
        ),
        ReportImbalance::InKind { column, uses, contributions } => format!(
            "Colonne {} : les emplois des contributions volontaires (86) font {uses}, les contributions (87) {contributions}.",
            column.label()
        ),
        ReportImbalance::PartOverWhole { column, part, amount, whole } => format!(
            "Colonne {} : « {} » fait {amount}, plus que la ligne dont c’est une partie ({whole}).",
            column.label(),
            row(*part)
        ),
    }
}

/// A row of the form, with its account.
#[must_use]
pub fn row(row: ReportRow) -> String {
    use domain::fund::{CERFA_15059_02, LineKind};
    let lines = CERFA_15059_02.charges.iter().chain(CERFA_15059_02.produits);
    let mine = |kind: &LineKind| matches!(kind, LineKind::Row(one) | LineKind::SubRow(one) | LineKind::OfWhich(one) if *one == row);
    let found = lines.clone().find(|line| mine(&line.kind));
    found.map_or_else(String::new, |line| {
        if line.account.is_empty() {
            line.label.to_owned()
        } else {
            format!("{} – {}", line.account, line.label)
        }
    })
}

/// Why a report is not kept.
#[must_use]
pub fn save(why: SaveGrantReportRefused) -> String {
    use domain::fund::ReportFault::{NegativePlan, TooLarge};
    match why {
        SaveGrantReportRefused::NotYourSeat => {
            "Seul le principal écrit le compte rendu financier.".to_owned()
        }
        SaveGrantReportRefused::UnknownLine => "Cette ligne n’existe pas.".to_owned(),
        SaveGrantReportRefused::Figures(NegativePlan { row: one }) => {
            format!("« {} » : une prévision ne peut pas être négative.", row(one))
        }
        SaveGrantReportRefused::Figures(TooLarge { row: one }) => {
            format!("« {} » : le montant est trop grand.", row(one))
        }
    }
}

/// Why categories stay where they are.
#[must_use]
pub fn accounts(why: SetAccountsRefused) -> String {
    match why {
        SetAccountsRefused::NotYourSeat => "Seul le principal choisit les rubriques.".to_owned(),
        SetAccountsRefused::UnknownCategory => "Cette catégorie n’existe pas.".to_owned(),
        SetAccountsRefused::NotACharge(_) => {
            "Une dépense ne peut aller que dans une rubrique de charges.".to_owned()
        }
    }
}

/// Who certifies.
#[must_use]
pub fn certified(name: &str, capacity: &str) -> String {
    let blank = "……………………";
    let name = if name.is_empty() { blank } else { name };
    let capacity = if capacity.is_empty() { blank } else { capacity };
    format!(
        "Je soussigné(e) {name}, {capacity}, certifie exactes les informations du présent compte rendu."
    )
}
