//! SIECLE's generic XML exports (`domain.md` §5.3): pupils, with or without addresses, and guardians. No
//! public specification exists; the paths are those of real files.
//!
//! Guardians name children by number: they are read beside the pupils' export, from one ZIP or from two
//! files sent together. The same number of a person or of an address across children is what tells
//! siblings, without any guess.

mod pupils;
mod records;
mod responsables;

use std::collections::BTreeMap;

use domain::identifiers::Uai;
use jiff::civil::Date;

use crate::people::{GuardianRow, PupilRow, RowError};
use crate::reading::{FileError, Reading};
use crate::xml;
use records::Record;

/// The exports of one school, as far as they were sent.
#[derive(Debug, Clone, Default)]
pub struct Siecle {
    /// The school, as each export names it (UAJ).
    schools: Vec<String>,
    pupils: Vec<Record>,
    /// Class and groups of each pupil, by the pupil's number.
    structures: BTreeMap<String, Record>,
    people: Vec<Record>,
    /// Who answers for whom.
    links: Vec<Record>,
    addresses: BTreeMap<String, Record>,
    has_pupils: bool,
    has_guardians: bool,
}

impl Siecle {
    /// Reads the exports among these documents; those of nomenclatures and of the school itself, which
    /// the same menu makes, are passed over.
    ///
    /// # Errors
    /// [`FileError::NotSiecle`] if none of them is of pupils or guardians; [`FileError::Damaged`],
    /// [`FileError::Entities`].
    pub(crate) fn read<'a>(
        documents: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, FileError> {
        let mut siecle = Self::default();
        for bytes in documents {
            let text = xml::text(bytes)?;
            records::read(&text, &mut |root, record| siecle.take(root, record))?;
        }
        if siecle.has_pupils || siecle.has_guardians {
            Ok(siecle)
        } else {
            Err(FileError::NotSiecle)
        }
    }

    fn take(&mut self, root: &str, record: Record) {
        match root {
            "BEE_ELEVES" => self.has_pupils = true,
            "BEE_RESPONSABLES" => self.has_guardians = true,
            _ => return,
        }
        let number = |record: &Record, name| record.attribute(name).unwrap_or_default().to_owned();
        match record.name.as_str() {
            "PARAMETRES" => self.schools.extend(record.field("UAJ").map(str::to_owned)),
            "ELEVE" => self.pupils.push(record),
            "STRUCTURES_ELEVE" => {
                self.structures.insert(number(&record, "ELEVE_ID"), record);
            }
            "PERSONNE" => self.people.push(record),
            "RESPONSABLE" | "RESPONSABLE_ELEVE" => self.links.push(record),
            "ADRESSE" => {
                self.addresses.insert(number(&record, "ADRESSE_ID"), record);
            }
            _ => {}
        }
    }

    /// Are there guardians?
    #[must_use]
    pub const fn has_guardians(&self) -> bool {
        self.has_guardians
    }

    /// The pupils who are still at the school on `today`.
    ///
    /// # Errors
    /// [`FileError::OtherSchool`], [`FileError::SiecleWithoutPupils`], [`FileError::NoRow`].
    pub fn pupils(
        &self,
        expected: Option<&Uai>,
        today: Date,
    ) -> Result<Reading<PupilRow, RowError>, FileError> {
        self.check(expected)?;
        if self.pupils.is_empty() {
            return Err(FileError::NoRow);
        }
        let rows = (1..).zip(&self.pupils).map(|(nth, record)| self.pupil(nth, record, today));
        Ok(Reading { encoding: None, rows: rows.collect() })
    }

    /// The legal guardians, each with the pupils they answer for; none if no export of guardians was sent.
    ///
    /// # Errors
    /// [`FileError::OtherSchool`], [`FileError::SiecleWithoutPupils`].
    pub fn guardians(
        &self,
        expected: Option<&Uai>,
    ) -> Result<Reading<GuardianRow, RowError>, FileError> {
        self.check(expected)?;
        Ok(Reading { encoding: None, rows: self.legal_guardians() })
    }

    fn check(&self, expected: Option<&Uai>) -> Result<(), FileError> {
        if !self.has_pupils {
            return Err(FileError::SiecleWithoutPupils);
        }
        let Some(expected) = expected else { return Ok(()) };
        let same = |found: &str| Uai::parse(found).is_ok_and(|found| found == *expected);
        match self.schools.iter().find(|found| !same(found)) {
            Some(found) => {
                Err(FileError::OtherSchool { expected: expected.to_string(), found: found.clone() })
            }
            None => Ok(()),
        }
    }
}
