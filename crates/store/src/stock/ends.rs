//! Items by the last signs of a number, as people read them out: each of its terms is answered by an index
//! of `m0031_desk_lists`, whose expressions are written alike here.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, UnionType};
use uuid::Uuid;

use crate::By;
use crate::entities::item;

/// How many signs the indexes hold.
pub(crate) const END: usize = 4;

/// What a typed text may be.
pub(crate) struct Ends {
    /// In capitals, letters, digits and signs only.
    text: String,
    /// The number of a label, `TLS-TAB-0042-X`.
    number: Option<u32>,
}

impl Ends {
    /// Reads a text that is already in capitals and without wildcards.
    pub fn of(text: &str) -> Self {
        let is_number = text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = is_number.then(|| text.parse().ok()).flatten();
        Self { text: text.to_owned(), number }
    }

    /// Four digits or fewer are the end of a number, or a label's: nothing else is looked through for them.
    pub fn is_all(&self) -> bool {
        self.number.is_some() && self.text.len() == END
    }

    /// The ids of the items of the asker's cité whose label has this number, or whose serial number, IMEI,
    /// ICCID or former number ends so; nothing for a text that is too short to say.
    pub fn items(&self, by: By) -> Option<SelectStatement> {
        let mut all: Vec<SelectStatement> = Vec::new();
        if let Some(number) = self.number {
            let padded = format!("{number:04}");
            let mut mine = among(by, "substr(tag, length(tag) - 5, 4)", last(&padded)?);
            all.push(mine.and_where(item::Column::Tag.contains(format!("-{padded}-"))).to_owned());
        }
        if let Some(end) = last(&self.text) {
            let numbers = [
                ("substr(serial, length(serial) - 3)", item::Column::Serial.ends_with(&self.text)),
                ("substr(imei, length(imei) - 3)", item::Column::Imei.ends_with(&self.text)),
                ("substr(iccid, length(iccid) - 3)", item::Column::Iccid.ends_with(&self.text)),
                (
                    "upper(substr(former_tag, length(former_tag) - 3))",
                    Expr::cust("upper(former_tag)").like(format!("%{}", self.text)),
                ),
            ];
            for (expression, ends) in numbers {
                all.push(among(by, expression, end).and_where(ends).to_owned());
            }
        }
        let mut all = all.into_iter();
        let mut first = all.next()?;
        for other in all {
            first.union(UnionType::Distinct, other);
        }
        Some(first)
    }
}

/// The last signs of a text, if it has as many.
fn last(text: &str) -> Option<&str> {
    text.len().checked_sub(END).and_then(|at| text.get(at..))
}

/// The items of the cité whose expression is this end.
fn among(by: By, expression: &'static str, end: &str) -> SelectStatement {
    Query::select()
        .column(item::Column::Id)
        .from(item::Entity)
        .and_where(item::Column::CiteId.eq(Uuid::from(by.cite)))
        .and_where(Expr::cust(expression).eq(end))
        .to_owned()
}
