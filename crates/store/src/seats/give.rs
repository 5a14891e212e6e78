//! Giving a seat, and taking it back.

use domain::Seat;
use domain::ids::{AccountId, SeatId};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::staff::find;
use super::tokens::revoke_all;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{api_token, seat, session};
use crate::{By, HeldSeat, Store};

/// Why a seat was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveSeatRefused {
    /// The asker's cité does not know this account.
    UnknownAccount,
    /// Only the troïka's seats have deputies.
    NoDeputyThere,
}

/// An order to take a seat back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TakeSeatBack {
    /// The form's id.
    pub form: Uuid,
    /// Whose seat.
    pub account: AccountId,
    /// The seat.
    pub seat: SeatId,
}

/// Why a seat was not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeSeatBackRefused {
    /// This account does not hold this seat in the asker's cité.
    UnknownSeat,
    /// Nobody could open accounts any more: it is the cité's last administrator's.
    LastAdministrator,
}

impl Store {
    /// Gives an account one more seat; the same seat twice is one. `by` is nobody on the command line,
    /// which alone reaches every cité.
    ///
    /// # Errors
    /// [`GiveSeatRefused`].
    pub async fn give_seat(
        &self,
        account: AccountId,
        held: &HeldSeat,
        by: Option<By>,
        now: Timestamp,
    ) -> Result<(), VerbError<GiveSeatRefused>> {
        let verb = self.begin("give_seat", by, now).await?;
        if let Some(by) = by
            && (held.cite != by.cite || find(&verb.tx, account, by.cite).await?.is_none())
        {
            return Err(VerbError::Refused(GiveSeatRefused::UnknownAccount));
        }
        if held.deputy && !Seat::TROIKA.contains(&held.seat) {
            return Err(VerbError::Refused(GiveSeatRefused::NoDeputyThere));
        }
        let known = seat::Entity::find()
            .filter(seat::Column::AccountId.eq(Uuid::from(account)))
            .filter(seat::Column::CiteId.eq(Uuid::from(held.cite)))
            .filter(seat::Column::Seat.eq(held.seat.code()))
            .count(&verb.tx)
            .await?;
        if known > 0 {
            return Ok(());
        }
        let row = seat::Model {
            id: held.id.into(),
            account_id: account.into(),
            cite_id: held.cite.into(),
            seat: held.seat.code().to_owned(),
            deputy: held.deputy,
        };
        seat::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let facts = json!({ "seat": held.seat, "cite": held.cite, "deputy": held.deputy });
        Ok(verb.commit(Subject::Account, account, facts).await?)
    }

    /// Takes a seat back, closes the sessions that sit on it and revokes its tokens.
    ///
    /// # Errors
    /// [`TakeSeatBackRefused`]; nothing is changed then.
    pub async fn take_seat_back(
        &self,
        order: &TakeSeatBack,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<TakeSeatBackRefused>> {
        let Submitted::New(verb) =
            self.begin_once("take_seat_back", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let in_cite = seat::Entity::find().filter(seat::Column::CiteId.eq(Uuid::from(by.cite)));
        let row = in_cite
            .clone()
            .filter(seat::Column::Id.eq(Uuid::from(order.seat)))
            .filter(seat::Column::AccountId.eq(Uuid::from(order.account)))
            .one(&verb.tx)
            .await?
            .ok_or(VerbError::Refused(TakeSeatBackRefused::UnknownSeat))?;
        let administrator = Seat::Administrator.code();
        if row.seat == administrator {
            let holders = in_cite.filter(seat::Column::Seat.eq(administrator));
            if holders.count(&verb.tx).await? < 2 {
                return Err(VerbError::Refused(TakeSeatBackRefused::LastAdministrator));
            }
        }
        let closed = session::Entity::delete_many()
            .filter(session::Column::SeatId.eq(row.id))
            .exec(&verb.tx)
            .await?;
        let revoked = revoke_all(&verb, api_token::Column::SeatId.eq(row.id), now).await?;
        let facts = json!({
            "seat": row.seat,
            "cite": by.cite,
            "sessions_closed": closed.rows_affected,
            "tokens_revoked": revoked,
        });
        row.delete(&verb.tx).await?;
        Ok(verb.commit(Subject::Account, order.account, facts).await?)
    }
}
