//! The seats' answers: dated, once per seat, never changed.

use domain::Seat;
use domain::fund::{
    AgreementState, Amount, Answer, AnswerRefused, Answers, Given, Question, RuleKind, TroikaRule,
    decide, may_answer,
};
use domain::ids::{AccountId, AgreementId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::agreements::{asked, state};
use super::plan_money;
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{agreement, agreement_answer, seat};
use crate::{By, Store};

/// One seat's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerAgreement {
    /// The form's id.
    pub form: Uuid,
    /// The agreement asked for.
    pub agreement: AgreementId,
    /// Yes, no, or standing back.
    pub answer: Answer,
    /// What goes with it; may be empty, but for a seat that stands back: its reason.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// The day it is given: the day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why an answer is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerAgreementRefused {
    /// No such agreement in this cité.
    UnknownAgreement,
    /// A seat stands back without saying why.
    NoReason,
    /// The answer breaks a rule.
    Rule(AnswerRefused),
}

impl Store {
    /// Records the answer of the asker's own seat, and says where the agreement then stands. Whether a
    /// deputy gives it is what their seat says.
    ///
    /// # Errors
    /// [`AnswerAgreementRefused`].
    pub async fn answer_agreement(
        &self,
        order: &AnswerAgreement,
        by: By,
        now: Timestamp,
    ) -> Result<AgreementState, VerbError<AnswerAgreementRefused>> {
        use AnswerAgreementRefused::{NoReason, Rule, UnknownAgreement};
        let unknown = || VerbError::Refused(UnknownAgreement);
        let verb = match self.begin_once("answer_agreement", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => {
                let row = asked(&self.db, order.agreement, by).await?.ok_or_else(unknown)?;
                return Ok(state(&row)?);
            }
        };
        let row = asked(&verb.tx, order.agreement, by).await?.ok_or_else(unknown)?;
        let question = question(&row)?;
        let mut answers = answers(&verb.tx, &row).await?;
        if state(&row)? == AgreementState::Withdrawn {
            return Err(VerbError::Refused(Rule(AnswerRefused::AlreadyDecided)));
        }
        let given = Given { person: by.account, answer: order.answer };
        may_answer(question, by.seat, given, &answers, order.on)
            .map_err(|why| VerbError::Refused(Rule(why)))?;
        if order.answer == Answer::Recused && order.remark.is_empty() {
            return Err(VerbError::Refused(NoReason));
        }
        let deputy = is_deputy(&verb.tx, by).await?;
        let answer = agreement_answer::Model {
            agreement_id: row.id,
            seat: by.seat.code().to_owned(),
            answer: order.answer.code().to_owned(),
            account_id: by.account.into(),
            answered_at: Instant::from(now),
            remark: order.remark.clone(),
            deputy,
        };
        agreement_answer::Entity::insert(answer.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        answers.insert(by.seat, given);
        let decision = decide(question, &answers);
        let mut facts = json!({ "answer": order.answer, "deputy": deputy, "state": decision });
        if decision == AgreementState::Refused
            && let Some((deltas, let_go)) = plan_money::give_up(&verb, &row).await?
        {
            facts["deltas"] = json!(deltas);
            facts["let_go"] = let_go.facts();
        }
        if decision != AgreementState::Asked {
            let mut row = row.into_active_model();
            row.state = Set(decision.code().to_owned());
            row.update(&verb.tx).await?;
        }
        verb.commit(Subject::Agreement, order.agreement, facts).await?;
        Ok(decision)
    }
}

/// Does whoever asks sit there for somebody else?
async fn is_deputy(db: &impl ConnectionTrait, by: By) -> Result<bool, Failure> {
    let held = seat::Entity::find()
        .filter(seat::Column::AccountId.eq(Uuid::from(by.account)))
        .filter(seat::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(seat::Column::Seat.eq(by.seat.code()));
    Ok(held.one(db).await?.is_some_and(|held| held.deputy))
}

/// What a request's answers are counted under.
pub(crate) fn question(row: &agreement::Model) -> Result<Question, Failure> {
    let bad = |problem: String| Failure::row("agreements", row.id, problem);
    let amount = |cents| Amount::from_cents(cents).map_err(|problem| bad(problem.to_string()));
    let kind: RuleKind =
        row.rule.parse().map_err(|problem: domain::codes::UnknownCode| bad(problem.to_string()))?;
    let limit = row.rule_limit_cents.map(amount).transpose()?;
    Ok(Question {
        rule: TroikaRule::new(kind, limit).map_err(|problem| bad(problem.to_string()))?,
        amount: amount(row.amount_cents)?,
        deadline: row.deadline.map(|day| day.0),
    })
}

/// An answer as it counts.
pub(crate) fn given(one: &agreement_answer::Model) -> Result<(Seat, Given), Failure> {
    let bad = |problem| Failure::row("agreement_answers", one.agreement_id, problem);
    let answer = one.answer.parse().map_err(bad)?;
    Ok((one.seat.parse().map_err(bad)?, Given { person: AccountId(one.account_id), answer }))
}

async fn answers(db: &impl ConnectionTrait, row: &agreement::Model) -> Result<Answers, Failure> {
    let found = agreement_answer::Entity::find()
        .filter(agreement_answer::Column::AgreementId.eq(row.id))
        .all(db)
        .await?;
    found.iter().map(given).collect()
}
