//! What homes have, told pupil by pupil on a page: by a school behind its link, or by an agent who types
//! a paper list in. Either way it becomes a list of needs, looked at and confirmed like any file.

use std::collections::BTreeMap;

use domain::ids::{ChildId, HouseholdId};
use domain::people::census::{HomeAnswers, NeedEntry};
use domain::people::equipment::{Connection, Equipment};
use exchange::Encoding;
use exchange::people::{needs_list, needs_list_mapping};
use serde::{Deserialize, Serialize};
use store::RollPupil;

use super::Settings;
use crate::error::PageError;
use crate::form::Form;

/// What is told of one pupil's home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What there is to work on.
    pub equipment: Equipment,
    /// How the home reaches the network.
    pub connection: Connection,
    /// The school puts the family first.
    pub reported: bool,
}

/// What is told so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    pupils: BTreeMap<ChildId, Answer>,
    /// What the school writes beside its answers.
    pub note: String,
}

/// A list of needs, ready to be kept as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its bytes.
    pub content: Vec<u8>,
    /// How it is read, as files keep it.
    pub settings: String,
}

impl Answer {
    /// Nothing is told.
    pub const BLANK: Self =
        Self { equipment: Equipment::Unknown, connection: Connection::Unknown, reported: false };

    const fn tells_something(self) -> bool {
        !matches!((self.equipment, self.connection), (Equipment::Unknown, Connection::Unknown))
    }
}

impl Answers {
    /// What was kept; nothing where it cannot be read any more.
    #[must_use]
    pub fn kept(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As it is kept; blank if nothing is told.
    #[must_use]
    pub fn to_text(&self) -> String {
        if self.pupils.is_empty() && self.note.is_empty() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What is told of a pupil.
    #[must_use]
    pub fn of(&self, pupil: ChildId) -> Answer {
        self.pupils.get(&pupil).copied().unwrap_or(Answer::BLANK)
    }

    /// Takes what a page says of these pupils, in the place of what was told of them before.
    ///
    /// # Errors
    /// `Unreadable` for a code that no page offers.
    pub fn take(&mut self, form: &Form, pupils: &[RollPupil]) -> Result<(), PageError> {
        for pupil in pupils {
            let field = format!("e.{}", pupil.id);
            if form.value(&field).is_empty() {
                continue;
            }
            let answer = Answer {
                equipment: form.hidden(&field)?,
                connection: form.hidden(&format!("c.{}", pupil.id))?,
                reported: form.ticked(&format!("s.{}", pupil.id)),
            };
            if answer == Answer::BLANK {
                self.pupils.remove(&pupil.id);
            } else {
                self.pupils.insert(pupil.id, answer);
            }
        }
        Ok(())
    }

    /// How many of these pupils something is told of.
    #[must_use]
    pub fn answered(&self, pupils: &[RollPupil]) -> usize {
        pupils.iter().filter(|pupil| self.of(pupil.id).tells_something()).count()
    }

    /// Pupils whose family is put first although nothing is told of any home of theirs: a priority
    /// without a need is lost, so whoever fills in is told.
    #[must_use]
    pub fn reported_for_nothing<'a>(&self, pupils: &'a [RollPupil]) -> Vec<&'a RollPupil> {
        let homes = self.homes(pupils);
        let idle = pupils.iter().filter(|pupil| self.of(pupil.id).reported);
        idle.filter(|pupil| homes.get(&pupil.household).is_none_or(|home| !home.tells_something()))
            .collect()
    }

    /// The list of needs that these answers make, in the roll's order; none if nothing is told.
    ///
    /// A home is asked about once: what is told of one sibling and not of another holds for both, and a
    /// tick for one is a tick for all. Where siblings are told different things, both stay, and the dry
    /// run says so.
    #[must_use]
    pub fn list(&self, roll: &[RollPupil]) -> Option<List> {
        let homes = self.homes(roll);
        let told = roll.iter().filter(|pupil| self.of(pupil.id).tells_something());
        let rows: Vec<NeedEntry> = told
            .map(|pupil| {
                let home = homes.get(&pupil.household).copied().unwrap_or(Answer::BLANK);
                entry(pupil, self.of(pupil.id), home)
            })
            .collect();
        let settings = Settings {
            encoding: Some(Encoding::Utf8),
            mapping: Some(needs_list_mapping()),
            ..Settings::default()
        };
        (!rows.is_empty())
            .then(|| List { content: needs_list(&rows), settings: settings.to_text() })
    }

    /// What is told first of each home.
    fn homes(&self, pupils: &[RollPupil]) -> BTreeMap<HouseholdId, Answer> {
        let mut homes: BTreeMap<HouseholdId, Answer> = BTreeMap::new();
        for pupil in pupils {
            let told = self.of(pupil.id);
            let home = homes.entry(pupil.household).or_insert(Answer::BLANK);
            if home.equipment == Equipment::Unknown {
                home.equipment = told.equipment;
            }
            if home.connection == Connection::Unknown {
                home.connection = told.connection;
            }
            home.reported |= told.reported;
        }
        homes
    }
}

