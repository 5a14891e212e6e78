//! The list that a school ticks on paper: a row a pupil, boxes for what there is at home.

use jiff::civil::Date;
use serde::Serialize;

use crate::press::Paper;

/// A school's list to tick, a class a page at least (`domain.md` §7.6). It names pupils, and tells
/// nothing of them: what is known of a home is not printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassList {
    /// The cité éducative that asks.
    pub cite: String,
    /// The school.
    pub school: String,
    /// The day of the list: pupils come and go.
    pub printed_on: Date,
    /// Its classes, in the order of the page it is typed in on.
    pub classes: Vec<ClassSheet>,
    /// Who answers for the data; may be blank.
    pub controller: String,
    /// How to reach the data-protection officer; may be blank.
    pub dpo_contact: String,
}

/// One class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassSheet {
    /// Its name.
    pub class: String,
    /// Family name and first name of each pupil, in order.
    pub pupils: Vec<String>,
}

impl Paper for ClassList {
    const TEMPLATE: &'static str = "class_list.typ";
}
