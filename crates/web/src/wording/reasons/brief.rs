//! The same in a list, where each line already says whether the need is served.

use domain::allocation::{Assignment, Reason};

use super::super::rounds::{Names, kind};
use super::{by, gifts, quota};

/// Why a need is served or not, in a few words: the rest is on the page that explains it.
#[must_use]
pub fn in_brief(reason: &Reason, given: &[Assignment], names: &Names) -> String {
    match reason {
        Reason::ServiStock | Reason::ServiAchat => gifts(given, names),
        Reason::DecisionManuelle { served: true, author, .. } => {
            format!("{}, décidé à la main{}", gifts(given, names), by(author))
        }
        Reason::DecisionManuelle { author, .. } => format!("mis de côté à la main{}", by(author)),
        Reason::FratrieDejaServie { .. } => {
            "mis de côté : assez d’appareils comptés pour ce foyer".to_owned()
        }
        Reason::Doublon { author, .. } => format!("mis de côté comme doublon{}", by(author)),
        Reason::AucunLotAdmissible { refusals } if refusals.is_empty() => {
            "aucun matériel de ce type en stock".to_owned()
        }
        Reason::AucunLotAdmissible { .. } => "aucun lot n’est ouvert à ce besoin".to_owned(),
        Reason::StockEpuiseALaPriorite { .. } => "le matériel qui convient est épuisé".to_owned(),
        Reason::ResteReserve { .. } => "ce qui reste est gardé pour d’autres publics".to_owned(),
        Reason::FondsNonEligible { .. } => "aucune ligne du fonds ne peut payer".to_owned(),
        Reason::FondsEpuise { .. } => "le matériel et le fonds sont épuisés".to_owned(),
        Reason::MinimumDeCommande { item, minimum, .. } => {
            format!("pas assez de demandes de {} pour en commander {minimum}", names.item(item))
        }
        Reason::LotIncomplet { missing, .. } => {
            let missing: Vec<_> = missing.iter().map(|code| kind(code)).collect();
            format!("il manque : {}", missing.join(", "))
        }
        Reason::QuotaAtteint { by, of, most, .. } => {
            format!("le quota {} est atteint ({most} au plus)", quota(*by, of, names))
        }
        Reason::Arbitrage { .. } => {
            "à égalité de points : les souhaits, puis le tirage, ont décidé".to_owned()
        }
    }
}
