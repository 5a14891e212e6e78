//! Reading what the troïka was asked, what it had before it, and what it said.

use domain::fund::{
    AgreementRegime, AgreementState, Amount, Answer, Answers, Given, Question, Quote, Spending,
    may_answer,
};
use domain::ids::{AccountId, AgreementId, FundLineId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::agreement_files::{AgreementFile, of_agreements};
use super::agreements::asked_seat;
use super::answers::{given, question};
use super::{own_categories, rows};
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{agreement, agreement_answer, commitment, plan_purchase};
use crate::{By, Store};

/// Ids per statement.
const CHUNK: usize = 500;

/// One seat's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatAnswer {
    /// The seat.
    pub seat: Seat,
    /// What it answered.
    pub answer: Answer,
    /// Who sat there.
    pub account: AccountId,
    /// When.
    pub at: Timestamp,
    /// What went with it: of a seat that stands back, its reason; may be empty.
    pub remark: String,
    /// Was it a deputy's?
    pub deputy: bool,
}

/// A request to the troïka and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// The line that would pay.
    pub line: FundLineId,
    /// That line's label.
    pub line_label: String,
    /// What for.
    pub purpose: String,
    /// The axis that it serves; may be empty.
    pub axis: String,
    /// What it would be spent on; requests of before m0034 do not say.
    pub spending: Option<Spending>,
    /// Why the line would pay though its terms do not name the category; empty where they do.
    pub off_terms: String,
    /// How much, at most.
    pub amount: Amount,
    /// Before or after the convention.
    pub regime: AgreementRegime,
    /// The document that holds it (minutes); may be empty.
    pub document: String,
    /// The quotes and other documents that the seats have before them.
    pub files: Vec<AgreementFile>,
    /// The day it was asked for.
    pub asked_on: Date,
    /// Who asked.
    pub asked_by: AccountId,
    /// On which seat; requests of before m0034 do not say.
    pub asked_seat: Option<Seat>,
    /// The rule that it is answered under, and the deadline.
    pub question: Question,
    /// The act that decided that rule; empty where the cité decided none.
    pub rule_act: String,
    /// Where it stands.
    pub state: AgreementState,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// The answers given, by seat.
    pub answers: Vec<SeatAnswer>,
    /// What may still be committed under it.
    pub remainder: Euros,
    /// What it holds on its line, asked for by an adopted plan and not ordered yet.
    pub reserved: Euros,
}

impl Agreement {
    /// The answers as they are counted.
    #[must_use]
    pub fn counted(&self) -> Answers {
        let one = |one: &SeatAnswer| (one.seat, Given { person: one.account, answer: one.answer });
        self.answers.iter().map(one).collect()
    }

    /// Does it wait for this very person's answer?
    #[must_use]
    pub fn waits_for(&self, by: By, today: Date) -> bool {
        let yes = Given { person: by.account, answer: Answer::Yes };
        self.state == AgreementState::Asked
            && may_answer(self.question, by.seat, yes, &self.counted(), today).is_ok()
    }

    /// Is it undecided after the day by which answers were wanted?
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.state == AgreementState::Asked && self.question.is_late(today)
    }

    /// When the last answer came, or it was taken back: the moment of its decision, once it is decided.
    #[must_use]
    pub fn decided_at(&self) -> Option<Timestamp> {
        match self.state {
            AgreementState::Asked => None,
            AgreementState::Withdrawn => self.withdrawn_at,
            AgreementState::Agreed | AgreementState::Refused => {
                self.answers.iter().map(|answer| answer.at).max()
            }
        }
    }

    /// The supplier's quotes among its files.
    pub fn quotes(&self) -> impl Iterator<Item = (&AgreementFile, &Quote)> {
        self.files.iter().filter_map(|file| Some((file, file.quote.as_ref()?)))
    }
}

