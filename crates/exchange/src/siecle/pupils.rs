//! `ELEVES/ELEVE`: one pupil, with the class that `STRUCTURES` gives them.

use domain::people::scheme::class_label_without_scheme;
use jiff::civil::Date;

use super::Siecle;
use super::records::Record;
use crate::people::cells::{address_of, on_one_line};
use crate::people::pupils::{Told, birth};
use crate::people::{Address, GuardianChild, PupilRow, RowError, RowWarning};
use crate::reading::Rejected;

impl Siecle {
    /// One pupil; the line is the pupil's place in the export, whose lines nobody sees.
    pub(super) fn pupil(
        &self,
        nth: u64,
        record: &Record,
        today: Date,
    ) -> Result<PupilRow, Rejected<RowError>> {
        self.read_pupil(nth, record, today).map_err(|reason| Rejected { line: nth, reason })
    }

    fn read_pupil(&self, nth: u64, record: &Record, today: Date) -> Result<PupilRow, RowError> {
        let left = record.field("DATE_SORTIE").and_then(|text| crate::date::read(text, today));
        if let Some(on) = left.filter(|on| *on < today) {
            return Err(RowError::Left { on });
        }
        let (family_name, usage_name) = names(record).ok_or(RowError::MissingName)?;
        let first_name = name(record, "PRENOM").ok_or(RowError::MissingFirstName)?;
        let birth = birth(record.field("DATE_NAISS"), today)?;
        let mut warnings = Vec::new();
        let class = self.class(record);
        let told = Told { own: None, class, mef: record.field("CODE_MEF"), cycle: None };
        let (level, level_label) = told.level(false, &mut warnings)?;
        Ok(PupilRow {
            line: nth,
            family_name,
            usage_name,
            first_name,
            birth,
            level,
            level_label,
            class_name: class.map(on_one_line).and_then(|class| class_label_without_scheme(&class)),
            address: self.address(record, &mut warnings),
            second_address: None,
            guardians: Vec::new(),
            warnings,
        })
    }

    /// A pupil's class (D for division); groups are not it.
    fn class(&self, record: &Record) -> Option<&str> {
        let structures = self.structures.get(record.attribute("ELEVE_ID")?)?;
        let mut code = None;
        for (path, text) in structures.leaves() {
            match path {
                "STRUCTURE/CODE_STRUCTURE" => code = Some(text),
                "STRUCTURE/TYPE_STRUCTURE" if text == "D" => return code,
                _ => {}
            }
        }
        None
    }

    /// The address whose number a record carries.
    pub(super) fn address(
        &self,
        record: &Record,
        warnings: &mut Vec<RowWarning>,
    ) -> Option<Address> {
        let number = record.field("ADRESSE_ID").or_else(|| record.attribute("ADRESSE_ID"))?;
        let known = self.addresses.get(number)?;
        let lines: Vec<&str> =
            (1..=4).filter_map(|nth| known.field(&format!("LIGNE{nth}_ADRESSE"))).collect();
        let street = lines.join(", ");
        let street = Some(street.as_str()).filter(|street| !street.is_empty());
        let commune = known.field("LIBELLE_POSTAL").or_else(|| known.field("COMMUNE_ETRANGERE"));
        address_of(street, known.field("CODE_POSTAL"), commune, warnings)
    }

    /// A pupil as a guardian's child.
    pub(super) fn child(&self, record: &Record, today: Date) -> Option<GuardianChild> {
        let (family_name, usage_name) = names(record)?;
        let class = self.class(record).map(on_one_line);
        Some(GuardianChild {
            family_name,
            usage_name,
            first_name: name(record, "PRENOM")?,
            class_name: class.and_then(|class| class_label_without_scheme(&class)),
            birth: record.field("DATE_NAISS").and_then(|text| crate::date::read(text, today)),
        })
    }
}

/// A name, if any of it is a letter.
pub(super) fn name(record: &Record, field: &str) -> Option<String> {
    record.field(field).filter(|text| text.chars().any(char::is_alphabetic)).map(on_one_line)
}

/// Name at birth (`NOM` in old exports), and the name in use if it is another.
pub(super) fn names(record: &Record) -> Option<(String, Option<String>)> {
    let family = name(record, "NOM_DE_FAMILLE").or_else(|| name(record, "NOM"));
    match (family, name(record, "NOM_USAGE")) {
        (Some(family), usage) => {
            let usage = usage.filter(|usage| *usage != family);
            Some((family, usage))
        }
        (None, usage) => usage.map(|usage| (usage, None)),
    }
}
