//! A cité with people in its seats.

use domain::Seat;
use domain::ids::{AccountId, CiteId, SeatId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{By, NewAccount, NewCite, Store};

/// The instant every test starts at: Tuesday 1 September 2026, 8 h in Paris.
#[must_use]
pub fn start() -> Timestamp {
    Timestamp::from_second(1_788_242_400).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The cité most tests live in; `n` makes further ones.
#[must_use]
pub fn cite(n: u8) -> NewCite {
    NewCite {
        id: CiteId(Uuid::from_u128(u128::from(n) + 1)),
        name: format!("Cité d'essai {n}"),
        tag_prefix: format!("TS{}", char::from(b'A' + n)),
        lead_school: "Collège d'essai".into(),
        lender_name: "Ville d'essai".into(),
        lender_address: "1 place de la Mairie, 31000 Toulouse".into(),
        lender_signatory: "Le maire".into(),
        act_reference: "Délibération 2026-12 du 3 février 2026".into(),
        contact: "05 36 49 00 00".into(),
        dpo_contact: "dpo@exemple.fr".into(),
        tutorial: String::new(),
        sender: String::new(),
    }
}

/// Creates the cité `n` with one account in `seat`, each if it is not there yet, and gives who that is.
///
/// # Panics
/// When the store refuses: a given that fails is a failed test.
pub async fn seated(store: &Store, n: u8, seat: Seat) -> By {
    let home = cite(n);
    if store.cites().await.expect("cités").iter().all(|known| known.id != home.id) {
        store.create_cite(&home, start()).await.expect("a cité");
    }
    let place = Seat::ALL.iter().position(|known| *known == seat).map_or(0, |at| at as u128);
    // 1 007 is the id of the builders' school.
    let number = u128::from(n) * 100 + if place < 7 { place } else { place + 43 };
    let account = NewAccount {
        id: AccountId(Uuid::from_u128(1_000 + number)),
        login: format!("{seat}-{n}"),
        name: format!("{seat} {n}"),
        password_hash: "not a hash: nobody signs in here".into(),
        seat_id: SeatId(Uuid::from_u128(2_000 + number)),
        seat,
        cite: home.id,
        deputy: false,
    };
    if store.account_by_login(&account.login).await.expect("a database").is_none() {
        store.create_account(&account, None, start()).await.expect("an account");
    }
    By { account: account.id, cite: home.id, seat }
}
