//! The people of a cité, as its administrator sees them: never a password, never another cité's seat.

use std::collections::BTreeMap;

use domain::Seat;
use domain::ids::{AccountId, CiteId, SeatId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::accounts::seat_value;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::base::journal::Subject;
use crate::entities::{account, journal, seat};
use crate::{By, Store};

/// A seat that a person of the cité holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffSeat {
    /// Its id.
    pub id: SeatId,
    /// What it allows.
    pub seat: Seat,
    /// Is it held for somebody else (suppléant)?
    pub deputy: bool,
}

/// A person of the cité.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The account.
    pub id: AccountId,
    /// What the person types.
    pub login: String,
    /// How the person is called on screen.
    pub name: String,
    /// No attempt to sign in is looked at before this instant.
    pub locked_until: Option<Timestamp>,
    /// The seats held in this cité, in the order of the vocabulary.
    pub seats: Vec<StaffSeat>,
    /// Holds a seat in another cité too.
    pub elsewhere: bool,
}

/// What an administrator's first page counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StaffCounts {
    /// People per seat; a seat that nobody holds is left out.
    pub seats: BTreeMap<Seat, u64>,
    /// Accounts that had a seat here and have none anywhere.
    pub seatless: u64,
    /// Accounts that rest after too many failed attempts.
    pub locked: u64,
}

impl Store {
    /// The people of the asker's cité, by name, and how many there are: those who hold a seat in it,
    /// and those who once did and hold none anywhere, so that a seat taken back can be given again.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn staff(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Staff>, u64), Failure> {
        let people = of_cite(by.cite);
        let total = people.clone().count(&self.db).await?;
        let rows = people
            .order_by_asc(account::Column::Name)
            .order_by_asc(account::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((values(&self.db, rows, by.cite).await?, total))
    }

    /// One of them; nothing when the account is of other cités only.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn staff_member(&self, id: AccountId, by: By) -> Result<Option<Staff>, Failure> {
        let row = find(&self.db, id, by.cite).await?;
        Ok(values(&self.db, row.into_iter().collect(), by.cite).await?.pop())
    }

    /// What waits for the administrator of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn staff_counts(&self, now: Timestamp, by: By) -> Result<StaffCounts, Failure> {
        let held = seat::Entity::find().filter(seat::Column::CiteId.eq(Uuid::from(by.cite)));
        let mut counts = StaffCounts::default();
        for row in held.all(&self.db).await? {
            *counts.seats.entry(seat_value(&row)?).or_default() += 1;
        }
        counts.seatless = account::Entity::find().filter(once_of(by.cite)).count(&self.db).await?;
        counts.locked = of_cite(by.cite)
            .filter(account::Column::LockedUntil.gt(Instant::from(now)))
            .count(&self.db)
            .await?;
        Ok(counts)
    }
}

/// The account, if it is of this cité.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    id: AccountId,
    cite: CiteId,
) -> Result<Option<account::Model>, Failure> {
    Ok(of_cite(cite).filter(account::Column::Id.eq(Uuid::from(id))).one(db).await?)
}

fn of_cite(cite: CiteId) -> Select<account::Entity> {
    let here = seats().and_where(seat::Column::CiteId.eq(Uuid::from(cite))).to_owned();
    let sits_here = account::Column::Id.in_subquery(here);
    account::Entity::find().filter(Condition::any().add(sits_here).add(once_of(cite)))
}

/// No seat anywhere, and this cité's journal knows the account.
fn once_of(cite: CiteId) -> Condition {
    let known = Query::select()
        .expr(Expr::val(1))
        .from(journal::Entity)
        .and_where(
            Expr::col((journal::Entity, journal::Column::SubjectId))
                .equals((account::Entity, account::Column::Id)),
        )
        .and_where(journal::Column::Subject.eq(Subject::Account.code()))
        .and_where(journal::Column::CiteId.eq(Uuid::from(cite)))
        .to_owned();
    Condition::all().add(account::Column::Id.not_in_subquery(seats())).add(Expr::exists(known))
}

fn seats() -> SelectStatement {
    Query::select().column(seat::Column::AccountId).from(seat::Entity).to_owned()
}

async fn values(
    db: &impl ConnectionTrait,
    rows: Vec<account::Model>,
    cite: CiteId,
) -> Result<Vec<Staff>, Failure> {
    let held = seat::Entity::find()
        .filter(seat::Column::AccountId.is_in(rows.iter().map(|row| row.id)))
        .all(db)
        .await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        let mine = held.iter().filter(|held| held.account_id == row.id);
        let (here, other): (Vec<_>, Vec<_>) =
            mine.partition(|held| held.cite_id == Uuid::from(cite));
        let mut seats = Vec::with_capacity(here.len());
        for held in here {
            let (id, seat) = (SeatId(held.id), seat_value(held)?);
            seats.push(StaffSeat { id, seat, deputy: held.deputy });
        }
        seats.sort_by_key(|held| held.seat);
        people.push(Staff {
            id: AccountId(row.id),
            login: row.login,
            name: row.name,
            locked_until: row.locked_until.map(Instant::timestamp),
            seats,
            elsewhere: !other.is_empty(),
        });
    }
    Ok(people)
}
