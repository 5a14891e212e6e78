//! Cells that lists of people share.

use super::full_name;
use super::rows::{Address, RowError, RowWarning};
use crate::grid::Row;

/// Words on one line, one space between them.
pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name cell, `None` if nothing in it is a letter.
pub(super) fn name(row: &Row<'_>, column: Option<usize>) -> Option<String> {
    row.get(column).filter(|cell| cell.chars().any(char::is_alphabetic)).map(on_one_line)
}

/// Family name and usage name: whichever is there is the family name, and a usage name that only
/// repeats it is none.
pub(super) fn names(
    row: &Row<'_>,
    family: Option<usize>,
    usage: Option<usize>,
) -> Option<(String, Option<String>)> {
    match (name(row, family), name(row, usage)) {
        (Some(family), usage) => Some((family.clone(), usage.filter(|usage| *usage != family))),
        (None, Some(usage)) => Some((usage, None)),
        (None, None) => None,
    }
}

/// Where a person's name stands.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct NameColumns {
    pub family: Option<usize>,
    pub usage: Option<usize>,
    pub first: Option<usize>,
    pub full: Option<usize>,
}

/// A person's name.
pub(super) struct Name {
    pub family: String,
    pub usage: Option<String>,
    pub first: String,
}

impl NameColumns {
    /// A name in its columns; failing that, parted from the one cell that holds all of it.
    pub fn read(self, row: &Row<'_>, warnings: &mut Vec<RowWarning>) -> Result<Name, RowError> {
        let family = names(row, self.family, self.usage);
        let first = name(row, self.first);
        if let (None, None, Some(full)) = (&family, &first, name(row, self.full)) {
            let parted = full_name::part(&full).ok_or(RowError::MissingFirstName)?;
            if parted.guessed {
                warnings.push(RowWarning::NameParted {
                    family_name: parted.family_name.clone(),
                    first_name: parted.first_name.clone(),
                });
            }
            return Ok(Name { family: parted.family_name, usage: None, first: parted.first_name });
        }
        let (family, usage) = family.ok_or(RowError::MissingName)?;
        Ok(Name { family, usage, first: first.ok_or(RowError::MissingFirstName)? })
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
    row: &Row<'_>,
    columns: AddressColumns,
    warnings: &mut Vec<RowWarning>,
) -> Option<Address> {
    let (street, code, commune) =
        (row.get(columns.street), row.get(columns.postal_code), row.get(columns.commune));
    address_of(street, code, commune, warnings)
}

/// An address from its parts, `None` if all are blank.
pub(crate) fn address_of(
    street: Option<&str>,
    code: Option<&str>,
    commune: Option<&str>,
    warnings: &mut Vec<RowWarning>,
) -> Option<Address> {
    let street = street.map(|street| {
        let lines: Vec<String> =
            street.lines().map(on_one_line).filter(|line| !line.is_empty()).collect();
        lines.join(", ")
    });
    let mut postal_code = code.map(postal_code);
    if let Some(code) = postal_code
        .as_mut()
        .filter(|code| code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit()))
    {
        code.insert(0, '0');
        warnings.push(RowWarning::PostalCodeRepaired { postal_code: code.clone() });
    }
    let commune = commune.map(on_one_line);
    let known = street.is_some() || postal_code.is_some() || commune.is_some();
    known.then_some(Address { street, postal_code, commune })
}
