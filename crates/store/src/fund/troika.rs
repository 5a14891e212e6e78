//! How many of the troïka's seats must say yes: the cité's own decision, by an act, from a day on. And how
//! its seats are told that a question waits.

use domain::Seat;
use domain::fund::{Amount, RuleKind, TroikaRule};
use domain::ids::{CiteId, TroikaRuleId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{account, seat, troika_rule};
use crate::{By, Store};

/// A rule to be followed from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetTroikaRule {
    /// Its id.
    pub id: TroikaRuleId,
    /// What it asks for.
    pub rule: TroikaRule,
    /// The act that decided it.
    pub act: String,
    /// Requests are asked under it from this day on.
    pub from: Date,
    /// The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why a rule is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetTroikaRuleRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No act decided it.
    NoAct,
    /// Another rule is in force since a later day: this one would never apply.
    Overtaken {
        /// That day.
        since: Date,
    },
}

/// A rule as it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedRule {
    /// Its id.
    pub id: TroikaRuleId,
    /// What it asks for.
    pub rule: TroikaRule,
    /// The act that decided it.
    pub act: String,
    /// From this day on.
    pub from: Date,
}

/// Where somebody of the troïka is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TroikaContact {
    /// Their seat.
    pub seat: Seat,
    /// What they type to sign in: most often an address.
    pub login: String,
}

impl Store {
    /// Sets the rule that requests are asked under from a day on; what is asked keeps its own.
    ///
    /// # Errors
    /// [`SetTroikaRuleRefused`].
    pub async fn set_troika_rule(
        &self,
        order: &SetTroikaRule,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SetTroikaRuleRefused>> {
        use SetTroikaRuleRefused::{NoAct, NotYourSeat, Overtaken};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("set_troika_rule", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        if order.act.trim().is_empty() {
            return Err(VerbError::Refused(NoAct));
        }
        let known = rows(&verb.tx, by.cite).await?;
        let current = known.iter().find(|rule| rule.from <= order.on);
        if let Some(current) = current.filter(|current| current.from > order.from) {
            return Err(VerbError::Refused(Overtaken { since: current.from }));
        }
        let row = troika_rule::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            rule: order.rule.kind().code().to_owned(),
            limit_cents: order.rule.limit().map(Amount::cents),
            act: order.act.clone(),
            in_force_from: Day(order.from),
            seq: verb.seq,
        };
        troika_rule::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let facts = json!({ "troika_rule": order.id, "rule": order.rule, "from": order.from });
        Ok(verb.commit(Subject::Cite, by.cite, facts).await?)
    }

    /// The rules of the asker's cité, the latest first; where none is, all three must say yes.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn troika_rules(&self, by: By) -> Result<Vec<DatedRule>, Failure> {
        rows(&self.db, by.cite).await
    }

    /// Who sits in the troïka of the asker's cité, but the asker: where to tell them.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn troika_contacts(&self, by: By) -> Result<Vec<TroikaContact>, Failure> {
        let held = seat::Entity::find()
            .filter(seat::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(seat::Column::AccountId.ne(Uuid::from(by.account)))
            .filter(seat::Column::Seat.is_in(Seat::TROIKA.map(Seat::code)))
            .all(&self.db)
            .await?;
        let accounts = account::Entity::find()
            .filter(account::Column::Id.is_in(held.iter().map(|held| held.account_id)))
            .all(&self.db)
            .await?;
        let mut contacts = Vec::with_capacity(held.len());
        for one in held {
            let seat = one.seat.parse();
            let seat = seat.map_err(|problem| Failure::row("seats", one.id, problem))?;
            let owner = accounts.iter().find(|owner| owner.id == one.account_id);
            let owner = owner.ok_or_else(|| Failure::row("seats", one.id, "no account"))?;
            contacts.push(TroikaContact { seat, login: owner.login.clone() });
        }
        contacts.sort_by(|a, b| (a.seat, &a.login).cmp(&(b.seat, &b.login)));
        Ok(contacts)
    }
}

/// The rule in force on a day, and the act that decided it; all three, by no act of the cité's, at first.
pub(super) async fn in_force(
    db: &impl ConnectionTrait,
    cite: CiteId,
    day: Date,
) -> Result<(TroikaRule, String), Failure> {
    let found = rows(db, cite).await?.into_iter().find(|rule| rule.from <= day);
    Ok(found.map_or((TroikaRule::Unanimous, String::new()), |rule| (rule.rule, rule.act)))
}

/// The latest first; of two of the same day, the one set last.
async fn rows(db: &impl ConnectionTrait, cite: CiteId) -> Result<Vec<DatedRule>, Failure> {
    let found = troika_rule::Entity::find()
        .filter(troika_rule::Column::CiteId.eq(Uuid::from(cite)))
        .order_by_desc(troika_rule::Column::InForceFrom)
        .order_by_desc(troika_rule::Column::Seq)
        .all(db)
        .await?;
    found.into_iter().map(value).collect()
}

fn value(row: troika_rule::Model) -> Result<DatedRule, Failure> {
    let bad = |problem: String| Failure::row("troika_rules", row.id, problem);
    let kind: RuleKind =
        row.rule.parse().map_err(|problem: domain::codes::UnknownCode| bad(problem.to_string()))?;
    let limit = row.limit_cents.map(Amount::from_cents).transpose();
    let limit = limit.map_err(|problem| bad(problem.to_string()))?;
    Ok(DatedRule {
        id: TroikaRuleId(row.id),
        rule: TroikaRule::new(kind, limit).map_err(|problem| bad(problem.to_string()))?,
        act: row.act,
        from: row.in_force_from.0,
    })
}
