//! Sessions: the database holds only the hash of the token that the browser holds.

use domain::ids::{AccountId, SeatId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::entities::{account, seat, session};
use crate::{HeldSeat, Store};

/// What a session is opened on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The kept form of the password that was found right.
    Password(String),
    /// The token's hash of the session it takes the place of.
    Session([u8; 32]),
}

/// Why a session was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenSessionRefused {
    /// The password has been changed or reset, or the old session closed, since the proof was seen.
    Moved,
    /// The account does not hold this seat any more.
    SeatGone,
}

/// A session to be opened.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Who.
    pub account: AccountId,
    /// By which seat.
    pub seat: SeatId,
    /// Until when, at the longest.
    pub expires: Timestamp,
    /// Why it may be.
    pub proof: Proof,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub account: AccountId,
    /// Their name on screen.
    pub name: String,
    /// The seat in use.
    pub held: HeldSeat,
    /// Every seat they hold.
    pub seats: Vec<HeldSeat>,
    /// When it was last used.
    pub seen: Timestamp,
}

impl Store {
    /// Opens a session if its proof still holds, and sweeps those that have expired; a session that
    /// takes another's place closes it. It waits its turn like a verb: no reset and no seat taken back
    /// comes between the look and the opening.
    ///
    /// # Errors
    /// [`OpenSessionRefused`]; nothing is opened then.
    pub async fn open_session(
        &self,
        new: &NewSession,
        now: Timestamp,
    ) -> Result<(), VerbError<OpenSessionRefused>> {
        let (tx, _) = self.alone().await?;
        session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lt(Instant::from(now)))
            .exec(&tx)
            .await?;
        let owner = account::Entity::find_by_id(Uuid::from(new.account)).one(&tx).await?;
        let holds = match (&new.proof, owner) {
            (_, None) => false,
            (Proof::Password(verified), Some(owner)) => owner.password_hash == *verified,
            (Proof::Session(token), Some(owner)) => {
                let old = session::Entity::delete_by_id(token.to_vec())
                    .filter(session::Column::AccountId.eq(owner.id));
                old.exec(&tx).await?.rows_affected == 1
            }
        };
        if !holds {
            return Err(VerbError::Refused(OpenSessionRefused::Moved));
        }
        let held = seat::Entity::find_by_id(Uuid::from(new.seat))
            .filter(seat::Column::AccountId.eq(Uuid::from(new.account)));
        if held.one(&tx).await?.is_none() {
            return Err(VerbError::Refused(OpenSessionRefused::SeatGone));
        }
        let row = session::Model {
            token_hash: new.token_hash.to_vec(),
            account_id: new.account.into(),
            seat_id: new.seat.into(),
            opened_at: Instant::from(now),
            seen_at: Instant::from(now),
            expires_at: Instant::from(new.expires),
        };
        session::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        Ok(tx.commit().await?)
    }

    /// The session of a token, if it is still open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<Session>, Failure> {
        let Some(row) = session::Entity::find_by_id(token_hash.to_vec()).one(&self.db).await?
        else {
            return Ok(None);
        };
        if row.expires_at < Instant::from(now) {
            return Ok(None);
        }
        let Some(owner) = account::Entity::find_by_id(row.account_id).one(&self.db).await? else {
            return Ok(None);
        };
        let seats = self.seats_of(AccountId(row.account_id)).await?;
        // A seat taken away ends the sessions that use it.
        let Some(held) = seats.iter().find(|held| Uuid::from(held.id) == row.seat_id).cloned()
        else {
            return Ok(None);
        };
        Ok(Some(Session {
            account: AccountId(row.account_id),
            name: owner.name,
            held,
            seats,
            seen: row.seen_at.timestamp(),
        }))
    }

    /// Notes that a session was used, so that it does not close for idleness.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(&self, token_hash: [u8; 32], now: Timestamp) -> Result<(), Failure> {
        session::Entity::update_many()
            .col_expr(session::Column::SeenAt, Expr::val(Instant::from(now)))
            .filter(session::Column::TokenHash.eq(token_hash.to_vec()))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Closes a session; an unknown one is closed already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close_session(&self, token_hash: [u8; 32]) -> Result<(), Failure> {
        session::Entity::delete_by_id(token_hash.to_vec()).exec(&self.db).await?;
        Ok(())
    }
}
