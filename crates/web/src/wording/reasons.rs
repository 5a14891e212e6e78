//! Why a need is served or not: a sentence for every reason.

mod brief;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::allocation::{
    Assignment, ClassFacts, DevicesCounted, FailedRule, Ground, LineLeft, LotRefusal, PlaceKind,
    Reason, Source,
};
use domain::{Euros, Seat};

use super::rounds::{Names, flag, kind, rank};
use super::{Label as _, capital, count};
pub use brief::in_brief;

/// Why a need is served or not, in one or two sentences.
#[must_use]
pub fn reason(reason: &Reason, given: &[Assignment], class: &ClassFacts, names: &Names) -> String {
    match reason {
        Reason::ServiStock => format!("Servi sur le stock : {}.", gifts(given, names)),
        Reason::ServiAchat => format!("Servi par un achat : {}.", gifts(given, names)),
        Reason::AucunLotAdmissible { refusals } if refusals.is_empty() => {
            "Non servi : il n’y a en stock aucun matériel du type qui convient.".to_owned()
        }
        Reason::AucunLotAdmissible { refusals } => {
            format!(
                "Non servi : aucun lot n’est ouvert à ce besoin. {}.",
                capital(&refused(refusals, names))
            )
        }
        Reason::StockEpuiseALaPriorite { next_for } => {
            format!("{}{}", used_up(class), next(next_for, names))
        }
        Reason::ResteReserve { reserved, next_for } => format!(
            "{} Il reste du matériel, mais il est gardé pour d’autres : {}.{}",
            used_up(class),
            refused(reserved, names),
            next(next_for, names)
        ),
        Reason::DecisionManuelle { served: true, author, why } => {
            let (by, why) = (by(author), ground(why));
            format!("Servi par décision{by} : {}. Motif : {why}.", gifts(given, names))
        }
        Reason::DecisionManuelle { author, why, .. } => {
            format!("Mis de côté par décision{}. Motif : {}.", by(author), ground(why))
        }
        Reason::FratrieDejaServie { counted } => siblings_served(*counted),
        Reason::Doublon { author, .. } => format!(
            "Mis de côté comme doublon{} : un autre dossier demande déjà la même chose pour ce foyer.",
            by(author)
        ),
        Reason::FondsNonEligible { .. } => {
            "Non servi : aucune ligne du fonds ne peut payer ce matériel pour ce besoin.".to_owned()
        }
        Reason::FondsEpuise { lines } => {
            format!("Non servi : {}.", no_money(lines, names))
        }
        Reason::MinimumDeCommande { item, minimum, .. } => format!(
            "Non servi : {} ne se commande que par {minimum} au moins, et il n’y a pas assez de \
             demandes.",
            names.item(item)
        ),
        Reason::LotIncomplet { missing, .. } => format!(
            "Non servi : ce besoin demande plusieurs appareils ensemble, et il manque : {}.",
            missing.iter().map(|code| kind(code)).collect::<Vec<_>>().join(", ")
        ),
        Reason::QuotaAtteint { by, of, tier, most } => {
            let tier = tier.map_or_else(String::new, |tier| format!(" en priorité {tier}"));
            format!(
                "Non servi : le quota {} est atteint ({} au plus{tier}). La ville l’a fixé dans la règle \
                 du tour.",
                quota(*by, of, names),
                count((*most).into(), "besoin servi", "besoins servis")
            )
        }
        Reason::Arbitrage { strict, reserved, next_for } => {
            let left = if reserved.is_empty() {
                String::new()
            } else {
                format!(
                    " Il reste du matériel, mais il est gardé pour d’autres : {}.",
                    refused(reserved, names)
                )
            };
            format!("{}{left}{}", arbitrated(class, *strict), next(next_for, names))
        }
    }
}

fn siblings_served(counted: DevicesCounted) -> String {
    let DevicesCounted { children, children_per_device, devices_at_most, devices } = counted;
    let enough = count(children_per_device.into(), "enfant", "enfants");
    let most = count(devices_at_most.into(), "appareil", "appareils");
    let home = count(children.into(), "enfant", "enfants");
    let counted = match devices {
        0 | 1 => format!("{devices} appareil compte"),
        many => format!("{many} appareils comptent"),
    };
    format!(
        "Mis de côté par la règle des fratries : le barème compte un appareil pour {enough}, et {most} \
         par foyer au plus. Pour ce foyer de {home}, {counted} déjà."
    )
}

/// Whose quota, as the end of « le quota … ».
pub(super) fn quota(by: PlaceKind, of: &str, names: &Names) -> String {
    match by {
        PlaceKind::School if of.is_empty() => "des besoins sans école".to_owned(),
        PlaceKind::School => format!("de l’école « {} »", names.school(of)),
        PlaceKind::Commune if of.is_empty() => "des besoins sans commune".to_owned(),
        PlaceKind::Commune => format!("de la commune « {of} »"),
    }
}

