//! Refusals of stock and loans, and the steps of an item, in French.

use domain::condition::{Accessory, ConditionPoint};
use domain::delivery::{DeliveryFault, ItemNumber};
use domain::item_life::{DeskAction, NotLendable};
use domain::loan::ExtendFault;
use domain::signature::Manner;
use domain::stock::ItemState;
use domain::supply::{SupplyKind, SupplyNature};
use store::{
    AtDeskRefused, ExtendRefused, HandOverRefused, ItemRefusal, KnownNumber, LendRefused,
    ReceiveRefused, RefusedItem, Short, Shows, Side, Signed, TakeBackRefused,
};

use super::{French as _, Label};

impl Label for DeskAction {
    fn label(&self) -> &'static str {
        match self {
            Self::MarkChecked => "vérifié et effacé",
            Self::SendToRepair => "envoyer en réparation",
            Self::DeclareLost => "déclarer perdu",
            Self::FoundAgain => "retrouvé",
        }
    }
}

/// What an action did, once it is done.
#[must_use]
pub const fn done(action: DeskAction) -> &'static str {
    match action {
        DeskAction::MarkChecked => "vérifié et effacé",
        DeskAction::SendToRepair => "envoyé en réparation",
        DeskAction::DeclareLost => "déclaré perdu",
        DeskAction::FoundAgain => "retrouvé",
    }
}

impl Label for ConditionPoint {
    fn label(&self) -> &'static str {
        match self {
            Self::Screen => "écran",
            Self::Case => "coque",
            Self::Charger => "charge",
            Self::Battery => "batterie",
            Self::Boots => "démarrage",
            Self::Keys => "touches et boutons",
            Self::Camera => "caméra et micro",
            Self::Cleanliness => "propreté",
        }
    }
}

impl Label for Accessory {
    fn label(&self) -> &'static str {
        match self {
            Self::Charger => "chargeur",
            Self::Cable => "câble",
            Self::Cover => "étui",
            Self::Bag => "sacoche",
            Self::Keyboard => "clavier",
            Self::Mouse => "souris",
            Self::Headphones => "casque audio",
            Self::Stylus => "stylet",
        }
    }
}

impl Label for SupplyKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Consumable => "fourniture",
            Self::Book => "livre",
        }
    }
}

/// "Fourniture", "Livre, 6 à 8 ans, ISBN 9782070612758".
#[must_use]
pub fn supply_nature(nature: &SupplyNature) -> String {
    match nature {
        SupplyNature::Consumable => "Fourniture".to_owned(),
        SupplyNature::Book { isbn, ages } => {
            let ages = ages.map(|ages| format!("{} à {} ans", ages.from(), ages.to()));
            let isbn = isbn.as_ref().map(|isbn| format!("ISBN {isbn}"));
            let parts = [Some("Livre".to_owned()), ages, isbn];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
    }
}

impl Label for Shows {
    fn label(&self) -> &'static str {
        match self {
            Self::SignedOut => "papier signé à la remise",
            Self::SignedIn => "papier signé au retour",
            Self::Photo => "photo du matériel",
        }
    }
}

impl Label for ItemNumber {
    fn label(&self) -> &'static str {
        match self {
            Self::Serial => "le numéro de série",
            Self::Imei => "l’IMEI",
            Self::Iccid => "le numéro de carte SIM (ICCID)",
        }
    }
}

/// Why nothing was handed over.
#[must_use]
pub fn lend_refused(refused: &LendRefused) -> String {
    match refused {
        LendRefused::UnknownHousehold => {
            "Cette famille n’est pas connue de votre cité. Cherchez-la de nouveau.".to_owned()
        }
        LendRefused::Items(items) => {
            let each: Vec<String> = items.iter().map(item_refused).collect();
            format!("{} Rien n’a été prêté.", each.join(" "))
        }
    }
}

