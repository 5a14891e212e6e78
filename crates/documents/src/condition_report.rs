//! The condition report (état des lieux): out and in, side by side.

use domain::condition::ConditionPoint;
use domain::stock::Grade;
use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Desk, LentItem, TwoSignatures};
use crate::press::Paper;

/// Each point of each item at the hand-over beside the same point on return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionReport {
    /// The agreement's reference.
    pub reference: String,
    /// Who lends.
    pub lender: String,
    /// The day of the hand-over.
    pub out_on: Date,
    /// The day of the return, once there is one.
    pub back_on: Option<Date>,
    /// A table an item.
    pub items: Vec<ItemCondition>,
    /// Whom to ask.
    pub desk: Desk,
    /// What is signed already.
    pub signatures: TwoSignatures,
}

impl Paper for ConditionReport {
    const TEMPLATE: &'static str = "condition_report.typ";
    const SECTIONS: &'static [&'static str] =
        &["common", "grades", "points", "return", "condition"];

    /// With what has changed between the two: told by the program, not read off by a tired person.
    fn values(&self) -> serde_json::Result<serde_json::Value> {
        let mut values = serde_json::to_value(self)?;
        for (item, sheet) in
            self.items.iter().zip(values["items"].as_array_mut().into_iter().flatten())
        {
            let points = sheet["points"].as_array_mut().into_iter().flatten();
            for (point, shown) in item.points.iter().zip(points) {
                shown["change"] = serde_json::to_value(point.change())?;
            }
        }
        Ok(values)
    }
}

/// One item, point by point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemCondition {
    /// What.
    pub item: LentItem,
    /// Its points, in the order they are looked at.
    pub points: Vec<PointCompared>,
}

/// One point, then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PointCompared {
    /// Which.
    pub point: ConditionPoint,
    /// At the hand-over, if somebody looked.
    pub out: Option<Grade>,
    /// On return, if somebody looked.
    pub back: Option<Grade>,
    /// What was said of it, in French.
    pub remark: Option<String>,
}

/// What became of a point between hand-over and return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The same grade.
    Same,
    /// A lower grade.
    Worse,
    /// A higher grade: repaired meanwhile, or noted too low.
    Better,
}

impl PointCompared {
    /// What became of it; nothing if one of the two was not looked at.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        // Grades go from best to worst.
        Some(match self.out?.cmp(&self.back?) {
            std::cmp::Ordering::Equal => Change::Same,
            std::cmp::Ordering::Less => Change::Worse,
            std::cmp::Ordering::Greater => Change::Better,
        })
    }
}
