//! Lists of cards: all, searched, and the three that somebody has to act on.

use std::collections::BTreeMap;

use domain::sim::{SimState, watch};
use jiff::civil::Date;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};
use uuid::Uuid;

use super::rows;
use super::values::{FoundSim, SimCounts};
use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::entities::{item, loan, loan_item, sim};
use crate::stock::find::named;
use crate::stock::values::{holders, item_value};
use crate::{By, Store};

domain::vocabulary! {
    /// A list of cards that somebody has to act on.
    SimList {
        /// Not activated, and the last day to do it is near or over.
        ToActivate = "to_activate",
        /// The line ends before the loan does.
        Ending = "ending",
        /// Lent, and never used since.
        Unused = "unused",
        /// Nothing is known of the line.
        Bare = "bare",
    }
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimSearch {
    /// Digits of a number of the card, the line or the inventory, or part of an operator's name.
    pub text: String,
    /// Only in this state, seen on the day.
    pub state: Option<SimState>,
    /// Only of this list.
    pub list: Option<SimList>,
    /// For how many days a line lent must not have been used.
    pub unused_for: u16,
    /// The day that deadlines are seen from.
    pub today: Date,
}

impl Store {
    /// The cards of the asker's cité that a search finds, those that end first before the others, and
    /// how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn find_sims(
        &self,
        search: &SimSearch,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<FoundSim>, u64), Failure> {
        let mut query = cards(by);
        if let Some(list) = search.list {
            query = query.filter(on_list(list, search, by));
        }
        if let Some(state) = search.state {
            query = query.filter(in_state(state, search.today));
        }
        if !search.text.trim().is_empty() {
            // A wildcard typed by a person is no wildcard.
            let operator = search.text.trim().replace(['%', '_', '\\'], "");
            if operator.is_empty() {
                return Ok((Vec::new(), 0));
            }
            let operator = format!("%{operator}%");
            let by_operator =
                Expr::expr(Func::lower(Expr::col((sim::Entity, sim::Column::Operator))))
                    .like(operator.to_lowercase());
            let mut any = Condition::any().add(by_operator);
            if let Some(named) = named(&search.text) {
                any = any.add(named);
            }
            let digits: String = search.text.chars().filter(char::is_ascii_digit).collect();
            if digits.len() >= 4 {
                // 06 39 98 12 34 is kept as +33639981234.
                any = any.add(item::Column::Msisdn.contains(digits.trim_start_matches('0')));
            }
            query = query.filter(any);
        }
        let total = query.clone().count(&self.db).await?;
        let found = ordered(query, search.list).offset(offset).limit(limit).all(&self.db).await?;
        let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
        let lines = rows::sims_of(&self.db, &ids, by.cite).await?;
        let mut lines: BTreeMap<_, _> = lines.into_iter().map(|row| (row.item_id, row)).collect();
        let mut holders = holders(&self.db, &ids).await?;
        let found = found.into_iter().map(|row| {
            let sim = lines.remove(&row.id).map(|line| rows::sim_value(&line)).transpose()?;
            let holder = holders.remove(&row.id);
            Ok(FoundSim { item: item_value(row)?, sim, holder })
        });
        Ok((found.collect::<Result<_, Failure>>()?, total))
    }

    /// How many cards each list holds, seen from a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sim_counts(
        &self,
        today: Date,
        unused_for: u16,
        by: By,
    ) -> Result<SimCounts, Failure> {
        let search = SimSearch { text: String::new(), state: None, list: None, unused_for, today };
        let count = async |list| cards(by).filter(on_list(list, &search, by)).count(&self.db).await;
        Ok(SimCounts {
            to_activate: count(SimList::ToActivate).await?,
            ending: count(SimList::Ending).await?,
            unused: count(SimList::Unused).await?,
            bare: count(SimList::Bare).await?,
        })
    }
}

/// From an item to its line.
fn line_of() -> RelationDef {
    item::Entity::belongs_to(sim::Entity).from(item::Column::Id).to(sim::Column::ItemId).into()
}

/// Every card of the cité that has not left the register, with its line where one is described.
fn cards(by: By) -> Select<item::Entity> {
    item::Entity::find()
        .join(JoinType::LeftJoin, line_of())
        .filter(item::Column::CiteId.eq(Uuid::from(by.cite)))
        // In the words of the partial index `items_with_a_card`.
        .filter(Expr::cust("items.iccid IS NOT NULL AND items.state <> 'gone'"))
}

/// What presses first stands first.
fn ordered(query: Select<item::Entity>, list: Option<SimList>) -> Select<item::Entity> {
    let query = match list {
        Some(SimList::ToActivate) => query.order_by(sim::Column::ActivateBefore, Order::Asc),
        Some(SimList::Ending) => query.order_by(sim::Column::ValidUntil, Order::Asc),
        Some(SimList::Unused | SimList::Bare) | None => query,
    };
    query.order_by_asc(item::Column::Tag)
}

/// The condition of a list: the same as in `domain::sim::watch`, for the database.
fn on_list(list: SimList, search: &SimSearch, by: By) -> Condition {
    let ends = || (sim::Entity, sim::Column::ValidUntil);
    match list {
        SimList::Bare => Condition::all().add(sim::Column::ItemId.is_null()),
        SimList::ToActivate => Condition::all()
            .add(sim::Column::CiteId.eq(Uuid::from(by.cite)))
            .add(sim::Column::State.eq(SimState::Stocked.code()))
            .add(sim::Column::ActivateBefore.lte(Day(watch::near(search.today)))),
        SimList::Ending => {
            let mut out = lent(by);
            out.and_where(Expr::col((loan::Entity, loan::Column::DueOn)).gt(Expr::col(ends())));
            Condition::all().add(Expr::exists(out))
        }
        SimList::Unused => {
            let long_ago = watch::long_ago(search.today, search.unused_for);
            let mut out = lent(by);
            out.and_where(loan::Column::LentOn.lte(Day(long_ago))).cond_where(
                Condition::any().add(sim::Column::UsedOn.is_null()).add(
                    Expr::col((sim::Entity, sim::Column::UsedOn))
                        .lt(Expr::col((loan::Entity, loan::Column::LentOn))),
                ),
            );
            Condition::all().add(Expr::exists(out))
        }
    }
}

/// The open loan of the item at hand.
fn lent(by: By) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(loan_item::Entity)
        .inner_join(
            loan::Entity,
            Expr::col((loan::Entity, loan::Column::Id))
                .equals((loan_item::Entity, loan_item::Column::LoanId)),
        )
        .and_where(
            Expr::col((loan_item::Entity, loan_item::Column::ItemId))
                .equals((item::Entity, item::Column::Id)),
        )
        .and_where(loan_item::Column::ClosedAt.is_null())
        .and_where(loan::Column::CiteId.eq(Uuid::from(by.cite)))
        .to_owned()
}

/// The condition of a state, as [`SimState::on`] sees it from a day.
fn in_state(state: SimState, today: Date) -> Condition {
    let is = |state: SimState| sim::Column::State.eq(state.code());
    let over = sim::Column::ValidUntil.lt(Day(today));
    let works = Condition::any().add(sim::Column::ValidUntil.is_null()).add(over.clone().not());
    match state {
        SimState::Active | SimState::Exhausted => Condition::all().add(is(state)).add(works),
        SimState::Expired => {
            let ran = Condition::any().add(is(SimState::Active)).add(is(SimState::Exhausted));
            Condition::any().add(is(state)).add(Condition::all().add(ran).add(over))
        }
        SimState::Stocked | SimState::Suspended | SimState::Cancelled => {
            Condition::all().add(is(state))
        }
    }
}