/// Why one item cannot go to a family.
#[must_use]
pub fn item_refused(refused: &RefusedItem) -> String {
    let tag = refused.tag.as_deref().unwrap_or("Un objet");
    match &refused.why {
        ItemRefusal::Unknown => {
            "Un objet n’est pas connu de votre cité : cherchez-le de nouveau.".to_owned()
        }
        ItemRefusal::State(why) => not_lendable(tag, *why),
        ItemRefusal::Packed { number } => format!(
            "{tag} est dans la pochette n° {number}, en route vers une famille : reprenez d’abord la pochette."
        ),
        ItemRefusal::Given => format!(
            "{tag} vient d’un lot à donner, pas à prêter : la remise d’un don ne se fait pas par un prêt."
        ),
        ItemRefusal::Levels(levels) => {
            let levels: Vec<&str> = levels.iter().map(Label::label).collect();
            format!(
                "{tag} est gardé par son donateur pour ces niveaux : {}. Aucun enfant de la famille n’y est.",
                levels.join(", ")
            )
        }
        ItemRefusal::PriorityNeighbourhood => {
            format!("{tag} est gardé par son donateur pour les familles d’un quartier prioritaire.")
        }
        ItemRefusal::Rule(why) => format!(
            "{tag} ne peut pas aller à cette famille : {}. Prenez-en un autre, ou mettez à jour la fiche de la famille.",
            super::reasons::rule(why)
        ),
    }
}

/// Why an item in such a state does not go.
pub(super) fn not_lendable(tag: &str, why: NotLendable) -> String {
    match why {
        NotLendable::AlreadyLent => format!("{tag} est déjà prêté : prenez-en un autre."),
        NotLendable::HeldBySchool => format!(
            "{tag} est confié à un établissement où la famille n’a pas d’élève : prenez-en un autre, ou reprenez-le d’abord à cet établissement."
        ),
        NotLendable::DueAfterSchool { due_on } => format!(
            "{tag} est à rendre par son école le {} : la famille doit le rendre ce jour-là au plus tard.",
            due_on.french()
        ),
        NotLendable::ReservedForAnother => format!(
            "{tag} est réservé pour une autre famille : prenez-en un autre, ou libérez d’abord la réservation."
        ),
        NotLendable::NotChecked => format!(
            "{tag} est revenu mais pas encore vérifié : marquez-le « vérifié et effacé » d’abord."
        ),
        NotLendable::InRepair => format!("{tag} est en réparation : prenez-en un autre."),
        NotLendable::Lost => {
            format!("{tag} est déclaré perdu : s’il est là, marquez-le « retrouvé ».")
        }
        NotLendable::Gone => format!("{tag} est sorti du registre : il ne se prête plus."),
    }
}

/// Why nothing was handed over; `lacks` says what the kit lacks, in words.
#[must_use]
pub fn hand_over_refused(refused: &HandOverRefused, lacks: &[String]) -> String {
    match refused {
        HandOverRefused::UnknownHousehold => {
            "Cette famille n’est pas connue de votre cité. Cherchez-la de nouveau.".to_owned()
        }
        HandOverRefused::UnknownKit => {
            "Ce kit n’est plus distribué : choisissez-en un autre.".to_owned()
        }
        HandOverRefused::Parts { items, supplies, .. } => {
            let items = items.iter().map(item_refused);
            let mut each: Vec<String> = items.chain(supplies.iter().map(short)).collect();
            if !lacks.is_empty() {
                each.push(format!("Le kit n’est pas complet : il manque {}.", lacks.join(", ")));
            }
            format!("{} Rien n’a été remis.", each.join(" "))
        }
    }
}

fn short(short: &Short) -> String {
    let (asked, on_hand) = (short.asked, short.on_hand);
    match (&short.label, on_hand) {
        (None, _) => "Une fourniture n’est pas connue de votre cité.".to_owned(),
        (Some(label), 0) => format!("« {label} » : il n’y en a plus, {asked} demandé(s)."),
        (Some(label), _) => {
            format!("« {label} » : {asked} demandés, il en reste {on_hand}. Donnez-en moins.")
        }
    }
}

