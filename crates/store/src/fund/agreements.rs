//! Asking the troïka, under the rule in force, with what it has to look at; and taking the question back.

use domain::Seat;
use domain::fund::{
    AgreementRegime, AgreementState, Amount, Spending, WithdrawRefused, may_withdraw,
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

use super::agreement_files::{self, FileFault, MOST_AGREEMENT_FILES, NewAgreementFile};
use super::values::FundLine;
use super::{conventions, own_categories, plan_money, rows, troika};
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::agreement;
use crate::{By, Store};

/// A question to the troïka.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskAgreement {
    /// Its id.
    pub id: AgreementId,
    /// The line that would pay.
    pub line: FundLineId,
    /// What for.
    pub purpose: String,
    /// The axis of the plan of action that it serves, in the cité's own words; may be empty.
    pub axis: String,
    /// What it would be spent on.
    pub spending: Spending,
    /// Why this line would pay for it, where its terms do not name the category; may be empty where they do.
    pub off_terms: String,
    /// How much, at most.
    pub amount: Amount,
    /// Before or after the convention's signature; what the line's own convention says goes before.
    pub regime: AgreementRegime,
    /// The document that holds it (minutes); may be empty.
    pub document: String,
    /// The day by which answers are wanted.
    pub deadline: Option<Date>,
    /// The quotes and the other documents that the seats have before them.
    pub files: Vec<NewAgreementFile>,
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
    /// The line is closed.
    Closed,
    /// No such category of this cité's own, or out of use.
    UnknownCategory,
    /// The line's terms do not name this category, and no reason was given.
    OffTerms,
    /// The deadline is before the day of the question.
    DeadlinePassed,
    /// The rule in force lets the principal decide once the deadline has passed, and there is none.
    NoDeadline,
    /// More than [`MOST_AGREEMENT_FILES`] files.
    TooManyFiles,
    /// One of the files cannot be kept.
    File {
        /// Which one, the first being 0.
        nth: usize,
        /// Why not.
        why: FileFault,
    },
}

/// A question to be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WithdrawAgreement {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub agreement: AgreementId,
}

/// Why it is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawAgreementRefused {
    /// No such agreement in this cité.
    UnknownAgreement,
    /// It breaks a rule.
    Rule(WithdrawRefused),
}

impl Store {
    /// Asks the troïka, under the rule in force on that day, which the request keeps. The asker answers
    /// like the two others.
    ///
    /// # Errors
    /// [`AskRefused`].
    pub async fn ask_agreement(
        &self,
        ask: &AskAgreement,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AskRefused>> {
        let refuse = |why| Err(VerbError::Refused(why));
        if !Seat::TROIKA.contains(&by.seat) {
            return refuse(AskRefused::NotYourSeat);
        }
        let Submitted::New(verb) =
            self.begin_once("ask_agreement", ask.id.into(), ask, by, now).await?
        else {
            return Ok(());
        };
        let line = rows::line(&verb.tx, ask.line, by.cite).await?;
        let line = line.ok_or(VerbError::Refused(AskRefused::UnknownLine))?;
        if !own_categories::may_name(&verb.tx, ask.spending, by.cite).await? {
            return refuse(AskRefused::UnknownCategory);
        }
        let regime = conventions::regime(&verb.tx, &line, ask.on).await?.unwrap_or(ask.regime);
        let (rule, rule_act) = troika::in_force(&verb.tx, by.cite, ask.on).await?;
        let allowed = match judge(ask, &FundLine::try_from(line)?, rule) {
            Ok(allowed) => allowed,
            Err(why) => return refuse(why),
        };
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
            axis: ask.axis.clone(),
            category: Some(ask.spending.category.code().to_owned()),
            own_category_id: ask.spending.own.map(Into::into),
            // A reason where none was needed is no exception.
            off_terms: if allowed { String::new() } else { ask.off_terms.clone() },
            deadline: ask.deadline.map(Day),
            asked_seat: Some(by.seat.code().to_owned()),
            rule: rule.kind().code().to_owned(),
            rule_limit_cents: rule.limit().map(Amount::cents),
            rule_act,
            withdrawn_at: None,
        };
        agreement::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let mut files = Vec::with_capacity(ask.files.len());
        for (nth, file) in ask.files.iter().enumerate() {
            let media_type = agreement_files::judge(&file.content)
                .map_err(|why| VerbError::Refused(AskRefused::File { nth, why }))?;
            files.push(agreement_files::write(&verb, ask.id, file, media_type, now).await?);
        }
        let facts = json!({
            "line": ask.line,
            "cents": ask.amount.cents(),
            "regime": regime,
            "category": ask.spending.category,
            "own_category": ask.spending.own,
            "off_terms": !allowed,
            "deadline": ask.deadline,
            "rule": rule,
            "files": files,
        });
        Ok(verb.commit(Subject::Agreement, ask.id, facts).await?)
    }

