//! The form's lines, in its order and its words: data, so that its next version is another table.

use super::row::ReportRow::{self, *};

/// What a line of the form shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Words only.
    Heading,
    /// An account: the sum of the rows under it.
    Account(&'static [ReportRow]),
    /// A row that is filled in and stands on its own.
    Row(ReportRow),
    /// A row that is filled in under its account.
    SubRow(ReportRow),
    /// A part of the row before it, which counts there.
    OfWhich(ReportRow),
    /// A total.
    Total(ReportTotal),
}

/// The form's totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportTotal {
    /// Of the side, without contributions in kind.
    Side,
    /// Of the side with contributions in kind.
    SideWithInKind,
}

/// One line of one side of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayoutLine {
    /// The account's number; empty where the form has none.
    pub account: &'static str,
    /// The form's words, in French.
    pub label: &'static str,
    /// What it shows.
    pub kind: LineKind,
}

/// A version of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportLayout {
    /// Its number and version.
    pub version: &'static str,
    /// Left: charges and the use of contributions in kind.
    pub charges: &'static [LayoutLine],
    /// Right: income and contributions in kind.
    pub produits: &'static [LayoutLine],
    /// The sentence under the table, in which `{grant}` and `{share}` stand for its figures.
    pub sentence: &'static str,
}

const fn line(account: &'static str, label: &'static str, kind: LineKind) -> LayoutLine {
    LayoutLine { account, label, kind }
}

const fn heading(label: &'static str) -> LayoutLine {
    line("", label, LineKind::Heading)
}

const fn account(
    number: &'static str,
    label: &'static str,
    rows: &'static [ReportRow],
) -> LayoutLine {
    line(number, label, LineKind::Account(rows))
}

const fn row(account: &'static str, label: &'static str, row: ReportRow) -> LayoutLine {
    line(account, label, LineKind::Row(row))
}

const fn sub(account: &'static str, label: &'static str, row: ReportRow) -> LayoutLine {
    line(account, label, LineKind::SubRow(row))
}

const fn total(label: &'static str, total: ReportTotal) -> LayoutLine {
    line("", label, LineKind::Total(total))
}

/// Compte rendu financier de subvention, Cerfa n° 15059*02 (arrêté du 11 octobre 2006; `domain.md` §2.7).
pub const CERFA_15059_02: ReportLayout = ReportLayout {
    version: "15059*02",
    charges: CHARGES,
    produits: PRODUITS,
    sentence: "La subvention de {grant} représente {share} du total des produits (montant attribué / total \
        des produits\u{a0}×\u{a0}100).",
};

const CHARGES: &[LayoutLine] = &[
    heading("Charges directes affectées à l’action"),
    account("60", "Achats", &[Materials, OtherSupplies]),
    sub("60", "Achats matières et fournitures", Materials),
    sub("60", "Autres fournitures", OtherSupplies),
    account("61", "Services extérieurs", &[Rentals, Maintenance, Insurance, Documentation]),
    sub("61", "Locations", Rentals),
    sub("61", "Entretien et réparation", Maintenance),
    sub("61", "Assurance", Insurance),
    sub("61", "Documentation", Documentation),
    account("62", "Autres services extérieurs", &[Fees, Publicity, Travel, BankingAndOther]),
    sub("62", "Rémunérations intermédiaires et honoraires", Fees),
    sub("62", "Publicité, publication", Publicity),
    sub("62", "Déplacements, missions", Travel),
    sub("62", "Services bancaires, autres", BankingAndOther),
    account("63", "Impôts et taxes", &[PayrollTaxes, OtherTaxes]),
    sub("63", "Impôts et taxes sur rémunération", PayrollTaxes),
    sub("63", "Autres impôts et taxes", OtherTaxes),
    account("64", "Charges de personnel", &[Wages, SocialCharges, OtherStaffCosts]),
    sub("64", "Rémunération des personnels", Wages),
    sub("64", "Charges sociales", SocialCharges),
    sub("64", "Autres charges de personnel", OtherStaffCosts),
    row("65", "Autres charges de gestion courante", OtherCurrentCharges),
    row("66", "Charges financières", FinancialCharges),
    row("67", "Charges exceptionnelles", ExceptionalCharges),
    row("68", "Dotation aux amortissements", Depreciation),
    heading("Charges indirectes réparties affectées à l’action"),
    row("", "Charges fixes de fonctionnement", IndirectFixed),
    row("", "Frais financiers", IndirectFinancial),
    row("", "Autres", IndirectOther),
    total("TOTAL DES CHARGES", ReportTotal::Side),
    account(
        "86",
        "Emplois des contributions volontaires en nature",
        &[HelpInKind, FreeUse, FreeServices, Volunteers],
    ),
    sub("860", "Secours en nature", HelpInKind),
    sub("861", "Mise à disposition gratuite de biens et services", FreeUse),
    sub("862", "Prestations", FreeServices),
    sub("864", "Personnel bénévole", Volunteers),
    total("TOTAL", ReportTotal::SideWithInKind),
];