/// How and when a hand-over or a return was signed.
#[must_use]
pub fn signed(signed: &Signed) -> String {
    let side = match signed.side {
        Side::Out => "Remise signée",
        Side::In => "Retour signé",
    };
    let manner = match signed.signature.manner {
        Manner::Drawn(_) => "sur l’écran",
        Manner::OnPaper => "sur papier",
    };
    let read = signed
        .signature
        .read_in
        .map_or_else(String::new, |language| format!(", papier lu aussi en {}", language.label()));
    let interpreter = if signed.signature.interpreter { ", avec un interprète" } else { "" };
    format!("{side} {manner} le {}{read}{interpreter}.", signed.at.short())
}

/// Why a loan was not extended.
#[must_use]
pub fn extend_refused(refused: &ExtendRefused) -> String {
    match refused {
        ExtendRefused::Unknown => "Ce prêt n’est pas connu de votre cité.".to_owned(),
        ExtendRefused::Closed => "Ce prêt est terminé : il n’y a rien à prolonger.".to_owned(),
        ExtendRefused::Day(fault) => extend_fault(*fault),
        ExtendRefused::School { due_on } => format!(
            "L’école qui le prête à la famille doit le rendre le {} : ce jour-là au plus tard.",
            due_on.french()
        ),
        ExtendRefused::Reserved(tag) => format!(
            "{tag} est réservé pour une autre famille : libérez d’abord la réservation, ou reprenez l’appareil."
        ),
    }
}

/// Why a day is no later day.
#[must_use]
pub fn extend_fault(fault: ExtendFault) -> String {
    match fault {
        ExtendFault::NotLater { due_on } => format!(
            "Le prêt est déjà à rendre le {} : indiquez une date plus tardive.",
            due_on.french()
        ),
        ExtendFault::Past => "Cette date est déjà passée : indiquez une date à venir.".to_owned(),
        ExtendFault::TooLate { latest } => {
            format!("C’est trop loin : le {} au plus tard.", latest.french())
        }
    }
}

/// Why nothing was taken back.
#[must_use]
pub fn take_back_refused(refused: &TakeBackRefused) -> String {
    match refused {
        TakeBackRefused::Unknown => "Ce prêt n’est pas connu de votre cité.".to_owned(),
        TakeBackRefused::NotInLoan(_) => {
            "Un des objets n’est pas dans ce prêt. Rouvrez la page du prêt.".to_owned()
        }
        TakeBackRefused::AlreadyClosed(tag) => format!(
            "{tag} est déjà rendu ou déclaré perdu. Rien n’a été enregistré : rouvrez la page du prêt pour voir ce qui reste."
        ),
    }
}

/// Why an item did not change.
#[must_use]
pub fn at_desk_refused(refused: AtDeskRefused) -> String {
    match refused {
        AtDeskRefused::Unknown => "Cet objet n’est pas connu de votre cité.".to_owned(),
        AtDeskRefused::Not(ItemState::Lent) => {
            "Cet objet est chez une famille, une école ou un organisme : passez par la page de son prêt ou de sa mise à disposition.".to_owned()
        }
        AtDeskRefused::Not(ItemState::Reserved) => {
            "Cet objet est réservé pour une famille : libérez d’abord la réservation.".to_owned()
        }
        AtDeskRefused::NotWiped(why) => super::scan::not_wiped(why).to_owned(),
        AtDeskRefused::Not(state) => {
            format!("Cet objet est « {} » : cette action ne s’y applique pas.", state.label())
        }
    }
}

