//! Accounts and the seats they hold.

use domain::Seat;
use domain::ids::{AccountId, CiteId, SeatId};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{account, cite, seat};
use crate::{By, Store};

/// A person who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What the person types.
    pub login: String,
    /// How the person is called on screen.
    pub name: String,
    /// The Argon2id hash, in PHC form.
    pub password_hash: String,
    /// No attempt is looked at before this instant.
    pub locked_until: Option<Timestamp>,
    /// The seats it holds, by cité name then seat.
    pub seats: Vec<HeldSeat>,
}

/// A seat in a cité.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSeat {
    /// Its id.
    pub id: SeatId,
    /// What it allows.
    pub seat: Seat,
    /// Where.
    pub cite: CiteId,
    /// The cité's name.
    pub cite_name: String,
    /// Is it held for somebody else (suppléant)? Of the troïka's seats alone.
    pub deputy: bool,
}

/// An account to be created, with its first seat.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// What the person will type: lower case, no spaces.
    pub login: String,
    /// How the person is called on screen.
    pub name: String,
    /// The Argon2id hash, in PHC form.
    pub password_hash: String,
    /// The first seat's id.
    pub seat_id: SeatId,
    /// The first seat.
    pub seat: Seat,
    /// Its cité.
    pub cite: CiteId,
    /// Is it held for somebody else (suppléant)?
    pub deputy: bool,
}

/// Why an account was not created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewAccountRefused {
    /// Someone has this login.
    LoginTaken,
    /// A login is in lower case and has no spaces: it could never be typed otherwise.
    LoginForm,
    /// The seat is in another cité than the asker's.
    ForeignCite,
    /// Only the troïka's seats have deputies.
    NoDeputyThere,
    /// This very form has made the account: its first password was shown once, and cannot be again.
    AlreadyMade,
}

impl Store {
    /// Creates an account with one seat. `by` is nobody on the command line, which alone reaches every
    /// cité. The account's id is the form's; the drawn password and the seat's id are no part of its
    /// content, for they are new at each click.
    ///
    /// # Errors
    /// [`NewAccountRefused`]; nothing is created then.
    pub async fn create_account(
        &self,
        new: &NewAccount,
        by: Option<By>,
        now: Timestamp,
    ) -> Result<(), VerbError<NewAccountRefused>> {
        let refuse = |why| Err(VerbError::Refused(why));
        if by.is_some_and(|by| by.cite != new.cite) {
            return refuse(NewAccountRefused::ForeignCite);
        }
        if new.deputy && !Seat::TROIKA.contains(&new.seat) {
            return refuse(NewAccountRefused::NoDeputyThere);
        }
        if new.login.is_empty()
            || new.login.chars().any(char::is_whitespace)
            || new.login != new.login.to_lowercase()
        {
            return refuse(NewAccountRefused::LoginForm);
        }
        let content = (&new.login, &new.name, new.seat, new.cite, new.deputy);
        let verb = match self.begin_once("create_account", new.id.into(), &content, by, now).await?
        {
            Submitted::New(verb) => verb,
            Submitted::Again => return refuse(NewAccountRefused::AlreadyMade),
        };
        let row = account::Model {
            id: new.id.into(),
            login: new.login.clone(),
            name: new.name.clone(),
            password_hash: new.password_hash.clone(),
            failures: 0,
            locked_until: None,
            created_at: Instant::from(now),
        };
        match account::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
        {
            Err(error) if breaks_unique(&error, "accounts_login_once", "accounts.login") => {
                return Err(VerbError::Refused(NewAccountRefused::LoginTaken));
            }
            other => other?,
        };
        let first = seat::Model {
            id: new.seat_id.into(),
            account_id: new.id.into(),
            cite_id: new.cite.into(),
            seat: new.seat.code().to_owned(),
            deputy: new.deputy,
        };
        seat::Entity::insert(first.into_active_model()).exec_without_returning(&verb.tx).await?;
        let facts = json!({ "seat": new.seat, "cite": new.cite, "deputy": new.deputy });
        Ok(verb.commit(Subject::Account, new.id, facts).await?)
    }

    /// Is there anybody yet?
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_accounts(&self) -> Result<bool, Failure> {
        Ok(account::Entity::find().count(&self.db).await? > 0)
    }

    /// The account of a login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, Failure> {
        let row =
            account::Entity::find().filter(account::Column::Login.eq(login)).one(&self.db).await?;
        self.with_seats(row).await
    }

    /// The account of whoever asks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_account(&self, by: By) -> Result<Option<Account>, Failure> {
        let row = account::Entity::find_by_id(Uuid::from(by.account)).one(&self.db).await?;
        self.with_seats(row).await
    }

    async fn with_seats(&self, row: Option<account::Model>) -> Result<Option<Account>, Failure> {
        let Some(row) = row else { return Ok(None) };
        let seats = self.seats_of(AccountId(row.id)).await?;
        Ok(Some(Account {
            id: AccountId(row.id),
            login: row.login,
            name: row.name,
            password_hash: row.password_hash,
            locked_until: row.locked_until.map(Instant::timestamp),
            seats,
        }))
    }

    pub(crate) async fn seats_of(&self, account: AccountId) -> Result<Vec<HeldSeat>, Failure> {
        held_seats(&self.db, account).await
    }
}

async fn held_seats(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<HeldSeat>, Failure> {
    let rows = seat::Entity::find()
        .filter(seat::Column::AccountId.eq(Uuid::from(account)))
        .all(db)
        .await?;
    let homes = cite::Entity::find()
        .filter(cite::Column::Id.is_in(rows.iter().map(|row| row.cite_id)))
        .all(db)
        .await?;
    let mut seats = Vec::with_capacity(rows.len());
    for row in rows {
        let home = homes.iter().find(|home| home.id == row.cite_id);
        let home = home.ok_or_else(|| Failure::row("seats", row.id, "no such cité"))?;
        seats.push(HeldSeat {
            id: SeatId(row.id),
            seat: seat_value(&row)?,
            cite: CiteId(row.cite_id),
            cite_name: home.name.clone(),
            deputy: row.deputy,
        });
    }
    seats.sort_by(|a, b| (&a.cite_name, a.seat).cmp(&(&b.cite_name, b.seat)));
    Ok(seats)
}

/// What a seat's row allows.
pub(super) fn seat_value(row: &seat::Model) -> Result<Seat, Failure> {
    row.seat.parse().map_err(|error| Failure::row("seats", row.id, error))
}