    /// Takes back a question that is not decided.
    ///
    /// # Errors
    /// [`WithdrawAgreementRefused`].
    pub async fn withdraw_agreement(
        &self,
        order: &WithdrawAgreement,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<WithdrawAgreementRefused>> {
        use WithdrawAgreementRefused::{Rule, UnknownAgreement};
        let Submitted::New(verb) =
            self.begin_once("withdraw_agreement", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let row = asked(&verb.tx, order.agreement, by).await?;
        let row = row.ok_or(VerbError::Refused(UnknownAgreement))?;
        let seat = asked_seat(&row)?;
        may_withdraw(state(&row)?, (AccountId(row.asked_by), seat), (by.account, by.seat))
            .map_err(|why| VerbError::Refused(Rule(why)))?;
        let mut facts = json!({ "state": AgreementState::Withdrawn });
        if let Some((deltas, let_go)) = plan_money::give_up(&verb, &row).await? {
            facts["deltas"] = json!(deltas);
            facts["let_go"] = let_go.facts();
        }
        let mut row = row.into_active_model();
        row.state = Set(AgreementState::Withdrawn.code().to_owned());
        row.withdrawn_at = Set(Some(Instant::from(now)));
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Agreement, order.agreement, facts).await?)
    }
}

/// May this be asked on this line, under this rule? Says whether the line's terms name the category.
fn judge(
    ask: &AskAgreement,
    line: &FundLine,
    rule: domain::fund::TroikaRule,
) -> Result<bool, AskRefused> {
    let allowed = line.terms.allows(ask.spending.category);
    if line.closed_on.is_some() {
        Err(AskRefused::Closed)
    } else if !allowed && ask.off_terms.is_empty() {
        Err(AskRefused::OffTerms)
    } else if ask.deadline.is_some_and(|deadline| deadline < ask.on) {
        Err(AskRefused::DeadlinePassed)
    } else if rule == domain::fund::TroikaRule::Consultative && ask.deadline.is_none() {
        Err(AskRefused::NoDeadline)
    } else if ask.files.len() > MOST_AGREEMENT_FILES {
        Err(AskRefused::TooManyFiles)
    } else {
        Ok(allowed)
    }
}

/// A request of this cité, if there is one.
pub(super) async fn asked(
    db: &impl ConnectionTrait,
    id: AgreementId,
    by: By,
) -> Result<Option<agreement::Model>, Failure> {
    let found = agreement::Entity::find_by_id(Uuid::from(id))
        .filter(agreement::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(found.one(db).await?)
}

/// Where it stands.
pub(super) fn state(row: &agreement::Model) -> Result<AgreementState, Failure> {
    row.state.parse().map_err(|error| Failure::row("agreements", row.id, error))
}

/// The seat that asked; requests of before m0034 do not say.
pub(super) fn asked_seat(row: &agreement::Model) -> Result<Option<Seat>, Failure> {
    let seat = row.asked_seat.as_deref().map(str::parse).transpose();
    seat.map_err(|error| Failure::row("agreements", row.id, error))
}