/// Why nothing was received; `line` says where an item stands in the list.
#[must_use]
pub fn receive_refused(refused: &ReceiveRefused, line: impl Fn(&KnownNumber) -> u64) -> String {
    match refused {
        ReceiveRefused::LabelTaken(label) => {
            format!("Un lot s’appelle déjà « {label} » : donnez un autre nom à celui-ci.")
        }
        ReceiveRefused::UnknownDonor => {
            "Ce donateur n’est pas connu de votre cité : choisissez-le dans la liste.".to_owned()
        }
        ReceiveRefused::DonorKnown => {
            "Un donateur de ce nom est déjà connu : choisissez-le dans la liste.".to_owned()
        }
        ReceiveRefused::UnknownCommitment => {
            "Cet engagement n’est pas connu de votre cité : choisissez-le dans la liste.".to_owned()
        }
        ReceiveRefused::UnknownLot => "Ce lot n’est pas connu de votre cité.".to_owned(),
        ReceiveRefused::OtherKind => {
            "Cet appareil n’est pas du type de ce lot : recevez-le dans un autre lot.".to_owned()
        }
        ReceiveRefused::NumbersExhausted => {
            "Il n’y a plus de numéro d’inventaire libre pour ce type d’appareil.".to_owned()
        }
        ReceiveRefused::TakenBack => {
            "Cette lecture a été annulée : scannez l’appareil de nouveau.".to_owned()
        }
        ReceiveRefused::Known(known) => {
            let each: Vec<String> = known
                .iter()
                .take(20)
                .map(|one| {
                    let whose = one.tag.as_ref().map_or_else(
                        || "par une autre cité".to_owned(),
                        |tag| format!("au numéro {tag}"),
                    );
                    format!(
                        "Ligne {} : {} {} est déjà au registre, {whose}.",
                        line(one),
                        one.number.label(),
                        one.value
                    )
                })
                .collect();
            format!("{} Rien n’a été reçu.", each.join(" "))
        }
    }
}

/// What is wrong with a whole list.
#[must_use]
pub fn delivery_fault(fault: &DeliveryFault) -> String {
    match fault {
        DeliveryFault::Empty => "La liste est vide : ajoutez au moins un appareil.".to_owned(),
        DeliveryFault::TooMany { found } => {
            format!(
                "La liste compte {found} appareils : 5\u{a0}000 au plus, faites plusieurs réceptions."
            )
        }
        DeliveryFault::Unnamed(_) => {
            "Un appareil n’a ni numéro de série, ni IMEI, ni numéro de carte SIM.".to_owned()
        }
        DeliveryFault::HotspotWithoutSim(_) => {
            "Une clé 4G ou une carte SIM n’a pas de numéro de carte (ICCID).".to_owned()
        }
        DeliveryFault::OtherKind(_) => "Un appareil n’est pas du type de son lot.".to_owned(),
        DeliveryFault::Repeated { number, value, .. } => {
            format!("{} {value} est deux fois dans la liste.", super::capital(number.label()))
        }
    }
}

/// What a step of an item's life was.
#[must_use]
pub fn step(verb: &str, to: ItemState) -> &'static str {
    match verb {
        "take_back" if to == ItemState::Lost => "Déclaré perdu par la famille",
        "receive" | "add_to_lot" | "receive_lot" => "Reçu",
        "lend" | "hand_over" => "Remis à une famille",
        "pack_parcel" => "Mis en pochette pour une famille",
        "carry_parcel" | "act_at_relay" if to == ItemState::Available => "Pochette reprise",
        "carry_parcel" | "act_at_relay" => "Pochette remise à la famille",
        "take_back" => "Rendu",
        "send_transfer" => "Envoyé à une autre cité",
        "receive_transfer" => "Reçu d’une autre cité",
        "take_transfer_back" => "Repris : l’autre cité ne l’a pas reçu",
        "provide" => "Confié à une école ou à un organisme",
        "end_provision" if to == ItemState::Lost => "Déclaré perdu par l’école ou l’organisme",
        "end_provision" => "Rendu par l’école ou l’organisme",
        "mark_checked" | "check_many" if to == ItemState::Lent => {
            "Vérifié, effacé et rendu à l’école ou à l’organisme"
        }
        "adopt_plan" => "Réservé par un tour d’attribution",
        "release_reservation" => "Réservation libérée",
        "mark_checked" | "check_many" => "Vérifié et effacé",
        "send_to_repair" => "Envoyé en réparation",
        "declare_lost" => "Déclaré perdu",
        "found_again" => "Retrouvé",
        "dispose" => "Sorti du registre",
        "dispose_of" => "Réformé",
        "take_back_disposal" => "Réforme annulée",
        _ => "Changement d’état",
    }
}
