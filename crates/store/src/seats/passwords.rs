//! Passwords changed by their owner or reset by an administrator, and an account woken from its rest.

use domain::Seat;
use domain::ids::AccountId;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde_json::json;
use uuid::Uuid;

use super::staff::find;
use super::tokens::revoke_all;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Verb;
use crate::entities::{account, api_token, seat, session};
use crate::{By, Store};

/// Why a password was not reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetPasswordRefused {
    /// The asker's cité does not know this account.
    UnknownAccount,
    /// It is the asker's own: one changes one's password knowing it.
    Own,
    /// The account also sits in a cité where the asker is no administrator: whoever had the new
    /// password could sit there.
    SitsElsewhere,
}

/// Why a password was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangePasswordRefused {
    /// It has been changed or reset since the old one was checked.
    Moved,
}

/// Why an account was not unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlockRefused {
    /// The asker's cité does not know this account.
    UnknownAccount,
}

impl Store {
    /// Gives an account a new password, wakes it, closes every session of it and revokes its tokens:
    /// whoever sat there under the old one may have made some. It has no form id: done twice, the latest
    /// password shown is the one that opens.
    ///
    /// # Errors
    /// [`ResetPasswordRefused`]; nothing is changed then.
    pub async fn reset_password(
        &self,
        account: AccountId,
        password_hash: &str,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ResetPasswordRefused>> {
        let verb = self.begin("reset_password", Some(by), now).await?;
        if account == by.account {
            return Err(VerbError::Refused(ResetPasswordRefused::Own));
        }
        let row = find(&verb.tx, account, by.cite)
            .await?
            .ok_or(VerbError::Refused(ResetPasswordRefused::UnknownAccount))?;
        if !administers_all_of(&verb, account, by).await? {
            return Err(VerbError::Refused(ResetPasswordRefused::SitsElsewhere));
        }
        let closed = close_sessions(&verb, account, None).await?;
        let theirs = api_token::Column::AccountId.eq(Uuid::from(account));
        let revoked = revoke_all(&verb, theirs, now).await?;
        set(&verb, row, password_hash).await?;
        let facts = json!({ "sessions_closed": closed, "tokens_revoked": revoked });
        Ok(verb.commit(Subject::Account, account, facts).await?)
    }

    /// Changes the asker's own password, whose kept form was `known` when the old one was checked, and
    /// closes their other sessions; the one behind `keep` stays open.
    ///
    /// # Errors
    /// [`ChangePasswordRefused`]; nothing is changed then.
    pub async fn change_password(
        &self,
        known: &str,
        password_hash: &str,
        keep: [u8; 32],
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ChangePasswordRefused>> {
        let verb = self.begin("change_password", Some(by), now).await?;
        let row = account::Entity::find_by_id(Uuid::from(by.account)).one(&verb.tx).await?;
        let row = row.ok_or_else(|| Failure::row("accounts", by.account, "missing"))?;
        if row.password_hash != known {
            return Err(VerbError::Refused(ChangePasswordRefused::Moved));
        }
        let closed = close_sessions(&verb, by.account, Some(keep)).await?;
        set(&verb, row, password_hash).await?;
        Ok(verb.commit(Subject::Account, by.account, json!({ "sessions_closed": closed })).await?)
    }

    /// Wakes an account that rests after failed attempts; one that does not rest stays as it is.
    ///
    /// # Errors
    /// Refused when the account is not of the asker's cité.
    pub async fn unlock_account(
        &self,
        account: AccountId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<UnlockRefused>> {
        let verb = self.begin("unlock_account", Some(by), now).await?;
        let row = find(&verb.tx, account, by.cite)
            .await?
            .ok_or(VerbError::Refused(UnlockRefused::UnknownAccount))?;
        if row.failures == 0 && row.locked_until.is_none() {
            return Ok(());
        }
        let failures = row.failures;
        let mut row = row.into_active_model();
        row.failures = Set(0);
        row.locked_until = Set(None);
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Account, account, json!({ "failures": failures })).await?)
    }
}

/// Is the asker an administrator wherever this account sits?
async fn administers_all_of(verb: &Verb, account: AccountId, by: By) -> Result<bool, Failure> {
    let both = [Uuid::from(account), Uuid::from(by.account)];
    let rows =
        seat::Entity::find().filter(seat::Column::AccountId.is_in(both)).all(&verb.tx).await?;
    let administers = |cite: Uuid| {
        rows.iter().any(|held| {
            held.account_id == both[1]
                && held.cite_id == cite
                && held.seat == Seat::Administrator.code()
        })
    };
    Ok(rows.iter().filter(|held| held.account_id == both[0]).all(|held| administers(held.cite_id)))
}

async fn close_sessions(
    verb: &Verb,
    account: AccountId,
    keep: Option<[u8; 32]>,
) -> Result<u64, Failure> {
    let mut which = Condition::all().add(session::Column::AccountId.eq(Uuid::from(account)));
    if let Some(keep) = keep {
        which = which.add(session::Column::TokenHash.ne(keep.to_vec()));
    }
    let closed = session::Entity::delete_many().filter(which).exec(&verb.tx).await?;
    Ok(closed.rows_affected)
}

async fn set(verb: &Verb, row: account::Model, password_hash: &str) -> Result<(), Failure> {
    let mut row = row.into_active_model();
    row.password_hash = Set(password_hash.to_owned());
    row.failures = Set(0);
    row.locked_until = Set(None);
    row.update(&verb.tx).await?;
    Ok(())
}
