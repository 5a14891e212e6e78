//! Tokens of the programming interface: the database holds only the hash of a secret shown once.
//!
//! A token acts as its account on its seat. It ends on its day, when it is revoked, when its seat is
//! taken back, and when an administrator resets the account's password.

mod read;

use domain::Seat;
use domain::ids::{AccountId, TokenId};
use domain::token::{LONGEST_DAYS, MOST_TOKENS, Scope};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    Select, Set,
};
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{api_token, seat};
use crate::{By, HeldSeat, Store};

/// A token to be made for the asker's own seat.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// The form's id.
    pub id: TokenId,
    /// SHA-256 of the secret; drawn at each click, so no part of the form's content.
    pub token_hash: [u8; 32],
    /// What it is for, in its owner's words.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Its life in days, from 1 to [`LONGEST_DAYS`].
    pub days: u16,
}

/// Why a token was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewTokenRefused {
    /// It may do nothing.
    NoScope,
    /// No life, or a longer one than [`LONGEST_DAYS`].
    Days,
    /// The asker does not hold this seat any more.
    SeatGone,
    /// [`MOST_TOKENS`] are good already.
    TooMany,
    /// This very form has made it: its secret was shown once, and cannot be again.
    AlreadyMade,
}

/// Why a token was not revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokeTokenRefused {
    /// There is none that the asker may revoke.
    Unknown,
}

/// A token in a list: never its secret, nor its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Whose.
    pub account: AccountId,
    /// What that person is called on screen.
    pub name: String,
    /// The seat it acts on.
    pub seat: Seat,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The day it was last used.
    pub last_used_on: Option<Date>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A token that is good now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenToken {
    /// Its id.
    pub id: TokenId,
    /// Whose.
    pub account: AccountId,
    /// What that person is called on screen.
    pub name: String,
    /// The seat it acts on.
    pub held: HeldSeat,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// The day it was last used.
    pub last_used_on: Option<Date>,
}

impl Store {
    /// Makes a token for the asker's seat.
    ///
    /// # Errors
    /// [`NewTokenRefused`]; nothing is made then.
    pub async fn create_token(
        &self,
        new: &NewToken,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NewTokenRefused>> {
        let refuse = |why| Err(VerbError::Refused(why));
        let mut scopes = new.scopes.clone();
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.is_empty() {
            return refuse(NewTokenRefused::NoScope);
        }
        if !(1..=LONGEST_DAYS).contains(&new.days) {
            return refuse(NewTokenRefused::Days);
        }
        let content = (&new.label, &scopes, new.days, by.seat);
        let Submitted::New(verb) =
            self.begin_once("create_token", new.id.into(), &content, by, now).await?
        else {
            return refuse(NewTokenRefused::AlreadyMade);
        };
        let held = seat::Entity::find()
            .filter(seat::Column::AccountId.eq(Uuid::from(by.account)))
            .filter(seat::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(seat::Column::Seat.eq(by.seat.code()));
        let Some(held) = held.one(&verb.tx).await? else {
            return refuse(NewTokenRefused::SeatGone);
        };
        let good = visible(by)
            .filter(api_token::Column::AccountId.eq(Uuid::from(by.account)))
            .filter(api_token::Column::RevokedAt.is_null())
            .filter(api_token::Column::ExpiresAt.gt(Instant::from(now)));
        if good.count(&verb.tx).await? >= MOST_TOKENS {
            return refuse(NewTokenRefused::TooMany);
        }
        let life = SignedDuration::from_hours(24 * i64::from(new.days));
        let codes: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
        let row = api_token::Model {
            id: new.id.into(),
            token_hash: new.token_hash.to_vec(),
            account_id: by.account.into(),
            cite_id: by.cite.into(),
            seat_id: held.id,
            seat: held.seat,
            scopes: codes.join(" "),
            label: new.label.clone(),
            created_at: Instant::from(now),
            expires_at: Instant::from(now + life),
            last_used_on: None,
            revoked_at: None,
        };
        api_token::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let facts = json!({ "seat": by.seat, "scopes": scopes, "days": new.days });
        Ok(verb.commit(Subject::Token, new.id, facts).await?)
    }

    /// Ends a token: one's own, or as administrator any of the cité. One that is revoked stays so.
    ///
    /// # Errors
    /// Refused when the asker may revoke no such token.
    pub async fn revoke_token(
        &self,
        id: TokenId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<RevokeTokenRefused>> {
        let verb = self.begin("revoke_token", Some(by), now).await?;
        let mine = visible(by).filter(api_token::Column::Id.eq(Uuid::from(id)));
        let row = mine.one(&verb.tx).await?;
        let row = row.ok_or(VerbError::Refused(RevokeTokenRefused::Unknown))?;
        if row.revoked_at.is_some() {
            return Ok(());
        }
        let mut row = row.into_active_model();
        row.revoked_at = Set(Some(Instant::from(now)));
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Token, id, json!({})).await?)
    }
}

/// Ends every good token that a condition finds; how many.
pub(super) async fn revoke_all(
    verb: &Verb,
    which: impl IntoCondition,
    now: Timestamp,
) -> Result<u64, Failure> {
    let ended = api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAt, Expr::val(Instant::from(now)))
        .filter(which.into_condition())
        .filter(api_token::Column::RevokedAt.is_null())
        .exec(&verb.tx)
        .await?;
    Ok(ended.rows_affected)
}

/// One's own in the cité; everybody's for its administrator.
fn visible(by: By) -> Select<api_token::Entity> {
    let here = api_token::Entity::find().filter(api_token::Column::CiteId.eq(Uuid::from(by.cite)));
    match by.seat {
        Seat::Administrator => here,
        _ => here.filter(api_token::Column::AccountId.eq(Uuid::from(by.account))),
    }
}
