//! French words for what is planned month by month.

use domain::fund::ForecastFault;
use domain::sim::PlanFault;
use store::{DropForecastRefused, PlanForecastRefused};

/// The field that a refusal is about.
#[must_use]
pub const fn field(why: PlanForecastRefused) -> &'static str {
    match why {
        PlanForecastRefused::UnknownCommitment => "commande",
        PlanForecastRefused::UnknownCategory => "categorie",
        PlanForecastRefused::BeforeTheYear => "debut",
        PlanForecastRefused::Fault(ForecastFault::Plan(_)) => "fin",
        PlanForecastRefused::Fault(ForecastFault::TooLarge) => "mensuel",
        PlanForecastRefused::NotYourSeat
        | PlanForecastRefused::UnknownLine
        | PlanForecastRefused::Closed => "objet",
    }
}

/// Why something is not planned.
#[must_use]
pub fn plan(why: PlanForecastRefused) -> String {
    match why {
        PlanForecastRefused::NotYourSeat => "Seul le principal prévoit les dépenses du fonds.",
        PlanForecastRefused::UnknownLine => "Cette ligne n’existe pas.",
        PlanForecastRefused::Closed => "Cette ligne est close.",
        PlanForecastRefused::UnknownCommitment => {
            "« Bon de commande » : choisissez une commande de cette ligne."
        }
        PlanForecastRefused::UnknownCategory => {
            "« Catégorie » : cette catégorie n’est plus en usage, choisissez-en une autre."
        }
        PlanForecastRefused::BeforeTheYear => {
            "« Premier jour » : il est avant l’exercice de la ligne."
        }
        PlanForecastRefused::Fault(ForecastFault::Plan(PlanFault::TooLong { .. })) => {
            "« Dernier jour » : la durée est trop longue."
        }
        PlanForecastRefused::Fault(ForecastFault::Plan(_)) => {
            "« Dernier jour » : il est avant le premier."
        }
        PlanForecastRefused::Fault(ForecastFault::TooLarge) => {
            "« Prix d’un mois » : le coût total est trop grand."
        }
    }
    .to_owned()
}

/// Why a forecast stays.
#[must_use]
pub fn take_away(why: DropForecastRefused) -> String {
    match why {
        DropForecastRefused::NotYourSeat => "Seul le principal retire une prévision.",
        DropForecastRefused::UnknownForecast => "Cette prévision n’existe plus.",
    }
    .to_owned()
}
