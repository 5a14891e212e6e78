//! French words for the thresholds of public purchases.

use domain::Euros;
use domain::fund::{
    ProcurementThreshold, SplitOrders, ThresholdFault, ThresholdKind, ThresholdLevel,
    ThresholdStanding,
};
use store::AddThresholdRefused;

use super::{French as _, Label, count};

impl Label for ThresholdKind {
    fn label(&self) -> &'static str {
        match self {
            Self::LocalQuotes => "plusieurs devis (règle de la cité)",
            Self::WrittenContract => "contrat écrit",
            Self::DispensedSupplies => "publicité et mise en concurrence",
            Self::Formalised => "procédure formalisée",
        }
    }
}

impl Label for ThresholdLevel {
    fn label(&self) -> &'static str {
        match self {
            Self::Below => "en dessous",
            Self::Near => "à plus de 80 %",
            Self::Reached => "atteint",
        }
    }
}

/// What a threshold asks for.
#[must_use]
pub fn asks(threshold: &ProcurementThreshold) -> String {
    match threshold.kind() {
        ThresholdKind::LocalQuotes => {
            format!("{} (règle de la cité)", count(threshold.quotes().into(), "devis", "devis"))
        }
        kind => kind.label().to_owned(),
    }
}

/// Since when, and until when.
#[must_use]
pub fn days(threshold: &ProcurementThreshold) -> String {
    match threshold.until() {
        Some(until) => format!("du {} au {}", threshold.from().short(), until.short()),
        None => format!("depuis le {}", threshold.from().short()),
    }
}

/// What is near a threshold or over it.
#[must_use]
pub fn warning(family: &str, total: Euros, standing: &ThresholdStanding<'_>) -> String {
    let threshold = standing.threshold;
    let (asks, net) = (asks(threshold), threshold.net());
    match standing.level {
        ThresholdLevel::Reached => format!(
            "{family} : {total} hors taxes cette année, le seuil de {net} est atteint ({asks})."
        ),
        _ => format!(
            "{family} : {total} hors taxes cette année, plus de 80 % du seuil de {net} ({asks})."
        ),
    }
}

/// Orders that look like one order cut into parts.
#[must_use]
pub fn split(found: &SplitOrders<'_>) -> String {
    let orders = count(found.orders.len() as u64, "commande", "commandes");
    let whose = if found.same_supplier { " au même fournisseur" } else { "" };
    let (total, net) = (found.total, found.threshold.net());
    format!(
        "{orders}{whose} en moins de deux mois, chacune sous le seuil de {net}, ensemble {total} hors taxes : vérifiez que ce n’est pas un seul achat découpé."
    )
}

/// The field that a fault is about.
#[must_use]
pub const fn field(why: ThresholdFault) -> &'static str {
    match why {
        ThresholdFault::EndsBeforeStart => "jusque",
        ThresholdFault::NoQuotes | ThresholdFault::QuotesOfAnotherKind => "devis",
        ThresholdFault::NotAbove(_) => "montant",
        ThresholdFault::NoSource => "source",
    }
}

/// Why there is no such threshold.
#[must_use]
pub const fn fault(why: ThresholdFault) -> &'static str {
    match why {
        ThresholdFault::EndsBeforeStart => "« Jusqu’au » : ce jour est avant le premier.",
        ThresholdFault::NoQuotes => "« Nombre de devis » : dites combien de devis il faut.",
        ThresholdFault::QuotesOfAnotherKind => {
            "« Nombre de devis » : seule une règle de la cité demande des devis."
        }
        ThresholdFault::NotAbove(_) => "« Montant hors taxes » : il doit être supérieur à zéro.",
        ThresholdFault::NoSource => "« Texte ou acte » : dites d’où vient ce seuil.",
    }
}

/// Why a threshold is not added.
#[must_use]
pub fn add(why: AddThresholdRefused) -> String {
    match why {
        AddThresholdRefused::NotYourSeat => "Seul le principal ajoute un seuil.".to_owned(),
    }
}
