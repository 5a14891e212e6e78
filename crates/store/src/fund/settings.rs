//! Where a line's money comes from, and when it may be spent.

use domain::Seat;
use domain::ids::FundLineId;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::values::LineSettings;
use super::{conventions, rows};
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::{By, Store};

/// An order to set a line's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetLineSettings {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The line.
    pub line: FundLineId,
    /// Its settings from now on.
    pub settings: LineSettings,
}

/// What is wrong with settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsRefused {
    /// No such convention in this cité.
    UnknownConvention,
    /// The last day is before the first.
    DaysReversed,
    /// What may be spent before a convention is limited, and no convention is named.
    NoConvention,
}

/// Why settings were not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetLineSettingsRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// The line is closed.
    Closed,
    /// They break a rule.
    Settings(SettingsRefused),
}

/// Do these settings hold together, and is their convention one of the cité's?
pub(super) async fn judge(
    db: &impl ConnectionTrait,
    settings: &LineSettings,
    by: By,
) -> Result<Result<(), SettingsRefused>, Failure> {
    if settings.from.zip(settings.until).is_some_and(|(from, until)| until < from) {
        return Ok(Err(SettingsRefused::DaysReversed));
    }
    let Some(convention) = settings.convention else {
        let free = settings.before == domain::fund::BeforeConvention::Allowed;
        return Ok(if free { Ok(()) } else { Err(SettingsRefused::NoConvention) });
    };
    let known = conventions::row(db, convention, by).await?.is_some();
    Ok(if known { Ok(()) } else { Err(SettingsRefused::UnknownConvention) })
}

impl Store {
    /// Sets where a line's money comes from and when it may be spent. What is committed already stays as it
    /// was marked.
    ///
    /// # Errors
    /// [`SetLineSettingsRefused`].
    pub async fn set_line_settings(
        &self,
        order: &SetLineSettings,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SetLineSettingsRefused>> {
        use SetLineSettingsRefused::{Closed, NotYourSeat, Settings, UnknownLine};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let verb = match self.begin_once("set_line_settings", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = rows::line(&verb.tx, order.line, by.cite).await?;
        let row = row.ok_or(VerbError::Refused(UnknownLine))?;
        if row.closed_on.is_some() {
            return Err(VerbError::Refused(Closed));
        }
        let settings = &order.settings;
        let judged = judge(&verb.tx, settings, by).await?;
        judged.map_err(|why| VerbError::Refused(Settings(why)))?;
        let (before, early_release) = rows::before_code(settings.before);
        let mut row = row.into_active_model();
        row.purse = Set(settings.purse.code().to_owned());
        row.service = Set(settings.codes.service().to_owned());
        row.domaine = Set(settings.codes.domaine().to_owned());
        row.activite = Set(settings.codes.activite().to_owned());
        row.spend_from = Set(settings.from.map(Day));
        row.spend_until = Set(settings.until.map(Day));
        row.convention_id = Set(settings.convention.map(Into::into));
        row.before_convention = Set(before.to_owned());
        row.early_release = Set(early_release);
        row.report_months = Set(settings.report_months.map(Into::into));
        row.update(&verb.tx).await?;
        let facts = json!({
            "purse": settings.purse,
            "from": settings.from,
            "until": settings.until,
            "convention": settings.convention,
            "before": settings.before,
            "report_months": settings.report_months,
        });
        Ok(verb.commit(Subject::FundLine, order.line, facts).await?)
    }
}
