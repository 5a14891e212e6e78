//! Accounts and seats of the cité, and one's own password.

pub mod list;
pub mod password;
pub mod show;

use domain::Seat;

use crate::error::PageError;
use crate::form::Form;
use crate::password as rules;
use crate::state::AppState;

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

/// The seat chosen, of those that an administrator may give.
fn seat(form: &mut Form) -> Option<Seat> {
    let seat = form.choice("seat", "Siège")?;
    if Seat::OF_A_CITE.contains(&seat) {
        return Some(seat);
    }
    form.refuse("seat", "« Siège » : choisissez parmi les réponses proposées.");
    None
}
