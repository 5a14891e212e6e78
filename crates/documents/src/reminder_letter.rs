//! The reminder (relance), as a letter: neutral, for whoever opens it.

use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Desk, LentItem};
use crate::press::Paper;

/// A friendly letter. Its sender is a name that tells a stranger nothing (« Médiathèque », « Ville de … »),
/// never the cité éducative nor the PRE: letters are opened by others (`domain.md` §8.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReminderLetter {
    /// The neutral sender.
    pub sender: String,
    /// Where it is, one line a line.
    pub sender_address: String,
    /// To whom.
    pub person: String,
    /// Where they live, on one line.
    pub address: Option<String>,
    /// The agreement's reference, for the file's name; not printed.
    pub reference: String,
    /// The day it is written.
    pub written_on: Date,
    /// The day of return.
    pub due_on: Date,
    /// Has that day passed?
    pub late: bool,
    /// What is to come back.
    pub items: Vec<LentItem>,
    /// Where to bring it, and when it is open.
    pub bring_to: String,
    /// Whom to call.
    pub desk: Desk,
    /// How long a family has to report loss or theft, in hours.
    pub declare_within_hours: u32,
}

impl Paper for ReminderLetter {
    const TEMPLATE: &'static str = "reminder_letter.typ";
    const SECTIONS: &'static [&'static str] = &["common", "reminder"];
}
