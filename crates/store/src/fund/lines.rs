//! Budget lines and what their funders notify.

use domain::fund::{LineSums, LineTerms, NotifyRefused as Rule};
use domain::ids::{FundLineId, NotificationId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::rows;
use super::settings::{SettingsRefused, judge};
use super::values::LineSettings;
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{fund_line, notification};
use crate::{By, Store};

/// A line to be opened, without money yet.
#[derive(Debug, Clone, Serialize)]
pub struct OpenLine {
    /// Its id.
    pub id: FundLineId,
    /// Its code, once per cité and year.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Who pays into it.
    pub funder: String,
    /// The calendar year it belongs to.
    pub fiscal_year: i16,
    /// Where its money comes from, and when it may be spent.
    pub settings: LineSettings,
    /// What it may buy.
    pub terms: LineTerms,
}

/// Why a line is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenLineRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// Another line of that year has this code.
    CodeTaken,
    /// Its settings break a rule.
    Settings(SettingsRefused),
}

/// A funder's letter.
#[derive(Debug, Clone, Serialize)]
pub struct Notify {
    /// Its id.
    pub id: NotificationId,
    /// The line it is for.
    pub line: FundLineId,
    /// How much; negative for a reduction.
    pub amount: Euros,
    /// The letter's reference, once per line.
    pub reference: String,
    /// The letter's date.
    pub on: Date,
    /// What the funder asks in return, in its words; may be empty.
    pub conditions: String,
}

/// Why a notification is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotifyRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// The line is closed.
    Closed,
    /// This letter is recorded on this line already.
    ReferenceTaken,
    /// The amount breaks a rule.
    Rule(Rule),
}

impl Store {
    /// Opens a line. Nothing is available on it before a notification.
    ///
    /// # Errors
    /// Refused to other seats than the principal's, and when the code is taken.
    pub async fn open_line(
        &self,
        new: &OpenLine,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<OpenLineRefused>> {
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(OpenLineRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("open_line", new.id.into(), new, by, now).await?
        else {
            return Ok(());
        };
        open_within(&verb, new, by).await?;
        let facts = json!({ "year": new.fiscal_year, "purse": new.settings.purse });
        Ok(verb.commit(Subject::FundLine, new.id, facts).await?)
    }

    /// Records a funder's letter. A reduction may bring the line below nothing: it is then shown as
    /// such, and nothing more is committed on it.
    ///
    /// # Errors
    /// Refused to other seats than the principal's, on an unknown line, for a letter recorded before,
    /// and for an amount of nothing, below what was notified, or out of range.
    pub async fn notify(
        &self,
        letter: &Notify,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NotifyRefused>> {
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotifyRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("notify", letter.id.into(), letter, by, now).await?
        else {
            return Ok(());
        };
        let line = rows::line(&verb.tx, letter.line, by.cite).await?;
        let line = line.ok_or(VerbError::Refused(NotifyRefused::UnknownLine))?;
        if line.closed_on.is_some() {
            return Err(VerbError::Refused(NotifyRefused::Closed));
        }
        let after: LineSums = rows::sums(&line)?
            .notify(letter.amount)
            .map_err(|why| VerbError::Refused(NotifyRefused::Rule(why)))?;
        let row = notification::Model {
            id: letter.id.into(),
            fund_line_id: letter.line.into(),
            amount_cents: letter.amount.cents(),
            reference: letter.reference.clone(),
            notified_on: Day(letter.on),
            conditions: letter.conditions.clone(),
        };
        match notification::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
        {
            Err(error)
                if breaks_unique(
                    &error,
                    "notifications_reference_once",
                    "notifications.reference",
                ) =>
            {
                return Err(VerbError::Refused(NotifyRefused::ReferenceTaken));
            }
            other => other?,
        };
        let deltas = rows::write_sums(&verb, line, after).await?;
        let facts = json!({ "notification": Uuid::from(letter.id), "deltas": deltas });
        Ok(verb.commit(Subject::FundLine, letter.line, facts).await?)
    }
}

/// Opens a line within a verb.
///
/// # Errors
/// As [`Store::open_line`], but for the seat, which is the verb's to ask.
pub(super) async fn open_within(
    verb: &Verb,
    new: &OpenLine,
    by: By,
) -> Result<(), VerbError<OpenLineRefused>> {
    let refuse = |why| VerbError::Refused(OpenLineRefused::Settings(why));
    judge(&verb.tx, &new.settings, by).await?.map_err(refuse)?;
    let (before_convention, early_release) = rows::before_code(new.settings.before);
    let (before_convention, codes) = (before_convention.to_owned(), &new.settings.codes);
    let row = fund_line::Model {
        id: new.id.into(),
        cite_id: by.cite.into(),
        code: new.code.clone(),
        label: new.label.clone(),
        funder: new.funder.clone(),
        fiscal_year: new.fiscal_year.into(),
        notified_cents: 0,
        carried_in_cents: 0,
        carried_out_cents: 0,
        repaid_cents: 0,
        reserved_cents: 0,
        open_cents: 0,
        settled_cents: 0,
        reduced: false,
        terms: serde_json::to_string(&new.terms).map_err(Failure::from)?,
        purse: new.settings.purse.code().to_owned(),
        service: codes.service().to_owned(),
        domaine: codes.domaine().to_owned(),
        activite: codes.activite().to_owned(),
        spend_from: new.settings.from.map(Day),
        spend_until: new.settings.until.map(Day),
        convention_id: new.settings.convention.map(Into::into),
        before_convention,
        early_release,
        report_months: new.settings.report_months.map(Into::into),
        closed_on: None,
    };
    match fund_line::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await
    {
        Err(error) if breaks_unique(&error, "fund_lines_code_once", "fund_lines.code") => {
            Err(VerbError::Refused(OpenLineRefused::CodeTaken))
        }
        other => Ok(other.map(|_| ())?),
    }
}
