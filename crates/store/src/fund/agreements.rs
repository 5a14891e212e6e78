//! Asking the troïka, and its seats' answers: dated, once per seat, never changed.

use std::collections::BTreeMap;

use domain::Seat;
use domain::fund::{
    AgreementRegime, AgreementState, Amount, Answer, AnswerRefused, decide, may_answer,
};
use domain::ids::{AccountId, AgreementId, FundLineId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{conventions, rows};
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{agreement, agreement_answer};
use crate::{By, Store};

/// A question to the troïka.
#[derive(Debug, Clone, Serialize)]
pub struct AskAgreement {
    /// Its id.
    pub id: AgreementId,
    /// The line that would pay.
    pub line: FundLineId,
    /// What for.
    pub purpose: String,
    /// How much, at most.
    pub amount: Amount,
    /// Before or after the convention's signature; what the line's own convention says goes before.
    pub regime: AgreementRegime,
    /// The document that holds it (quote, minutes); may be empty.
    pub document: String,
    /// The day it is asked: the day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why the troïka is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskRefused {
    /// Only the three seats of the troïka ask.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
}

/// One seat's answer.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AnswerAgreement {
    /// The form's id.
    pub form: Uuid,
    /// The agreement asked for.
    pub agreement: AgreementId,
    /// Yes or no.
    pub answer: Answer,
}

/// Why an answer is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerAgreementRefused {
    /// No such agreement in this cité.
    UnknownAgreement,
    /// The answer breaks a rule.
    Rule(AnswerRefused),
}

impl Store {
    /// Asks the troïka. The asker answers like the two others.
    ///
    /// # Errors
    /// Refused to other seats than the troïka's, and on an unknown line.
    pub async fn ask_agreement(
        &self,
        ask: &AskAgreement,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AskRefused>> {
        if !Seat::TROIKA.contains(&by.seat) {
            return Err(VerbError::Refused(AskRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("ask_agreement", ask.id.into(), ask, by, now).await?
        else {
            return Ok(());
        };
        let line = rows::line(&verb.tx, ask.line, by.cite).await?;
        let line = line.ok_or(VerbError::Refused(AskRefused::UnknownLine))?;
        let regime = conventions::regime(&verb.tx, &line, ask.on).await?.unwrap_or(ask.regime);
        let row = agreement::Model {
            id: ask.id.into(),
            cite_id: by.cite.into(),
            fund_line_id: ask.line.into(),
            purpose: ask.purpose.clone(),
            amount_cents: ask.amount.cents(),
            regime: regime.code().to_owned(),
            document: ask.document.clone(),
            asked_on: Day(ask.on),
            asked_by: by.account.into(),
            state: AgreementState::Asked.code().to_owned(),
        };
        agreement::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let facts = json!({ "line": ask.line, "cents": ask.amount.cents(), "regime": regime });
        Ok(verb.commit(Subject::Agreement, ask.id, facts).await?)
    }

    /// Records the answer of the asker's own seat, and says where the agreement then stands.
    ///
    /// # Errors
    /// Refused to other seats than the troïka's, a second time, to a person who has answered for
    /// another seat, and once the agreement is decided.
    pub async fn answer_agreement(
        &self,
        order: &AnswerAgreement,
        by: By,
        now: Timestamp,
    ) -> Result<AgreementState, VerbError<AnswerAgreementRefused>> {
        let unknown = || VerbError::Refused(AnswerAgreementRefused::UnknownAgreement);
        let verb = match self.begin_once("answer_agreement", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => {
                let row = asked(&self.db, order.agreement, by).await?.ok_or_else(unknown)?;
                return Ok(state(&row)?);
            }
        };
        let row = asked(&verb.tx, order.agreement, by).await?.ok_or_else(unknown)?;
        let before = answers(&verb.tx, &row).await?;
        may_answer(by.seat, by.account, &before)
            .map_err(|why| VerbError::Refused(AnswerAgreementRefused::Rule(why)))?;
        let answer = agreement_answer::Model {
            agreement_id: row.id,
            seat: by.seat.code().to_owned(),
            answer: order.answer.code().to_owned(),
            account_id: by.account.into(),
            answered_at: Instant::from(now),
        };
        agreement_answer::Entity::insert(answer.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let mut all: BTreeMap<Seat, Answer> =
            before.into_iter().map(|(seat, (_, answer))| (seat, answer)).collect();
        all.insert(by.seat, order.answer);
        let decision = decide(&all);
        let mut row = row.into_active_model();
        row.state = Set(decision.code().to_owned());
        row.update(&verb.tx).await?;
        let facts = json!({ "answer": order.answer, "state": decision });
        verb.commit(Subject::Agreement, order.agreement, facts).await?;
        Ok(decision)
    }
}

async fn asked(
    db: &impl ConnectionTrait,
    id: AgreementId,
    by: By,
) -> Result<Option<agreement::Model>, Failure> {
    let found = agreement::Entity::find_by_id(Uuid::from(id))
        .filter(agreement::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(found.one(db).await?)
}

fn state(row: &agreement::Model) -> Result<AgreementState, Failure> {
    row.state.parse().map_err(|error| Failure::row("agreements", row.id, error))
}

async fn answers(
    db: &impl ConnectionTrait,
    row: &agreement::Model,
) -> Result<BTreeMap<Seat, (AccountId, Answer)>, Failure> {
    let found = agreement_answer::Entity::find()
        .filter(agreement_answer::Column::AgreementId.eq(row.id))
        .all(db)
        .await?;
    let bad = |error: domain::codes::UnknownCode| Failure::row("agreement_answers", row.id, error);
    found
        .into_iter()
        .map(|one| {
            let seat: Seat = one.seat.parse().map_err(bad)?;
            Ok((seat, (AccountId(one.account_id), one.answer.parse().map_err(bad)?)))
        })
        .collect()
}