impl Store {
    /// The cité's agreements, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agreements(&self, by: By) -> Result<Vec<Agreement>, Failure> {
        self.agreements_where(Expr::val(true), by).await
    }

    /// Those that a condition leaves, with their answers, their files and what was committed under them.
    pub(super) async fn agreements_where(
        &self,
        which: Expr,
        by: By,
    ) -> Result<Vec<Agreement>, Failure> {
        let rows = agreement::Entity::find()
            .filter(agreement::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(which)
            .order_by_asc(agreement::Column::AskedOn)
            .order_by_asc(agreement::Column::Id)
            .all(&self.db)
            .await?;
        let (mut orders, mut answers, mut files) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut aside = BTreeMap::new();
        for some in rows.chunks(CHUNK) {
            let ids: Vec<Uuid> = some.iter().map(|row| row.id).collect();
            let under = commitment::Column::AgreementId.is_in(ids.iter().copied());
            orders.extend(commitment::Entity::find().filter(under).all(&self.db).await?);
            let given = agreement_answer::Column::AgreementId.is_in(ids.iter().copied());
            answers.extend(agreement_answer::Entity::find().filter(given).all(&self.db).await?);
            files.extend(of_agreements(&self.db, &ids).await?);
            let bought = plan_purchase::Column::AgreementId.is_in(ids.iter().copied());
            let bought = plan_purchase::Entity::find().filter(bought).all(&self.db).await?;
            aside.extend(bought.iter().map(|row| (row.agreement_id, row.reserved_cents)));
        }
        let labels = self.line_labels(by).await?;
        rows.into_iter()
            .map(|row| {
                let beside = files.remove(&row.id).unwrap_or_default();
                let reserved = aside.get(&row.id).copied().unwrap_or_default();
                let value = agreement_value(row, &orders, &labels, &answers, beside)?;
                Ok(Agreement { reserved: Euros::from_cents(reserved), ..value })
            })
            .collect()
    }

    /// One agreement; nothing when it is not of this cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agreement(&self, id: AgreementId, by: By) -> Result<Option<Agreement>, Failure> {
        Ok(self.agreements_where(agreement::Column::Id.eq(id.0), by).await?.pop())
    }

    /// The agreements that wait for this very person's answer, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agreements_to_answer(
        &self,
        today: Date,
        by: By,
    ) -> Result<Vec<Agreement>, Failure> {
        let asked = agreement::Column::State.eq(AgreementState::Asked.code());
        let mut waiting = self.agreements_where(asked, by).await?;
        waiting.retain(|one| one.waits_for(by, today));
        Ok(waiting)
    }

    /// The axes named so far in the cité, each once, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agreement_axes(&self, by: By) -> Result<BTreeSet<String>, Failure> {
        let axes: Vec<String> = agreement::Entity::find()
            .filter(agreement::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(agreement::Column::Axis.ne(""))
            .select_only()
            .column(agreement::Column::Axis)
            .distinct()
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(axes.into_iter().collect())
    }
}

fn agreement_value(
    row: agreement::Model,
    orders: &[commitment::Model],
    labels: &BTreeMap<Uuid, String>,
    answers: &[agreement_answer::Model],
    files: Vec<AgreementFile>,
) -> Result<Agreement, Failure> {
    let standing = rows::standing(&row, orders)?;
    let bad = |problem: String| Failure::row("agreements", row.id, problem);
    let unknown = |error: domain::codes::UnknownCode| bad(error.to_string());
    let mut said = Vec::new();
    for one in answers.iter().filter(|one| one.agreement_id == row.id) {
        let (seat, given) = given(one)?;
        said.push(SeatAnswer {
            seat,
            answer: given.answer,
            account: given.person,
            at: one.answered_at.timestamp(),
            remark: one.remark.clone(),
            deputy: one.deputy,
        });
    }
    said.sort_by_key(|answer| answer.seat);
    Ok(Agreement {
        id: AgreementId(row.id),
        line: FundLineId(row.fund_line_id),
        line_label: labels.get(&row.fund_line_id).cloned().unwrap_or_default(),
        amount: Amount::from_cents(row.amount_cents).map_err(|error| bad(error.to_string()))?,
        regime: row.regime.parse().map_err(unknown)?,
        spending: own_categories::asked_for(&row)?,
        asked_on: row.asked_on.0,
        asked_by: AccountId(row.asked_by),
        asked_seat: asked_seat(&row)?,
        question: question(&row)?,
        state: standing.state,
        remainder: standing.remainder,
        reserved: Euros::ZERO,
        withdrawn_at: row.withdrawn_at.map(Instant::timestamp),
        answers: said,
        files,
        purpose: row.purpose,
        axis: row.axis,
        off_terms: row.off_terms,
        document: row.document,
        rule_act: row.rule_act,
    })
}
