//! ONDE's list of guardians: one row a guardian, then the same four titles again for each child; and the
//! guardians that other lists tell in a pupil's own row.

use domain::identifiers::names::matching_key;
use domain::identifiers::{Msisdn, MsisdnError};
use domain::people::scheme::class_label_without_scheme;

use super::cells::{AddressColumns, NameColumns, address, name, names, on_one_line};
use super::rows::{
    Civility, GuardianChild, GuardianRow, PhoneLine, Phones, PupilRow, RowError, RowWarning,
};
use crate::columns::Mapping;
use crate::grid::{Grid, Row};
use crate::open::{Opened, Opening, open};
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::text::Encoding;

/// Where what is told of a guardian stands.
#[derive(Debug, Default)]
pub(super) struct GuardianColumns {
    name: NameColumns,
    civility: Option<usize>,
    home: AddressColumns,
    email: Option<usize>,
    home_phone: Option<usize>,
    work_phone: Option<usize>,
    mobile: Option<usize>,
}

impl GuardianColumns {
    pub fn of(group: &[(Column, usize)]) -> Self {
        let at = |wanted| group.iter().find(|(column, _)| *column == wanted).map(|(_, at)| *at);
        Self {
            name: NameColumns {
                family: at(Column::GuardianName),
                usage: at(Column::GuardianUsageName),
                first: at(Column::GuardianFirstName),
                full: at(Column::GuardianFullName),
            },
            civility: at(Column::Civility),
            home: AddressColumns {
                street: at(Column::Street),
                postal_code: at(Column::PostalCode),
                commune: at(Column::Commune),
            },
            email: at(Column::Email),
            home_phone: at(Column::HomePhone),
            work_phone: at(Column::WorkPhone),
            mobile: at(Column::Mobile),
        }
    }

    fn phones(&self, row: &Row<'_>, warnings: &mut Vec<RowWarning>) -> Phones {
        Phones {
            home: phone(row.get(self.home_phone), PhoneLine::Home, warnings),
            work: phone(row.get(self.work_phone), PhoneLine::Work, warnings),
            mobile: phone(row.get(self.mobile), PhoneLine::Mobile, warnings),
        }
    }
}

#[derive(Debug, Default)]
struct ChildColumns {
    family_name: Option<usize>,
    usage_name: Option<usize>,
    first_name: Option<usize>,
    class: Option<usize>,
}

impl ChildColumns {
    fn of(group: &[(Column, usize)]) -> Self {
        let at = |wanted| group.iter().find(|(column, _)| *column == wanted).map(|(_, at)| *at);
        Self {
            family_name: at(Column::ChildName),
            usage_name: at(Column::ChildUsageName),
            first_name: at(Column::ChildFirstName),
            class: at(Column::ChildClass),
        }
    }
}

/// Reads ONDE's list of guardians, with any number of children a row.
///
/// # Errors
/// [`FileError`] if nothing of the file can be read; a single bad row is a [`Rejected`] in the reading.
pub fn read_guardians(
    bytes: &[u8],
    encoding: Option<Encoding>,
) -> Result<Reading<GuardianRow, RowError>, FileError> {
    match open(bytes, &Opening { encoding, sheet: None })? {
        Opened::Siecle(siecle) => siecle.guardians(None),
        Opened::Grid(grid) => guardians(&grid, &grid.mapping(FileKind::Guardians)?),
    }
}

/// Reads the guardians of a grid by what its columns are said to be.
///
/// # Errors
/// [`FileError::MissingColumns`], [`FileError::NoRow`].
pub fn guardians(
    grid: &Grid,
    mapping: &Mapping,
) -> Result<Reading<GuardianRow, RowError>, FileError> {
    let table = mapping.table(FileKind::Guardians, grid, &[])?;
    let own: Vec<(Column, usize)> =
        (0..).zip(&mapping.columns).filter_map(|(at, column)| Some(((*column)?, at))).collect();
    let columns = GuardianColumns::of(&own);
    let groups = mapping.groups(|column| column.repeats_in(FileKind::Guardians));
    let children: Vec<ChildColumns> = groups.iter().map(|group| ChildColumns::of(group)).collect();
    let width = table.titles.len();
    let read = |row: Row<'_>| {
        guardian(&row, width, &columns, &children)
            .map_err(|reason| Rejected { line: row.line, reason })
    };
    Ok(Reading { encoding: grid.encoding(), rows: table.rows().map(read).collect() })
}

