//! What each row of each table must be.

use std::collections::BTreeMap;

use super::{Expected, Field, InputError, Row, Table, pins};
use crate::allocation::alternative::Alternative;
use crate::allocation::situation::{
    Rows, SituationFund, SituationItem, SituationLot, SituationNeed,
};

/// The most units of a lot or of a minimum order.
const MOST_UNITS: u32 = 1_000_000;

/// The most cents that all funds may hold together: times a flexibility they still fit 64 bits.
const MOST_CENTS: i64 = i64::MAX / 128;

/// Every fault of every row, table by table, in row order.
pub(in crate::allocation) fn rows(rows: &Rows) -> Vec<InputError> {
    let mut faults = Vec::new();
    needs(&rows.needs, &mut faults);
    lots(&rows.lots, &mut faults);
    funds(&rows.funds, &mut faults);
    catalogue(&rows.catalogue, &mut faults);
    pins::check(rows, &mut faults);
    faults
}

fn needs(needs: &[SituationNeed], faults: &mut Vec<InputError>) {
    let mut seen = BTreeMap::new();
    for (row, need) in needs.iter().enumerate() {
        let mut check = Row { table: Table::Needs, row, faults };
        check.name(Field::Need, &need.need);
        check.unique(Field::Need, &need.need, &mut seen);
        check.text(Field::Household, &need.household);
        asks(&mut check, &need.asks);
        check.number(Field::Tier, need.tier.into(), 1, 9);
        check.number(Field::Score, need.score.into(), 0, 9999);
        check.text(Field::Commune, &need.commune);
        check.text(Field::School, &need.school);
        check.names(Field::Flags, &need.flags);
    }
}

fn lots(lots: &[SituationLot], faults: &mut Vec<InputError>) {
    let mut seen = BTreeMap::new();
    for (row, lot) in lots.iter().enumerate() {
        let mut check = Row { table: Table::Lots, row, faults };
        check.name(Field::Lot, &lot.lot);
        check.unique(Field::Lot, &lot.lot, &mut seen);
        check.name(Field::Kind, &lot.kind);
        check.number(Field::Units, lot.units, 0, MOST_UNITS);
        check.names(Field::Communes, &lot.communes);
        check.names(Field::Requires, &lot.requires);
        check.names(Field::Refuses, &lot.refuses);
        check.number(Field::Penalty, lot.penalty.into(), 0, 99);
    }
}

fn funds(funds: &[SituationFund], faults: &mut Vec<InputError>) {
    let mut seen = BTreeMap::new();
    let mut sum = 0i64;
    for (row, fund) in funds.iter().enumerate() {
        let mut check = Row { table: Table::Funds, row, faults };
        check.name(Field::Fund, &fund.fund);
        check.unique(Field::Fund, &fund.fund, &mut seen);
        check.amount(Field::Available, fund.available);
        let before = sum;
        sum = sum.saturating_add(fund.available.cents().max(0));
        if before <= MOST_CENTS && sum > MOST_CENTS {
            check.fault(Field::Available, &fund.available.plain('.'), Expected::CountableSum);
        }
        check.names(Field::Categories, &fund.categories);
        check.names(Field::Communes, &fund.communes);
        check.names(Field::Requires, &fund.requires);
        check.names(Field::Refuses, &fund.refuses);
        check.number(Field::Flexibility, fund.flexibility.into(), 0, 99);
    }
}

fn catalogue(items: &[SituationItem], faults: &mut Vec<InputError>) {
    let mut seen = BTreeMap::new();
    for (row, item) in items.iter().enumerate() {
        let mut check = Row { table: Table::Catalogue, row, faults };
        check.name(Field::Item, &item.item);
        check.unique(Field::Item, &item.item, &mut seen);
        check.name(Field::Kind, &item.kind);
        check.name(Field::Category, &item.category);
        check.amount(Field::Price, item.price);
        check.number(Field::MinimumOrder, item.minimum_order, 0, MOST_UNITS);
        check.number(Field::Penalty, item.penalty.into(), 0, 99);
    }
}

fn asks(check: &mut Row<'_>, asks: &[Alternative]) {
    if asks.is_empty() {
        check.fault(Field::Asks, "", Expected::SomeAlternative);
    }
    for (rank, alternative) in asks.iter().enumerate() {
        let parts = alternative.parts();
        check.names(Field::Asks, parts);
        let twice = (1..parts.len()).any(|at| parts[..at].contains(&parts[at]));
        if twice || parts.len() > Alternative::MOST_PARTS {
            check.fault(Field::Asks, &alternative.to_string(), Expected::Bundle);
        }
        if asks[..rank].iter().any(|other| other.is_same(alternative)) {
            check.fault(Field::Asks, &alternative.to_string(), Expected::DistinctAlternatives);
        }
    }
}
