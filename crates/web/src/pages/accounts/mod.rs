//! Accounts and seats of the cité, and one's own password.

pub mod list;
pub mod password;
pub mod show;

use domain::Seat;
use store::StaffSeat;

use crate::error::PageError;
use crate::form::Form;
use crate::password as rules;
use crate::state::AppState;
use crate::wording::Label as _;

/// Hashes a password away from the threads that answer requests.
async fn hashed(app: &AppState, password: String) -> Result<String, PageError> {
    let salt = app.mint.bytes::<16>();
    tokio::task::spawn_blocking(move || rules::hash(&password, salt))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)
}

/// A first password nobody has chosen, to be shown once, and its hash.
async fn first_password(app: &AppState) -> Result<(String, String), PageError> {
    let first = rules::drawn(app.mint.bytes());
    let hash = hashed(app, first.clone()).await?;
    Ok((first, hash))
}

const NO_DEPUTY: &str = "Seuls les sièges de la troïka (principal, copilote pour la ville, délégué du préfet) ont un suppléant : décochez la case, ou choisissez un de ces sièges.";

/// The seat chosen, of those that an administrator may give, and whether it is a deputy's.
fn seat(form: &mut Form) -> Option<(Seat, bool)> {
    let seat = form.choice("seat", "Siège")?;
    if !Seat::OF_A_CITE.contains(&seat) {
        form.refuse("seat", "« Siège » : choisissez parmi les réponses proposées.");
        return None;
    }
    let deputy = form.ticked("suppleant");
    if deputy && !Seat::TROIKA.contains(&seat) {
        form.refuse("suppleant", NO_DEPUTY);
        return None;
    }
    Some((seat, deputy))
}

/// A seat, as people read it.
fn named(held: &StaffSeat) -> String {
    let seat = held.seat.label();
    if held.deputy { format!("{seat} (suppléance)") } else { seat.to_owned() }
}