fn entry(pupil: &RollPupil, told: Answer, home: Answer) -> NeedEntry {
    let equipment =
        if told.equipment == Equipment::Unknown { home.equipment } else { told.equipment };
    let connection =
        if told.connection == Connection::Unknown { home.connection } else { told.connection };
    NeedEntry {
        line: 0,
        family_name: pupil.family_name.clone(),
        usage_name: None,
        first_name: pupil.first_name.clone(),
        birth: None,
        class_name: pupil.class_name.clone(),
        answers: HomeAnswers {
            equipment: Some(equipment).filter(|it| *it != Equipment::Unknown),
            connection: Some(connection).filter(|it| *it != Connection::Unknown),
            prioritised: home.reported,
            ..HomeAnswers::default()
        },
        pupil: Some(pupil.id),
    }
}

#[cfg(test)]
mod tests {
    use domain::people::census::ImportKind;
    use jiff::civil::date;
    use store::Rows;
    use uuid::Uuid;

    use super::*;
    use crate::intake::Reader;

    fn pupil(n: u128, home: u128, name: &str) -> RollPupil {
        RollPupil {
            id: ChildId(Uuid::from_u128(n)),
            household: HouseholdId(Uuid::from_u128(home)),
            family_name: name.into(),
            first_name: "Léa".into(),
            class_name: "CE1; B".into(),
            told_apart_by: None,
        }
    }

    fn form(answers: &[(u128, &str, &str, bool)]) -> Form {
        answers.iter().fold(Form::empty(), |form, (n, equipment, connection, reported)| {
            let id = Uuid::from_u128(*n);
            let form = form.with(&format!("e.{id}"), equipment);
            let form = form.with(&format!("c.{id}"), connection);
            if *reported { form.with(&format!("s.{id}"), "oui") } else { form }
        })
    }

    #[test]
    fn what_is_told_is_read_back_as_told_and_a_home_is_told_once() {
        let roll = [
            pupil(1, 1, "D'AB \"C\"; D"),
            pupil(2, 1, "D'AB \"C\"; D"),
            pupil(3, 2, "Total"),
            pupil(4, 3, "ROY"),
        ];
        let sent = form(&[
            (1, "none", "unknown", false),
            (2, "unknown", "limited", true),
            (3, "shared", "unknown", false),
            (4, "unknown", "unknown", false),
        ]);
        let mut answers = Answers::default();
        answers.take(&sent, &roll).unwrap();
        assert_eq!(answers.answered(&roll), 3);
        assert_eq!(Answers::kept(&answers.to_text()), answers);
        let list = answers.list(&roll).unwrap();
        let settings = Settings::kept(&list.settings);
        let today = date(2026, 11, 25);
        let reader = Reader { kind: ImportKind::Needs, settings: &settings, school: None, today };
        let read = reader.read(&list.content).unwrap();
        assert_eq!((read.rejected.len(), read.warnings.len()), (0, 0));
        let Rows::Needs { entries, .. } = read.file.rows else { panic!("not needs") };
        assert_eq!(entries.len(), 3);
        for (entry, pupil) in entries.iter().zip(&roll) {
            assert_eq!((&entry.family_name, entry.pupil), (&pupil.family_name, Some(pupil.id)));
            assert_eq!(entry.class_name, "CE1; B");
        }
        for entry in &entries[..2] {
            let answers = HomeAnswers {
                equipment: Some(Equipment::None),
                connection: Some(Connection::Limited),
                prioritised: true,
                ..HomeAnswers::default()
            };
            assert_eq!(entry.answers, answers);
        }
        assert_eq!((entries[2].answers.connection, entries[2].answers.prioritised), (None, false));
    }

    #[test]
    fn a_tick_without_an_answer_is_told_and_blanks_make_no_list() {
        let roll = [pupil(1, 1, "ROY"), pupil(2, 1, "ROY"), pupil(3, 2, "ABO")];
        let mut answers = Answers::default();
        answers
            .take(&form(&[(1, "none", "good", false), (2, "unknown", "unknown", true)]), &roll)
            .unwrap();
        assert!(answers.reported_for_nothing(&roll).is_empty(), "a sibling tells of the home");
        answers.take(&form(&[(3, "unknown", "unknown", true)]), &roll).unwrap();
        let idle: Vec<_> = answers.reported_for_nothing(&roll).iter().map(|one| one.id).collect();
        assert_eq!(idle, [roll[2].id]);
        answers.take(&form(&[(1, "unknown", "unknown", false)]), &roll).unwrap();
        assert_eq!(answers.list(&roll), None);
        assert_eq!(Answers::default().to_text(), "");
        assert!(answers.take(&form(&[(1, "riche", "good", false)]), &roll).is_err());
    }
}
