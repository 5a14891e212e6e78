//! What was looked at on an item and what goes along with it, as the forms of both sides ask it:
//! `etat.<item>`, `vu.<item>`, `point.<item>.<point>`, `avec.<item>`.

use domain::condition::{Accessories, Accessory, ConditionPoint, Points};
use domain::ids::ItemId;
use domain::stock::{Grade, ItemKind};

use crate::form::{Choice, Form, choices};

/// One item on a form.
pub struct SeenLine {
    pub id: ItemId,
    pub tag: String,
    pub kind: ItemKind,
    /// Why it is here: set aside for the family, found by its number.
    pub note: &'static str,
    /// Counted when it went out; everything possible when it has not gone yet.
    pub accessories: Vec<Choice>,
}

impl SeenLine {
    /// The points of its état des lieux.
    pub fn points(&self) -> &'static [ConditionPoint] {
        ConditionPoint::of(self.kind)
    }

    /// The grades to choose from.
    pub fn grades(&self) -> Vec<Choice> {
        choices(Grade::ALL)
    }

    /// The name of one of its fields.
    pub fn field(&self, what: &str) -> String {
        format!("{what}.{}", self.id)
    }

    /// The name of the field of one of its points.
    pub fn point_field(&self, point: &ConditionPoint) -> String {
        format!("point.{}.{point}", self.id)
    }

    /// Was a point answered one by one? Then the details stand open.
    pub fn has_points(&self, form: &Form) -> bool {
        self.points().iter().any(|point| !form.value(&self.point_field(point)).is_empty())
    }
}

/// The accessories that may go along, the usual ones first.
pub fn possible(kind: ItemKind) -> Vec<Choice> {
    choices(Accessory::of(kind))
}

/// The points looked at: "everything is in order" says `grade` of each, and a point answered by itself
/// says what it is.
pub fn points(form: &Form, item: ItemId, kind: ItemKind, grade: Grade) -> Points {
    let all = form.ticked(&format!("vu.{item}"));
    let seen = ConditionPoint::of(kind).iter().filter_map(|point| {
        let own: Option<Grade> = form.value(&format!("point.{item}.{point}")).parse().ok();
        own.or_else(|| all.then_some(grade)).map(|grade| (*point, grade))
    });
    Points::of(kind, seen)
}

/// The accessories that were ticked, one of each.
pub fn accessories(form: &Form, item: ItemId) -> Accessories {
    let ticked = form.values(&format!("avec.{item}"));
    Accessories::counted(ticked.into_iter().filter_map(|code| Some((code.parse().ok()?, 1))))
}
