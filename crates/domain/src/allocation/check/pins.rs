//! What a decision by hand must be, and that decisions contradict neither a rule nor each other.

use std::collections::BTreeMap;

use super::{Expected, Field, InputError, Row, Table};
use crate::allocation::eligibility::{first_failed_offer, first_failed_rule};
use crate::allocation::pin::{Decision, Pin};
use crate::allocation::situation::{Rows, SituationNeed};

pub(super) fn check(rows: &Rows, faults: &mut Vec<InputError>) {
    let needs: BTreeMap<&str, &SituationNeed> =
        rows.needs.iter().map(|need| (need.need.as_str(), need)).collect();
    let mut seen = BTreeMap::new();
    let mut taken = Taken::default();
    for (row, pin) in rows.pins.iter().enumerate() {
        let mut check = Row { table: Table::Pins, row, faults };
        check.unique(Field::Need, &pin.need, &mut seen);
        for (field, text) in [(Field::Author, &pin.author), (Field::Reason, &pin.reason)] {
            if text.contains(char::is_control) {
                check.fault(field, text, Expected::OneLine);
            }
        }
        if pin.reason.trim().is_empty() {
            check.fault(Field::Reason, "", Expected::NotEmpty);
        }
        match needs.get(pin.need.as_str()) {
            Some(need) => taken.take(rows, need, pin, &mut check),
            None => check.fault(Field::Need, &pin.need, Expected::Known { table: Table::Needs }),
        }
    }
}

/// What the decisions so far take.
#[derive(Default)]
struct Taken<'a> {
    /// Per lot, units and the first decision that took one.
    units: BTreeMap<&'a str, (u32, usize)>,
    /// Per fund, cents and the first decision that took some.
    cents: BTreeMap<&'a str, (i64, usize)>,
}

impl<'a> Taken<'a> {
    fn take(&mut self, rows: &'a Rows, need: &SituationNeed, pin: &'a Pin, check: &mut Row<'_>) {
        match &pin.decision {
            Decision::Nothing | Decision::SiblingsServed(_) => {}
            Decision::Duplicate { of } => stands(rows, need, of, check),
            Decision::Lot { lot } => {
                let Some(found) = rows.lots.iter().find(|known| known.lot == *lot) else {
                    check.fault(Field::LotOrItem, lot, Expected::Known { table: Table::Lots });
                    return;
                };
                if let Some(rule) = first_failed_rule(need, found) {
                    check.fault(Field::LotOrItem, lot, Expected::Allowed { rule });
                    return;
                }
                let (units, first) = self.units.entry(lot).or_insert((0, check.row));
                *units += 1;
                if *units > found.units {
                    check.fault(Field::LotOrItem, lot, too_much(*first, check.row));
                }
            }
            Decision::Purchase { item, fund } => {
                let sold = rows.catalogue.iter().find(|known| known.item == *item);
                let purse = rows.funds.iter().find(|known| known.fund == *fund);
                if sold.is_none() {
                    let expected = Expected::Known { table: Table::Catalogue };
                    check.fault(Field::LotOrItem, item, expected);
                }
                if purse.is_none() {
                    check.fault(Field::Fund, fund, Expected::Known { table: Table::Funds });
                }
                let (Some(sold), Some(purse)) = (sold, purse) else { return };
                if let Some(rule) = first_failed_offer(need, purse, sold) {
                    check.fault(Field::LotOrItem, item, Expected::Allowed { rule });
                    return;
                }
                let (cents, first) = self.cents.entry(fund).or_insert((0, check.row));
                *cents = cents.saturating_add(sold.price.cents());
                if *cents > purse.available.cents() {
                    check.fault(Field::Fund, fund, too_much(*first, check.row));
                }
            }
        }
    }
}

/// The need that stands for both must be another, and not itself a duplicate.
fn stands(rows: &Rows, need: &SituationNeed, of: &str, check: &mut Row<'_>) {
    let known = rows.needs.iter().any(|other| other.need == of && other.need != need.need);
    let stands = |pin: &Pin| !matches!(pin.decision, Decision::Duplicate { .. });
    if !known || !rows.pins.iter().filter(|pin| pin.need == of).all(stands) {
        check.fault(Field::LotOrItem, of, Expected::Known { table: Table::Needs });
    }
}

/// A decision that alone is too much, or too much beside the first that took of the same.
fn too_much(first: usize, own: usize) -> Expected {
    if first == own { Expected::Enough } else { Expected::RoomBeside { other_row: first } }
}
