//! Bags and relay points in words.

use domain::parcel::{Channel, ParcelAct, ParcelState};
use store::{
    CarryRefused, PackRefused, Parcel, PlanDeliveryRefused, RefusedStop, RelayActRefused,
    StopRefusal,
};

use super::Label;
use super::stock::item_refused;

impl Label for Channel {
    fn label(&self) -> &'static str {
        match self {
            Self::Relay => "point relais",
            Self::Round => "tournée à domicile",
            Self::Post => "poste",
        }
    }
}

impl Label for ParcelState {
    fn label(&self) -> &'static str {
        match self {
            Self::Prepared => "préparée",
            Self::OnTheWay => "en route",
            Self::AtRelay => "au point relais",
            Self::Collected => "remise à la famille",
            Self::ComingBack => "en retour",
            Self::Back => "reprise",
        }
    }
}

/// What an act does, on its button.
#[must_use]
pub const fn act(act: ParcelAct, channel: Channel) -> &'static str {
    match (act, channel) {
        (ParcelAct::Send, Channel::Post) => "Noter l’envoi par la poste",
        (ParcelAct::Send, _) => "Elle part",
        (ParcelAct::Arrive, _) => "Le point relais l’a reçue",
        (ParcelAct::Collect, _) => "La famille l’a reçue",
        (ParcelAct::TurnBack, Channel::Relay) => "Elle revient du point relais",
        (ParcelAct::TurnBack, _) => "Absent ou refusé : elle revient",
        (ParcelAct::TakeBack, _) => "Reprise et ouverte",
    }
}

/// What was done, said after it.
#[must_use]
pub const fn done(act: ParcelAct) -> &'static str {
    match act {
        ParcelAct::Send => "Noté : la pochette est en route.",
        ParcelAct::Arrive => "Noté : la pochette est au point relais.",
        ParcelAct::Collect => "Noté : la famille a la pochette, le prêt commence.",
        ParcelAct::TurnBack => "Noté : la pochette revient.",
        ParcelAct::TakeBack => "Noté : la pochette est ouverte, rien n’a été prêté.",
    }
}

/// The colour of a state, as the style sheet names it.
#[must_use]
pub const fn tone(state: ParcelState) -> &'static str {
    match state {
        ParcelState::Prepared | ParcelState::OnTheWay | ParcelState::AtRelay => "wait",
        ParcelState::Collected => "good",
        ParcelState::ComingBack => "bad",
        ParcelState::Back => "quiet",
    }
}

/// Why no bag was packed.
#[must_use]
pub fn pack_refused(refused: &PackRefused) -> String {
    match refused {
        PackRefused::UnknownHousehold => {
            "Cette famille n’est pas connue de votre cité. Cherchez-la de nouveau.".to_owned()
        }
        PackRefused::UnknownRelay => {
            "Ce point relais est fermé ou n’est pas de votre cité : choisissez-en un autre."
                .to_owned()
        }
        PackRefused::CodeTaken => {
            "Aucun code de retrait libre n’a été trouvé : envoyez de nouveau le formulaire."
                .to_owned()
        }
        PackRefused::Items(items) => {
            let each: Vec<String> = items.iter().map(item_refused).collect();
            format!("{} Rien n’a été mis en pochette.", each.join(" "))
        }
    }
}

/// Why a bag stays where it is.
#[must_use]
pub fn carry_refused(refused: CarryRefused) -> String {
    match refused {
        CarryRefused::Unknown => "Cette pochette n’est pas connue de votre cité.".to_owned(),
        CarryRefused::NotNow(state) => format!(
            "Cette pochette est « {} » : ce geste n’est plus possible. Relisez sa page.",
            state.label()
        ),
        CarryRefused::NoTracking => {
            "« Numéro de suivi » est vide : recopiez celui de la poste.".to_owned()
        }
        CarryRefused::PastDue => {
            "La date de retour du prêt est passée : reprenez la pochette et préparez-en une autre avec une nouvelle date."
                .to_owned()
        }
    }
}

/// Why no round was planned.
#[must_use]
pub fn delivery_refused(refused: &PlanDeliveryRefused) -> String {
    match refused {
        PlanDeliveryRefused::NoParcel => "Cochez au moins une pochette.".to_owned(),
        PlanDeliveryRefused::Unknown => "Cette tournée n’est pas connue de votre cité.".to_owned(),
        PlanDeliveryRefused::Stops(stops) => {
            let each: Vec<String> = stops.iter().map(stop_refused).collect();
            format!("{} La tournée n’est pas créée.", each.join(" "))
        }
    }
}

fn stop_refused(stop: &RefusedStop) -> String {
    let number = stop.number.map_or_else(|| "inconnue".to_owned(), |number| format!("n° {number}"));
    let why = match stop.why {
        StopRefusal::Unknown => "n’est pas connue de votre cité",
        StopRefusal::ByPost => "part par la poste",
        StopRefusal::Left => "n’est plus à la ville",
        StopRefusal::OnAnotherRound => "est déjà sur une autre tournée",
    };
    format!("La pochette {number} {why}.")
}

/// Why a relay point's page does not do what is asked; said to a shopkeeper with a queue.
#[must_use]
pub const fn relay_refused(refused: RelayActRefused) -> &'static str {
    match refused {
        RelayActRefused::WrongCode => {
            "Aucune pochette ici pour ce code. Faites relire le code ; sinon, que la personne appelle la ville."
        }
        RelayActRefused::Locked => {
            "Trop de codes faux : attendez un quart d’heure, ou appelez la ville."
        }
        RelayActRefused::NotHere => "Cette pochette n’est plus ici : relisez la liste.",
        RelayActRefused::PastDue => {
            "Cette pochette a trop attendu : ne la remettez pas, rendez-la au coursier."
        }
        RelayActRefused::Closed => "Ce lien ne sert plus.",
    }
}

/// Where a bag goes, in a few words.
#[must_use]
pub fn toward(parcel: &Parcel) -> String {
    match &parcel.relay {
        Some((_, name)) => name.clone(),
        None => parcel.channel.label().to_owned(),
    }
}