/// By which seat, in the program's own rounds; files name whom they like.
fn by(author: &str) -> String {
    match author.parse::<Seat>() {
        Ok(seat) => format!(" ({})", seat.label()),
        Err(_) if author.is_empty() => String::new(),
        Err(_) => format!(" de {author}"),
    }
}

/// The ground behind a code; files say what they like.
fn ground(why: &str) -> String {
    why.parse::<Ground>().map_or_else(|_| why.to_owned(), |ground| ground.label().to_owned())
}

/// What is left on each line, and what the cheapest thing it could buy costs.
fn no_money(lines: &[LineLeft], names: &Names) -> String {
    let mut funds: BTreeMap<&str, Vec<&LineLeft>> = BTreeMap::new();
    for line in lines {
        funds.entry(&line.fund).or_default().push(line);
    }
    let each = funds.into_iter().map(|(fund, lines)| {
        let prices =
            lines.iter().map(|line| format!("{} pour {}", line.price, names.item(&line.item)));
        let prices: Vec<_> = prices.collect();
        let left = lines.first().map_or(Euros::ZERO, |line| line.left);
        let name = names.line(fund);
        format!("ligne {name} : il reste {left}, il faudrait {}", prices.join(" ou "))
    });
    format!(
        "le matériel qui convient est épuisé et le fonds aussi ({})",
        each.collect::<Vec<_>>().join(" ; ")
    )
}

/// Ranks decide nothing here: to say "ranked before" would be false.
fn arbitrated(class: &ClassFacts, strict: bool) -> String {
    let others = count(class.served_ahead, "besoin", "besoins");
    let last = class.threshold.as_ref().map(rank).unwrap_or_default();
    let under_strict = if strict {
        "La règle « priorité stricte » aurait servi ce besoin."
    } else {
        "La règle « priorité stricte » ne l’aurait pas servi non plus."
    };
    format!(
        "Non servi : le matériel qui convient est allé à {others}, dont un, {last}, est à égalité \
         avec celui-ci : même priorité, même nombre de points. À égalité, la règle « plus grand \
         nombre » cherche d’abord le partage le plus proche des souhaits de tous, puis suit le \
         tirage. {under_strict}"
    )
}

fn used_up(class: &ClassFacts) -> String {
    if class.served_ahead == 0 {
        return "Non servi : il ne reste aucun exemplaire du matériel qui convient.".to_owned();
    }
    let ahead = count(class.served_ahead, "besoin classé avant", "besoins classés avant");
    let threshold = class.threshold.as_ref().map_or_else(String::new, |last| {
        format!(
            " Le dernier besoin servi est {} : avec une priorité plus haute que lui, ou plus de points \
             à la même priorité, ce besoin aurait été servi.",
            rank(last)
        )
    });
    format!("Non servi : le matériel qui convient est allé à {ahead}.{threshold}")
}

fn next(lots: &[String], names: &Names) -> String {
    if lots.is_empty() {
        return String::new();
    }
    let lots: Vec<_> = lots.iter().map(|id| names.lot(id)).collect();
    format!(" Un appareil de plus dans le lot {} reviendrait à ce besoin.", lots.join(" ou "))
}

fn refused(refusals: &[LotRefusal], names: &Names) -> String {
    let each = refusals.iter().map(|no| format!("lot {} : {}", names.lot(&no.lot), rule(&no.rule)));
    each.collect::<Vec<_>>().join(" ; ")
}

/// What a served need gets: "tablette du lot « Ville 2026 » (1er choix)".
fn gifts(given: &[Assignment], names: &Names) -> String {
    let each = given.iter().map(|part| {
        let kind = kind(&part.kind);
        match &part.source {
            Source::Stock { lot: id } => format!("{kind} du lot {}", names.lot(id)),
            Source::Purchase { item, fund } => {
                let (item, line) = (names.item(item), names.line(fund));
                format!("{kind} à acheter ({item}) sur la ligne {line}")
            }
        }
    });
    let choice = given.first().map_or(0, |part| part.choice);
    let ordinal = if choice == 0 { "er" } else { "e" };
    format!("{} ({}{ordinal} choix)", each.collect::<Vec<_>>().join(" et "), choice + 1)
}

pub(super) fn rule(rule: &FailedRule) -> String {
    match rule {
        FailedRule::Kind => "autre type de matériel".to_owned(),
        FailedRule::Commune => "réservé à d’autres communes".to_owned(),
        FailedRule::Level => "réservé à d’autres niveaux scolaires".to_owned(),
        FailedRule::Requires { flag: wanted } => format!("réservé aux familles {}", flag(wanted)),
        FailedRule::Refuses { flag: refused } => {
            format!("non destiné aux familles {}", flag(refused))
        }
        FailedRule::LoanNotAccepted => "prêté, et la famille n’accepte pas le prêt".to_owned(),
        FailedRule::RefurbishedNotAccepted => {
            "reconditionné, et la famille ne l’accepte pas".to_owned()
        }
        FailedRule::Category => "dépense que cette ligne ne paie pas".to_owned(),
    }
}