const PRODUITS: &[LayoutLine] = &[
    heading("Ressources directes affectées à l’action"),
    row("70", "Vente de marchandises, produits finis, prestations de services", Sales),
    row("73", "Dotations et produits de tarification", Endowments),
    account(
        "74",
        "Subventions d’exploitation",
        &[
            State,
            Region,
            Departement,
            Intercommunality,
            Commune,
            SocialBodies,
            EuropeanFunds,
            SubsidisedJobs,
            OtherPublicBodies,
            PrivateAid,
        ],
    ),
    sub("74", "État\u{a0}: préciser le(s) ministère(s) sollicité(s)", State),
    sub("74", "Région(s)", Region),
    sub("74", "Département(s)", Departement),
    sub("74", "Intercommunalité(s)\u{a0}: EPCI", Intercommunality),
    sub("74", "Commune(s)", Commune),
    sub("74", "Organismes sociaux (détailler)", SocialBodies),
    sub("74", "Fonds européens", EuropeanFunds),
    sub("74", "L’agence de services et de paiement (emplois aidés)", SubsidisedJobs),
    sub("74", "Autres établissements publics", OtherPublicBodies),
    sub("74", "Aides privées (fondation)", PrivateAid),
    row("75", "Autres produits de gestion courante", OtherCurrentIncome),
    line("75", "Dont cotisations, dons manuels ou legs", LineKind::OfWhich(FeesAndGifts)),
    row("76", "Produits financiers", FinancialIncome),
    row("77", "Produits exceptionnels", ExceptionalIncome),
    row("78", "Reports ressources non utilisées d’opérations antérieures", CarriedOver),
    row("", "Ressources propres affectées à l’action", OwnResources),
    total("TOTAL DES PRODUITS", ReportTotal::Side),
    account(
        "87",
        "Contributions volontaires en nature",
        &[Volunteering, ServicesInKind, GiftsInKind],
    ),
    sub("870", "Bénévolat", Volunteering),
    sub("871", "Prestations en nature", ServicesInKind),
    sub("875", "Dons en nature", GiftsInKind),
    total("TOTAL", ReportTotal::SideWithInKind),
];

#[cfg(test)]
mod tests {
    use super::super::ReportSection;
    use super::*;

    /// The rows of a side, in the form's order.
    fn rows(lines: &[LayoutLine]) -> Vec<ReportRow> {
        let row = |line: &LayoutLine| match line.kind {
            LineKind::Row(row) | LineKind::SubRow(row) | LineKind::OfWhich(row) => Some(row),
            _ => None,
        };
        lines.iter().filter_map(row).collect()
    }

    #[test]
    fn every_row_has_its_one_line_on_its_side() {
        let (left, right) = (rows(CERFA_15059_02.charges), rows(CERFA_15059_02.produits));
        let of = |sections: [ReportSection; 2]| -> Vec<ReportRow> {
            let mut rows = ReportRow::ALL.to_vec();
            rows.retain(|row| sections.contains(&row.section()));
            rows
        };
        assert_eq!(left, of([ReportSection::Charges, ReportSection::InKindUses]));
        assert_eq!(right, of([ReportSection::Produits, ReportSection::InKindContributions]));
    }

    #[test]
    fn an_account_is_followed_by_exactly_its_rows() {
        for side in [CERFA_15059_02.charges, CERFA_15059_02.produits] {
            for (at, line) in side.iter().enumerate() {
                let LineKind::Account(own) = line.kind else { continue };
                let sub = |line: &&LayoutLine| matches!(line.kind, LineKind::SubRow(_));
                let under: Vec<_> = side[at + 1..].iter().take_while(sub).copied().collect();
                assert_eq!(rows(&under), own, "{}", line.label);
                assert!(under.iter().all(|under| under.account.starts_with(line.account)));
            }
            let subs = side.iter().filter(|line| matches!(line.kind, LineKind::SubRow(_))).count();
            let owned: usize = side
                .iter()
                .map(|line| if let LineKind::Account(own) = line.kind { own.len() } else { 0 })
                .sum();
            assert_eq!(subs, owned);
        }
    }

    #[test]
    fn a_part_comes_after_its_whole() {
        let side = CERFA_15059_02.produits;
        for (at, line) in side.iter().enumerate() {
            if let LineKind::OfWhich(part) = line.kind {
                let whole = part.part_of().unwrap();
                assert_eq!(side[at - 1].kind, LineKind::Row(whole));
            }
        }
        assert_eq!(ReportRow::ALL.iter().filter(|row| row.part_of().is_some()).count(), 1);
    }
}