fn guardian(
    row: &Row<'_>,
    width: usize,
    columns: &GuardianColumns,
    groups: &[ChildColumns],
) -> Result<GuardianRow, RowError> {
    if let Some(found) = row.overflow {
        return Err(RowError::TooManyCells { expected: width, found });
    }
    let mut warnings = Vec::new();
    let name = columns.name.read(row, &mut warnings)?;
    let children: Vec<GuardianChild> = groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| child(row, group).or_warn(at + 1, &mut warnings))
        .collect();
    if children.is_empty() {
        return Err(RowError::NoChild);
    }
    let civility = row.get(columns.civility).and_then(civility);
    let address = address(row, columns.home, &mut warnings);
    let email = email(row.get(columns.email), &mut warnings);
    let phones = columns.phones(row, &mut warnings);
    Ok(GuardianRow {
        line: row.line,
        civility,
        family_name: name.family,
        usage_name: name.usage,
        first_name: name.first,
        address,
        email,
        phones,
        children,
        warnings,
    })
}

/// Adds the guardians told in a pupil's own row. They live where the pupil does, the first at least: a
/// second one may live apart, and the row does not say.
pub(super) fn beside_a_pupil(row: &Row<'_>, groups: &[GuardianColumns], pupil: &mut PupilRow) {
    for (nth, columns) in groups.iter().enumerate() {
        let places =
            [columns.name.family, columns.name.usage, columns.name.first, columns.name.full];
        if places.iter().all(|at| row.get(*at).is_none()) {
            continue;
        }
        let mut warnings = Vec::new();
        let Ok(name) = columns.name.read(row, &mut warnings) else {
            pupil.warnings.push(RowWarning::GuardianLeftOut { position: nth + 1 });
            continue;
        };
        let email = email(row.get(columns.email), &mut warnings);
        let phones = columns.phones(row, &mut warnings);
        let child = GuardianChild {
            family_name: pupil.family_name.clone(),
            usage_name: pupil.usage_name.clone(),
            first_name: pupil.first_name.clone(),
            class_name: pupil.class_name.clone(),
            birth: Some(pupil.birth),
        };
        pupil.warnings.append(&mut warnings);
        pupil.guardians.push(GuardianRow {
            line: pupil.line,
            civility: None,
            family_name: name.family,
            usage_name: name.usage,
            first_name: name.first,
            address: pupil.address.clone().filter(|_| nth == 0),
            email,
            phones,
            children: vec![child],
            warnings: Vec::new(),
        });
    }
}

/// What a group of cells holds.
enum Group {
    Blank,
    Incomplete,
    Child(GuardianChild),
}

impl Group {
    fn or_warn(self, position: usize, warnings: &mut Vec<RowWarning>) -> Option<GuardianChild> {
        match self {
            Self::Child(child) => Some(child),
            Self::Blank => None,
            Self::Incomplete => {
                warnings.push(RowWarning::ChildLeftOut { position });
                None
            }
        }
    }
}

fn child(row: &Row<'_>, group: &ChildColumns) -> Group {
    let class = row.get(group.class).map(on_one_line);
    match (names(row, group.family_name, group.usage_name), name(row, group.first_name)) {
        (Some((family_name, usage_name)), Some(first_name)) => Group::Child(GuardianChild {
            family_name,
            usage_name,
            first_name,
            class_name: class.and_then(|class| class_label_without_scheme(&class)),
            birth: None,
        }),
        (None, None) if class.is_none() => Group::Blank,
        _ => Group::Incomplete,
    }
}

pub(crate) fn civility(text: &str) -> Option<Civility> {
    match matching_key(text).as_str() {
        "m" | "mr" | "monsieur" => Some(Civility::Monsieur),
        "mme" | "madame" | "mlle" | "mademoiselle" => Some(Civility::Madame),
        _ => None,
    }
}

/// A telephone number, repaired or left out with a warning.
pub(crate) fn phone(
    cell: Option<&str>,
    phone: PhoneLine,
    warnings: &mut Vec<RowWarning>,
) -> Option<Msisdn> {
    match Msisdn::parse(cell?) {
        Ok(number) => Some(number),
        Err(MsisdnError::LeadingZeroLost { proposed }) => {
            warnings.push(RowWarning::PhoneRepaired { phone, number: proposed.clone() });
            Some(proposed)
        }
        Err(MsisdnError::Empty) => None,
        Err(reason) => {
            warnings.push(RowWarning::PhoneLeftOut { phone, reason });
            None
        }
    }
}

/// One `@` with something before it and a dotted name behind: enough to tell an address from a remark.
pub(crate) fn email(cell: Option<&str>, warnings: &mut Vec<RowWarning>) -> Option<String> {
    let text = cell?.to_lowercase();
    let sound = text.split_once('@').is_some_and(|(user, host)| {
        let dotted = host
            .split_once('.')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
        !user.is_empty() && dotted && !host.contains('@') && !text.contains(char::is_whitespace)
    });
    if !sound {
        warnings.push(RowWarning::EmailLeftOut);
    }
    sound.then_some(text)
}
