//! The cité and the people in its seats.

use std::collections::BTreeMap;

use anyhow::Result;
use domain::Seat;
use domain::ids::{AccountId, CiteId};
use jiff::Timestamp;
use store::{NewAccount, NewCite, Store};

use super::Case;
use super::dice::Dice;

/// The one password of the demonstration.
pub const PASSWORD: &str = "tablette-partagee-2020";

/// Login, name and seat of each.
pub const STAFF: &[(&str, &str, Seat)] = &[
    ("agent", "Camille Roux", Seat::TownAgent),
    ("principal", "Dominique Fabre", Seat::Principal),
    ("comptable", "Claude Mercier", Seat::Accountant),
    ("dga", "Maxime Lacaze", Seat::TownCopilot),
    ("delegue", "Sacha Vidal", Seat::PrefectDelegate),
    ("admin", "Alix Bonnet", Seat::Administrator),
    ("national", "Noa Girard", Seat::NationalReader),
    ("referent", "Andréa Costes", Seat::PreReferent),
];

/// What a seat is for, on the terminal.
pub const fn described(seat: Seat) -> &'static str {
    match seat {
        Seat::TownAgent => "agent municipal : recensement, matériel, attributions, prêts",
        Seat::Principal => "principal du collège chef de file : fonds, engagements",
        Seat::Accountant => "agent comptable : paiements",
        Seat::TownCopilot => "co-pilote de la ville : accords de la troïka",
        Seat::PrefectDelegate => "délégué du préfet : accords de la troïka",
        Seat::Administrator => "administrateur : comptes",
        Seat::NationalReader => "coordination nationale : chiffres d'ensemble",
        Seat::PreReferent => "référent PRE : oriente des familles sans dire pourquoi",
    }
}

/// The cité of a case, with what its papers print.
pub async fn create_cite(
    store: &Store,
    case: Case,
    dice: &mut Dice,
    now: Timestamp,
) -> Result<CiteId> {
    let toulouse = NewCite {
        id: dice.id(),
        name: "Toulouse – Grand Mirail".into(),
        tag_prefix: "TLS".into(),
        lead_school: "Collège des Violettes (établissement inventé)".into(),
        lender_name: "Ville de Toulouse (démonstration)".into(),
        lender_address: "1 place du Capitole, 31000 Toulouse".into(),
        lender_signatory: "Le maire, par délégation l'adjoint à l'éducation".into(),
        act_reference: "délibération de démonstration du 3 février 2026".into(),
        contact: "05 36 49 12 34".into(),
        dpo_contact: "dpo@demonstration.example".into(),
        tutorial: "https://demonstration.example/tablette".into(),
        sender: "Médiathèque".into(),
    };
    let cite = match case {
        Case::Toulouse => toulouse,
        Case::Rhone => NewCite {
            name: "Rhône – Lyon 8e".into(),
            tag_prefix: "RHO".into(),
            lead_school: "Collège des Tilleuls (établissement inventé)".into(),
            lender_name: "Collège des Tilleuls (démonstration)".into(),
            lender_address: "12 rue des Tilleuls, 69008 Lyon".into(),
            lender_signatory: "La principale, ordonnatrice".into(),
            act_reference: "acte du conseil d'administration de démonstration du 2 avril 2020"
                .into(),
            contact: "04 65 71 12 34".into(),
            ..toulouse
        },
    };
    store.create_cite(&cite, now).await?;
    Ok(cite.id)
}

/// One account per seat; the hash is computed once, for one password.
pub async fn create_staff(
    store: &Store,
    cite: CiteId,
    dice: &mut Dice,
    now: Timestamp,
) -> Result<BTreeMap<Seat, AccountId>> {
    let salt: [u8; 16] = dice.id::<uuid::Uuid>().into_bytes();
    let password_hash = web::password::hash(PASSWORD, salt)?;
    let mut accounts = BTreeMap::new();
    for (login, name, seat) in STAFF {
        let account = NewAccount {
            id: dice.id(),
            login: (*login).into(),
            name: (*name).into(),
            password_hash: password_hash.clone(),
            seat_id: dice.id(),
            seat: *seat,
            cite,
            deputy: false,
        };
        store.create_account(&account, None, now).await?;
        accounts.insert(*seat, account.id);
    }
    Ok(accounts)
}
