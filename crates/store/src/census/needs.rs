//! Recording what a household has, and opening or withdrawing the needs that follow.

use std::collections::BTreeSet;

use domain::ids::HouseholdId;
use domain::people::census::made_by;
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState, needs_of};
use domain::people::language::ContactLanguage;
use domain::people::priority::PriorityReason;
use domain::stock::ItemKind;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{child, household, item, loan, loan_item, need};
use crate::{By, Store};

/// What a household has, says yes to, and why it comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HomeState {
    /// What its children work on.
    pub equipment: Equipment,
    /// How it reaches the network.
    pub connection: Connection,
    /// It accepts a loan, not only a gift.
    pub accepts_loan: bool,
    /// It accepts refurbished equipment.
    pub accepts_refurbished: bool,
    /// It lives in a priority neighbourhood (QPV).
    pub in_qpv: bool,
    /// Nobody reaches it any more (perdue de vue).
    pub lost_contact: bool,
    /// The language it is written to in.
    pub language: ContactLanguage,
    /// The ground of a social priority, for all its needs.
    pub priority: Option<PriorityReason>,
}

/// An order to record needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RecordNeeds {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// Whose.
    pub household: HouseholdId,
    /// What was found.
    pub state: HomeState,
}

/// Why needs were not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordNeedsRefused {
    /// The cité has no such household.
    Unknown,
    /// An item is set aside for a need that would be withdrawn: release it first.
    Reserved(NeedKind),
}

impl Store {
    /// Records what a household has at home. Needs that follow and that nothing meets yet are opened
    /// on `today`; open ones that no longer follow are withdrawn.
    ///
    /// # Errors
    /// [`RecordNeedsRefused`].
    pub async fn record_needs(
        &self,
        order: &RecordNeeds,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<RecordNeedsRefused>> {
        let verb = match self.begin_once("record_needs", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = household::Entity::remembered()
            .filter(household::Column::Id.eq(Uuid::from(order.household)))
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        let row =
            mine.one(&verb.tx).await?.ok_or(VerbError::Refused(RecordNeedsRefused::Unknown))?;
        set_state(&verb, row, &order.state).await?;
        let needs = follow(&verb, order.form, order.household, &order.state, by, today).await?;
        let facts = json!({
            "equipment": order.state.equipment,
            "connection": order.state.connection,
            "needs": needs.standing,
            "opened": needs.opened,
            "withdrawn": needs.withdrawn,
        });
        Ok(verb.commit(Subject::Household, order.household, facts).await?)
    }
}

pub(crate) async fn set_state(
    verb: &Verb,
    row: household::Model,
    state: &HomeState,
) -> Result<(), Failure> {
    let mut row = row.into_active_model();
    row.equipment = Set(state.equipment.code().to_owned());
    row.connection = Set(state.connection.code().to_owned());
    row.accepts_loan = Set(state.accepts_loan);
    row.accepts_refurbished = Set(state.accepts_refurbished);
    row.in_qpv = Set(state.in_qpv);
    row.lost_contact = Set(state.lost_contact);
    row.contact_language = Set(state.language.code().to_owned());
    row.update(&verb.tx).await?;
    Ok(())
}

/// What became of a household's needs.
#[derive(Default)]
pub(crate) struct Followed {
    /// The kinds that are active now.
    pub standing: Vec<NeedKind>,
    /// The needs just opened.
    pub opened: Vec<Uuid>,
    /// The needs just withdrawn.
    pub withdrawn: Vec<Uuid>,
}

/// Opens and withdraws.
pub(crate) async fn follow(
    verb: &Verb,
    form: Uuid,
    home: HouseholdId,
    state: &HomeState,
    by: By,
    today: Date,
) -> Result<Followed, VerbError<RecordNeedsRefused>> {
    let children = child::Entity::find().filter(child::Column::HouseholdId.eq(Uuid::from(home)));
    let children = usize::try_from(children.count(&verb.tx).await?).unwrap_or(usize::MAX);
    let follows = needs_of(state.equipment, state.connection, children);
    let met = met_by_loans(verb, home).await?;
    let active = need::Entity::find()
        .filter(need::Column::HouseholdId.eq(Uuid::from(home)))
        .filter(need::Column::State.is_in([NeedState::Open.code(), NeedState::Reserved.code()]))
        .all(&verb.tx)
        .await?;
    let mut needs = Followed::default();
    for row in active {
        let kind: NeedKind =
            row.kind.parse().map_err(|problem| Failure::row("needs", row.id, problem))?;
        let stays = follows.contains(&kind);
        if !stays && row.state == NeedState::Reserved.code() {
            return Err(VerbError::Refused(RecordNeedsRefused::Reserved(kind)));
        }
        let id = row.id;
        let mut row = row.into_active_model();
        row.priority = Set(state.priority.map(|reason| reason.code().to_owned()));
        if stays {
            needs.standing.push(kind);
        } else {
            needs.withdrawn.push(id);
            row.state = Set(NeedState::Withdrawn.code().to_owned());
        }
        row.update(&verb.tx).await?;
    }
    for (nth, kind) in follows.into_iter().enumerate() {
        if needs.standing.contains(&kind) || met.contains(&kind) {
            continue;
        }
        let row = need::Model {
            // One need of a kind for one form: the id follows from the form's.
            id: made_by(form.into(), "need", 0, nth),
            cite_id: by.cite.into(),
            household_id: home.into(),
            kind: kind.code().to_owned(),
            slot: 1,
            state: NeedState::Open.code().to_owned(),
            priority: state.priority.map(|reason| reason.code().to_owned()),
            opened_on: Day(today),
        };
        needs.opened.push(row.id);
        need::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        needs.standing.push(kind);
    }
    needs.standing.sort_unstable();
    Ok(needs)
}

/// The kinds of need that an item lent to the household meets today.
async fn met_by_loans(verb: &Verb, home: HouseholdId) -> Result<BTreeSet<NeedKind>, Failure> {
    let loans = loan::Entity::find()
        .filter(loan::Column::HouseholdId.eq(Uuid::from(home)))
        .all(&verb.tx)
        .await?;
    if loans.is_empty() {
        return Ok(BTreeSet::new());
    }
    let out = loan_item::Entity::find()
        .filter(loan_item::Column::LoanId.is_in(loans.into_iter().map(|loan| loan.id)))
        .filter(loan_item::Column::ClosedAt.is_null())
        .all(&verb.tx)
        .await?;
    let items = item::Entity::find()
        .filter(item::Column::Id.is_in(out.into_iter().map(|line| line.item_id)));
    let mut met = BTreeSet::new();
    for row in items.all(&verb.tx).await? {
        let kind: ItemKind =
            row.kind.parse().map_err(|problem| Failure::row("items", row.id, problem))?;
        met.extend(NeedKind::met_by(kind));
    }
    Ok(met)
}
