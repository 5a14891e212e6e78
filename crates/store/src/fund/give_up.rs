//! Giving up a purchase that was agreed to and not ordered: what it holds would be held for ever.

use domain::Seat;
use domain::fund::AgreementState;
use domain::ids::AgreementId;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::agreements::{asked, state};
use super::plan_money;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::{By, Store};

/// A purchase of an adopted plan to be given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GiveUpPurchase {
    /// The form's id.
    pub form: Uuid,
    /// Its request.
    pub agreement: AgreementId,
}

/// Why it is not given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveUpRefused {
    /// Only the principal does (ordonnateur).
    NotYourSeat,
    /// No such request in this cité.
    UnknownAgreement,
    /// The troïka has not agreed to it: an open question is taken back instead.
    NotAgreed,
    /// It holds nothing: it is ordered, or given up already.
    NothingHeld,
}

impl Store {
    /// Makes available again what an agreed request holds for its order; the families behind it wait for the
    /// next round.
    ///
    /// # Errors
    /// [`GiveUpRefused`].
    pub async fn give_up_purchase(
        &self,
        order: &GiveUpPurchase,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<GiveUpRefused>> {
        let refuse = |why| VerbError::Refused(why);
        if by.seat != Seat::Principal {
            return Err(refuse(GiveUpRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("give_up_purchase", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let row = asked(&verb.tx, order.agreement, by).await?;
        let row = row.ok_or(refuse(GiveUpRefused::UnknownAgreement))?;
        if state(&row)? != AgreementState::Agreed {
            return Err(refuse(GiveUpRefused::NotAgreed));
        }
        if !plan_money::aside(&verb.tx, row.id).await?.is_positive() {
            return Err(refuse(GiveUpRefused::NothingHeld));
        }
        let given_up = plan_money::give_up(&verb, &row).await?;
        let (deltas, let_go) = given_up.ok_or(refuse(GiveUpRefused::NothingHeld))?;
        let facts = json!({ "deltas": deltas, "let_go": let_go.facts() });
        Ok(verb.commit(Subject::Agreement, order.agreement, facts).await?)
    }
}
