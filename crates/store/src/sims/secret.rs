//! Sealing a PIN or a PUK, and showing it to the one seat that may, with a line in the journal each time.

use domain::Seat;
use domain::ids::ItemId;
use domain::sim::{SecretKind, SimSecret};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::rows;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::key::SecretKey;
use crate::base::sealed::{self, Place};
use crate::base::transaction::Submitted;
use crate::{By, Store};

/// A secret asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ShowSecret {
    /// Minted when the button was shown: one button shows it once.
    pub form: Uuid,
    /// The card, or the key it is in.
    pub item: ItemId,
    /// Which secret.
    pub secret: SecretKind,
}

/// Why it is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShowSecretRefused {
    /// Only the town's agent reads it.
    NotYourSeat,
    /// The cité has no such card, or this secret was never noted.
    NotKept,
    /// This button has shown it once already.
    AlreadyShown,
}

const fn field(kind: SecretKind) -> &'static str {
    match kind {
        SecretKind::Pin => "sims.pin",
        SecretKind::Puk => "sims.puk",
    }
}

/// A secret as it is kept.
pub(super) fn seal(key: &SecretKey, item: ItemId, secret: &SimSecret) -> Result<Vec<u8>, Failure> {
    let place = Place { row: item.into(), field: field(secret.kind()) };
    sealed::close(key, place, secret.expose()).map_err(|why| Failure::row("sims", item, why))
}

impl Store {
    /// Shows a secret once, and writes down who saw which, before it is given.
    ///
    /// # Errors
    /// [`ShowSecretRefused`]. A seal that does not open (another key, another card's) is a failure that
    /// names the card and never the secret; nothing was seen, and no line says so.
    pub async fn show_secret(
        &self,
        order: &ShowSecret,
        by: By,
        now: Timestamp,
    ) -> Result<SimSecret, VerbError<ShowSecretRefused>> {
        let refuse = VerbError::Refused;
        if by.seat != Seat::TownAgent {
            return Err(refuse(ShowSecretRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("show_secret", order.form, order, by, now).await?
        else {
            return Err(refuse(ShowSecretRefused::AlreadyShown));
        };
        let row = rows::sim_of(&verb.tx, order.item, by.cite).await?;
        let kept = row.and_then(|row| match order.secret {
            SecretKind::Pin => row.pin_sealed,
            SecretKind::Puk => row.puk_sealed,
        });
        let kept = kept.ok_or(refuse(ShowSecretRefused::NotKept))?;
        let place = Place { row: order.item.into(), field: field(order.secret) };
        let wrong = |why: String| Failure::row("sims", order.item, why);
        let text = sealed::open(&self.key, place, &kept).map_err(|why| wrong(why.to_string()))?;
        let secret = SimSecret::parse(order.secret, &text).map_err(|why| wrong(why.to_string()))?;
        verb.commit(Subject::Item, order.item, json!({ "secret": order.secret })).await?;
        Ok(secret)
    }
}
