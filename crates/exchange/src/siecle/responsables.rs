//! `PERSONNES` and `RESPONSABLES`: who answers for whom, by law. Whoever is only to be called is left out.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Siecle;
use super::pupils::{name, names};
use super::records::Record;
use crate::people::guardians::{civility, email, phone};
use crate::people::{GuardianChild, GuardianRow, PhoneLine, Phones, RowError};
use crate::reading::Rejected;

/// Dates of birth are four-digit ones here: the day only bounds a century.
const TODAY: Date = jiff::civil::date(2100, 1, 1);

impl Siecle {
    /// The legal guardians of pupils of the export, in the order of `PERSONNES`.
    pub(super) fn legal_guardians(&self) -> Vec<Result<GuardianRow, Rejected<RowError>>> {
        let pupils: BTreeMap<&str, &Record> = self
            .pupils
            .iter()
            .filter_map(|record| Some((record.attribute("ELEVE_ID")?, record)))
            .collect();
        let mut wards: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for link in self.links.iter().filter(|link| is_legal(link)) {
            let person = link.field("PERSONNE_ID").or_else(|| link.attribute("PERSONNE_ID"));
            let pupil = link.field("ELEVE_ID").or_else(|| link.attribute("ELEVE_ID"));
            if let (Some(person), Some(pupil)) = (person, pupil.and_then(|id| pupils.get(id))) {
                wards.entry(person).or_default().push(pupil);
            }
        }
        let mut rows = Vec::new();
        for (nth, person) in (1..).zip(&self.people) {
            let number = person.attribute("PERSONNE_ID").unwrap_or_default();
            let Some(wards) = wards.get(number) else { continue };
            let children = wards.iter().filter_map(|pupil| self.child(pupil, TODAY)).collect();
            rows.push(
                self.guardian(nth, person, children)
                    .map_err(|reason| Rejected { line: nth, reason }),
            );
        }
        rows
    }

    fn guardian(
        &self,
        nth: u64,
        person: &Record,
        children: Vec<GuardianChild>,
    ) -> Result<GuardianRow, RowError> {
        let (family_name, usage_name) = names(person).ok_or(RowError::MissingName)?;
        let first_name = name(person, "PRENOM").ok_or(RowError::MissingFirstName)?;
        if children.is_empty() {
            return Err(RowError::NoChild);
        }
        let mut warnings = Vec::new();
        let phones = Phones {
            home: phone(person.field("TEL_PERSONNEL"), PhoneLine::Home, &mut warnings),
            work: phone(person.field("TEL_PROFESSIONNEL"), PhoneLine::Work, &mut warnings),
            mobile: phone(person.field("TEL_PORTABLE"), PhoneLine::Mobile, &mut warnings),
        };
        let mail = person.field("MEL");
        Ok(GuardianRow {
            line: nth,
            civility: person.field("LC_CIVILITE").and_then(civility),
            family_name,
            usage_name,
            first_name,
            address: self.address(person, &mut warnings),
            email: mail.and_then(|mail| email(Some(mail), &mut warnings)),
            phones,
            children,
            warnings,
        })
    }
}

/// `RESP_LEGAL` 1 and 2 are the guardians by law, 0 a person to call; where it is not said, the link is
/// taken at its word.
fn is_legal(link: &Record) -> bool {
    link.field("RESP_LEGAL").is_none_or(|legal| legal != "0")
}
