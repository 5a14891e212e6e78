//! Sessions: the database holds only the hash of the token that the browser holds.

use domain::ids::{AccountId, SeatId};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{account, session};
use crate::{HeldSeat, Store};

/// A session to be opened.
#[derive(Debug, Clone, Copy)]
pub struct NewSession {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Who.
    pub account: AccountId,
    /// By which seat.
    pub seat: SeatId,
    /// Until when, at the longest.
    pub expires: Timestamp,
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
    /// Opens a session, and sweeps those that have expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_session(&self, new: &NewSession, now: Timestamp) -> Result<(), Failure> {
        session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lt(Instant::from(now)))
            .exec(&self.db)
            .await?;
        let row = session::Model {
            token_hash: new.token_hash.to_vec(),
            account_id: new.account.into(),
            seat_id: new.seat.into(),
            opened_at: Instant::from(now),
            seen_at: Instant::from(now),
            expires_at: Instant::from(new.expires),
        };
        session::Entity::insert(row.into_active_model()).exec_without_returning(&self.db).await?;
        Ok(())
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
        if let Some(row) = session::Entity::find_by_id(token_hash.to_vec()).one(&self.db).await? {
            let mut row = row.into_active_model();
            row.seen_at = Set(Instant::from(now));
            row.update(&self.db).await?;
        }
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
