//! Coming in, going out, changing seat.

pub mod seat;
pub mod sign_in;
pub mod sign_out;

use axum::response::Response;
use domain::ids::{AccountId, SeatId};
use jiff::SignedDuration;
use store::{NewSession, OpenSessionRefused, Proof, VerbError};

use crate::error::PageError;
use crate::page::see_other;
use crate::state::AppState;
use crate::{cookies, guard};

/// A session ends after a working day whatever happens; the guard ends it sooner when it is not used.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// Opens a session under a fresh token, sets its cookie, and goes on; or says why it may not be.
async fn open(
    app: &AppState,
    account: AccountId,
    seat: SeatId,
    proof: Proof,
    path: &str,
) -> Result<Result<Response, OpenSessionRefused>, PageError> {
    let token = app.mint.bytes::<32>();
    let now = app.clock.now();
    let expires = now.checked_add(LONGEST).map_err(PageError::fault)?;
    let session =
        NewSession { token_hash: guard::token_hash(&token), account, seat, expires, proof };
    match app.store.open_session(&session, now).await {
        Ok(()) => {}
        Err(VerbError::Refused(why)) => return Ok(Err(why)),
        Err(error) => return Err(PageError::of_verb(error, |_| String::new())),
    }
    let mut response = see_other(path);
    cookies::add(response.headers_mut(), cookies::session(app, &token));
    Ok(Ok(response))
}

/// A page on the way that remembers where the person was going.
pub(crate) fn on_the_way(page: &str, wanted: &str) -> String {
    if wanted == "/" {
        return page.to_owned();
    }
    let wanted = askama::filters::urlencode_strict(wanted)
        .map_or_else(|_| "/".to_owned(), |text| text.to_string());
    format!("{page}?suite={wanted}")
}

/// The address to go on to: one of ours, or the home page.
fn safe_path(wanted: &str) -> &str {
    let own = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && wanted.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if own { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::safe_path;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(safe_path("/prets?page=2"), "/prets?page=2");
        for wanted in [
            "",
            "//ailleurs.example",
            "https://ailleurs.example",
            "/\\ailleurs.example",
            "/a\r\nb",
            "/é",
        ] {
            assert_eq!(safe_path(wanted), "/", "{wanted}");
        }
    }
}
