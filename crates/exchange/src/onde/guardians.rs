//! ONDE's list of guardians: one row a guardian, then the same four titles again for each child.

use domain::identifiers::names::matching_key;
use domain::identifiers::{Msisdn, MsisdnError};
use domain::people::scheme::class_label_without_scheme;

use super::cells::{AddressColumns, address, name, names, on_one_line};
use super::rows::{Civility, GuardianChild, GuardianRow, PhoneLine, Phones, RowError, RowWarning};
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::recognise::expect;
use crate::table::Row;
use crate::text::{Encoding, decode};

#[derive(Debug, Default)]
struct Columns {
    civility: Option<usize>,
    family_name: Option<usize>,
    usage_name: Option<usize>,
    first_name: Option<usize>,
    home: AddressColumns,
    email: Option<usize>,
    home_phone: Option<usize>,
    work_phone: Option<usize>,
    mobile: Option<usize>,
}

#[derive(Debug, Default)]
struct ChildColumns {
    family_name: Option<usize>,
    usage_name: Option<usize>,
    first_name: Option<usize>,
    class: Option<usize>,
}

/// Reads ONDE's list of guardians, with any number of children a row.
///
/// # Errors
/// [`FileError`] if nothing of the file can be read; a single bad row is a [`Rejected`] in the reading.
pub fn read_guardians(
    bytes: &[u8],
    forced: Option<Encoding>,
) -> Result<Reading<GuardianRow, RowError>, FileError> {
    let decoded = decode(bytes, forced)?;
    let table = expect(&decoded.text, FileKind::Guardians)?;
    let (columns, children) = columns(&table.titles)?;
    if table.rows.is_empty() {
        return Err(FileError::NoRow);
    }
    let width = table.titles.len();
    let read = |row: &Row| {
        guardian(row, width, &columns, &children)
            .map_err(|reason| Rejected { line: row.line, reason })
    };
    Ok(Reading { encoding: decoded.encoding, rows: table.rows.iter().map(read).collect() })
}

/// Does this title belong to the list of guardians?
pub(crate) fn knows(title: &str) -> bool {
    Columns::default().slot(title).is_some() || ChildColumns::default().slot(title).is_some()
}

impl Columns {
    fn slot(&mut self, title: &str) -> Option<&mut Option<usize>> {
        Some(match title {
            "civilite responsable" | "civilite" => &mut self.civility,
            "nom responsable" | "nom de famille responsable" => &mut self.family_name,
            "nom usage responsable" | "nom d usage responsable" => &mut self.usage_name,
            "prenom responsable" => &mut self.first_name,
            "adresse responsable" | "adresse" => &mut self.home.street,
            "cp responsable" | "cp" | "code postal responsable" => &mut self.home.postal_code,
            "commune responsable" | "commune" => &mut self.home.commune,
            "courriel" | "courriel responsable" => &mut self.email,
            "telephone domicile" => &mut self.home_phone,
            "telephone travail" => &mut self.work_phone,
            "telephone portable" => &mut self.mobile,
            _ => return None,
        })
    }
}

impl ChildColumns {
    fn slot(&mut self, title: &str) -> Option<&mut Option<usize>> {
        // A spreadsheet that will not have the same title twice numbers them.
        Some(match title.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ') {
            "nom de famille enfant" | "nom enfant" => &mut self.family_name,
            "nom d usage enfant" | "nom usage enfant" => &mut self.usage_name,
            "prenom enfant" => &mut self.first_name,
            "classes enfants" | "classe enfant" | "classes enfant" | "classe enfants" => {
                &mut self.class
            }
            _ => return None,
        })
    }
}

/// A child's group ends where one of its titles comes again.
fn columns(titles: &[String]) -> Result<(Columns, Vec<ChildColumns>), FileError> {
    let mut columns = Columns::default();
    let mut children: Vec<ChildColumns> = vec![ChildColumns::default()];
    for (at, title) in titles.iter().enumerate() {
        if let Some(slot) = columns.slot(title) {
            slot.get_or_insert(at);
        }
        let taken = children
            .last_mut()
            .and_then(|child| child.slot(title))
            .is_some_and(|slot| slot.is_some());
        if taken {
            children.push(ChildColumns::default());
        }
        if let Some(slot) = children.last_mut().and_then(|child| child.slot(title)) {
            *slot = Some(at);
        }
    }
    let first = children.first();
    let needed = [
        (Column::GuardianName, columns.family_name.or(columns.usage_name)),
        (Column::GuardianFirstName, columns.first_name),
        (Column::ChildName, first.and_then(|child| child.family_name.or(child.usage_name))),
        (Column::ChildFirstName, first.and_then(|child| child.first_name)),
    ];
    let missing: Vec<Column> =
        needed.into_iter().filter(|(_, at)| at.is_none()).map(|(column, _)| column).collect();
    if missing.is_empty() {
        Ok((columns, children))
    } else {
        Err(FileError::MissingColumns(missing))
    }
}

fn guardian(
    row: &Row,
    width: usize,
    columns: &Columns,
    groups: &[ChildColumns],
) -> Result<GuardianRow, RowError> {
    if let Some(found) = row.overflow {
        return Err(RowError::TooManyCells { expected: width, found });
    }
    let (family_name, usage_name) =
        names(row, columns.family_name, columns.usage_name).ok_or(RowError::MissingName)?;
    let first_name = name(row, columns.first_name).ok_or(RowError::MissingFirstName)?;
    let mut warnings = Vec::new();
    let children: Vec<GuardianChild> = groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| child(row, group).or_warn(at + 1, &mut warnings))
        .collect();
    if children.is_empty() {
        return Err(RowError::NoChild);
    }
    Ok(GuardianRow {
        line: row.line,
        civility: row.get(columns.civility).and_then(civility),
        family_name,
        usage_name,
        first_name,
        address: address(row, columns.home, &mut warnings),
        email: email(row.get(columns.email), &mut warnings),
        phones: Phones {
            home: phone(row.get(columns.home_phone), PhoneLine::Home, &mut warnings),
            work: phone(row.get(columns.work_phone), PhoneLine::Work, &mut warnings),
            mobile: phone(row.get(columns.mobile), PhoneLine::Mobile, &mut warnings),
        },
        children,
        warnings,
    })
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

fn child(row: &Row, group: &ChildColumns) -> Group {
    let class = row.get(group.class).map(on_one_line);
    match (names(row, group.family_name, group.usage_name), name(row, group.first_name)) {
        (Some((family_name, usage_name)), Some(first_name)) => Group::Child(GuardianChild {
            family_name,
            usage_name,
            first_name,
            class_name: class.and_then(|class| class_label_without_scheme(&class)),
        }),
        (None, None) if class.is_none() => Group::Blank,
        _ => Group::Incomplete,
    }
}

fn civility(text: &str) -> Option<Civility> {
    match matching_key(text).as_str() {
        "m" | "mr" | "monsieur" => Some(Civility::Monsieur),
        "mme" | "madame" | "mlle" | "mademoiselle" => Some(Civility::Madame),
        _ => None,
    }
}

fn phone(cell: Option<&str>, phone: PhoneLine, warnings: &mut Vec<RowWarning>) -> Option<Msisdn> {
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
fn email(cell: Option<&str>, warnings: &mut Vec<RowWarning>) -> Option<String> {
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
