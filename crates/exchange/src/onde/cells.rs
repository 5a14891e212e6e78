//! Cells that both ONDE files share.

use super::rows::{Address, RowWarning};
use crate::table::Row;

/// Words on one line, one space between them.
pub(super) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name cell, `None` if nothing in it is a letter.
pub(super) fn name(row: &Row, column: Option<usize>) -> Option<String> {
    row.get(column).filter(|cell| cell.chars().any(char::is_alphabetic)).map(on_one_line)
}

/// Family name and usage name: whichever is there is the family name, and a usage name that only
/// repeats it is none.
pub(super) fn names(
    row: &Row,
    family: Option<usize>,
    usage: Option<usize>,
) -> Option<(String, Option<String>)> {
    match (name(row, family), name(row, usage)) {
        (Some(family), usage) => Some((family.clone(), usage.filter(|usage| *usage != family))),
        (None, Some(usage)) => Some((usage, None)),
        (None, None) => None,
    }
}

/// `31 100`, as a spreadsheet groups digits, is 31100; a foreign code stays as written.
fn postal_code(text: &str) -> String {
    let digits: String = text.split_whitespace().collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits } else { on_one_line(text) }
}

/// Where an address stands.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct AddressColumns {
    pub street: Option<usize>,
    pub postal_code: Option<usize>,
    pub commune: Option<usize>,
}

/// An address, `None` if all of it is blank.
pub(super) fn address(
    row: &Row,
    columns: AddressColumns,
    warnings: &mut Vec<RowWarning>,
) -> Option<Address> {
    let street = row.get(columns.street).map(|street| {
        let lines: Vec<String> =
            street.lines().map(on_one_line).filter(|line| !line.is_empty()).collect();
        lines.join(", ")
    });
    let mut postal_code = row.get(columns.postal_code).map(postal_code);
    if let Some(code) = postal_code
        .as_mut()
        .filter(|code| code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit()))
    {
        code.insert(0, '0');
        warnings.push(RowWarning::PostalCodeRepaired { postal_code: code.clone() });
    }
    let commune = row.get(columns.commune).map(on_one_line);
    let known = street.is_some() || postal_code.is_some() || commune.is_some();
    known.then_some(Address { street, postal_code, commune })
}
