//! Rows of equipment and families as cells, in the order of `columns`.

use domain::identifiers::Msisdn;
use domain::people::register::{ChildRecord, GuardianRecord};
use exchange::out::Cell;
use jiff::civil::Date;
use store::{Entry, ExportedHousehold, ExportedItem, ExportedLoan, ExportedNeed, Item, Sim};

use crate::wording::Label;
use crate::wording::people::needed;

/// A label as a cell.
pub(super) fn word(value: &impl Label) -> Cell {
    Cell::Text(value.label().to_owned())
}

/// A stored number of a line as it is written at home: `06 39 98 12 34`.
fn line_number(stored: Option<&str>) -> Cell {
    let written = stored.map(|text| {
        Msisdn::parse(text).map_or_else(|_| text.to_owned(), |number| number.national())
    });
    Cell::identifier(written)
}

fn telephone(number: Option<&Msisdn>) -> Cell {
    Cell::identifier(number.map(Msisdn::national))
}

pub(super) fn item(row: &ExportedItem) -> Vec<Cell> {
    let Item { tag, serial, imei, iccid, msisdn, .. } = &row.item;
    let origin = match row.origin.as_str() {
        "donor" => "don",
        "fund" => "fonds",
        _ => "ville",
    };
    vec![
        Cell::Identifier(tag.clone()),
        word(&row.item.kind),
        word(&row.item.state),
        word(&row.item.grade),
        Cell::identifier(serial.as_deref()),
        Cell::identifier(imei.as_deref()),
        Cell::identifier(iccid.as_deref()),
        line_number(msisdn.as_deref()),
        Cell::Day(row.item.received_on),
        Cell::Text(row.lot.clone()),
        Cell::Text(origin.to_owned()),
        word(&row.mode),
    ]
}

pub(super) fn sim(row: &ExportedItem) -> Vec<Cell> {
    let item = &row.item;
    vec![
        Cell::identifier(item.iccid.as_deref()),
        line_number(item.msisdn.as_deref()),
        Cell::Identifier(item.tag.clone()),
        word(&item.kind),
        Cell::identifier(item.imei.as_deref()),
        word(&item.state),
        Cell::Day(item.received_on),
    ]
    .into_iter()
    .chain(row.sim.as_ref().map_or_else(|| vec![Cell::Blank; 6], line))
    .collect()
}

/// What is known of a card's line, but its codes. The state is the last one noted: a file has no day.
fn line(sim: &Sim) -> Vec<Cell> {
    let day = |day: Option<Date>| day.map_or(Cell::Blank, Cell::Day);
    vec![
        Cell::Text(sim.operator.clone()),
        Cell::Text(crate::wording::sims::subscription(&sim.subscription)),
        word(&sim.state),
        day(sim.activated_on),
        day(sim.valid_until),
        day(sim.used_on),
    ]
}

pub(super) fn loan(row: &ExportedLoan) -> Vec<Cell> {
    let issue = row.back.map(|back| if back.lost { "perdu" } else { "rendu" });
    let grade = row.back.and_then(|back| back.grade);
    vec![
        Cell::Identifier(row.loan.to_string()),
        Cell::Text(row.label.clone()),
        Cell::Identifier(row.item.tag.clone()),
        word(&row.item.kind),
        Cell::identifier(row.item.serial.as_deref()),
        Cell::identifier(row.item.imei.as_deref()),
        Cell::Day(row.lent_on),
        Cell::Day(row.due_on),
        word(&row.grade_out),
        Cell::text(issue),
        row.back.map_or(Cell::Blank, |back| Cell::Instant(back.at)),
        grade.map_or(Cell::Blank, |grade| word(&grade)),
    ]
}

pub(super) fn need(row: &ExportedNeed) -> Vec<Cell> {
    vec![
        Cell::Identifier(row.need.to_string()),
        Cell::Text(row.label.clone()),
        Cell::Text(needed(row.kind, row.nth)),
        word(&row.state),
        Cell::YesNo(row.priority),
        Cell::Day(row.opened_on),
    ]
}

pub(super) fn waiting(rank: Option<u32>, row: &ExportedNeed) -> Vec<Cell> {
    vec![
        rank.map_or(Cell::Blank, |rank| Cell::Integer(rank.into())),
        Cell::Text(row.label.clone()),
        Cell::Text(needed(row.kind, row.nth)),
        Cell::YesNo(row.priority),
        Cell::Day(row.opened_on),
    ]
}

pub(super) fn household(row: &ExportedHousehold) -> Vec<Cell> {
    let first = row.guardians.first();
    let others = row.guardians.iter().skip(1).map(other_guardian).collect::<Vec<_>>().join(", ");
    let children = row.children.iter().map(child).collect::<Vec<_>>().join(", ");
    vec![
        Cell::Text(row.label.clone()),
        Cell::text(first.map(name)),
        telephone(first.and_then(|one| one.mobile.as_ref())),
        telephone(first.and_then(|one| one.phone.as_ref())),
        Cell::text(first.and_then(|one| one.email.clone())),
        Cell::text(Some(others)),
        Cell::text(Some(row.address.street.as_str())),
        Cell::identifier(Some(row.address.postal_code.as_str())),
        Cell::text(Some(row.address.commune.as_str())),
        Cell::YesNo(row.state.in_qpv),
        word(&row.state.language),
        Cell::Integer(i64::try_from(row.children.len()).unwrap_or(i64::MAX)),
        Cell::text(Some(children)),
        word(&row.state.equipment),
        word(&row.state.connection),
        Cell::YesNo(row.state.accepts_loan),
        Cell::YesNo(row.state.accepts_refurbished),
        Cell::YesNo(row.state.lost_contact),
        Cell::Instant(row.created_at),
    ]
}

fn name(one: &GuardianRecord) -> String {
    format!("{} {}", one.first_name, one.family_name)
}

/// `Camille Durand (06 39 98 12 34, habite ailleurs)`.
fn other_guardian(one: &GuardianRecord) -> String {
    let numbers = [one.mobile.as_ref(), one.phone.as_ref()].into_iter().flatten();
    let mut facts: Vec<String> = numbers.map(Msisdn::national).collect();
    facts.extend(one.email.clone());
    if one.lives_elsewhere {
        facts.push("habite ailleurs".to_owned());
    }
    if facts.is_empty() { name(one) } else { format!("{} ({})", name(one), facts.join(", ")) }
}

/// `Sacha (CE1 A)`.
fn child(one: &ChildRecord) -> String {
    let class = if one.class_name.is_empty() { &one.grade_label } else { &one.class_name };
    if class.is_empty() { one.first_name.clone() } else { format!("{} ({class})", one.first_name) }
}

pub(super) fn journal(row: &Entry) -> Vec<Cell> {
    vec![
        Cell::Integer(row.seq),
        Cell::Instant(row.at),
        Cell::Text(row.verb.clone()),
        Cell::Text(row.subject.clone()),
        Cell::Identifier(row.subject_id.to_string()),
        Cell::identifier(row.account.map(|id| id.to_string())),
        Cell::text(row.seat.clone()),
        Cell::Text(row.facts.clone()),
        Cell::Identifier(row.hash.clone()),
    ]
}
