//! The pupils' file: a child that enters gets a provisional household, until a guardian tells whose.

use std::collections::{BTreeMap, BTreeSet};

use super::line::{Change, Conflict, Field, Line, Verdict};
use super::{PupilEntry, made_by};
use crate::ids::{ChildId, HouseholdId, ImportId, SchoolId};
use crate::people::address::Address;
use crate::people::register::{
    ChildRecord, HouseholdRecord, Orphan, Register, Schooling, person_key,
};

/// Takes a school's pupils in, and tells what each line does. `accepted` are the lines whose conflict a
/// person has looked at and taken.
pub fn take_pupils(
    register: &mut Register,
    import: ImportId,
    school: SchoolId,
    entries: &[PupilEntry],
    accepted: &BTreeSet<u64>,
) -> Vec<Line> {
    let keys: Vec<String> = entries.iter().map(key_of).collect();
    // A pupil that the school lists under their own birth date is not another one misspelt.
    let listed: Listed =
        keys.iter().zip(entries).map(|(key, entry)| identity(key, entry)).collect();
    let mut seen: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut lines = Vec::with_capacity(entries.len());
    for (key, entry) in keys.iter().zip(entries) {
        let verdict = match seen.get(&identity(key, entry)) {
            Some(line) => Verdict::Conflict(Conflict::SameAsLine { line: *line }),
            None => {
                seen.insert(identity(key, entry), entry.line);
                let pupil = Pupil { key, entry, accepted: accepted.contains(&entry.line) };
                pupil.take(register, import, school, &listed)
            }
        };
        let who = format!("{} {}", entry.family_name, entry.first_name);
        lines.push(Line { line: entry.line, who, verdict, notes: Vec::new() });
    }
    lines
}

fn key_of(entry: &PupilEntry) -> String {
    person_key(&entry.family_name, &entry.first_name)
}

/// Names and births that the file lists.
type Listed<'a> = BTreeSet<(&'a str, &'a str)>;

fn identity<'a>(key: &'a str, entry: &'a PupilEntry) -> (&'a str, &'a str) {
    (key, entry.birth_seal.as_str())
}

/// A line at work.
struct Pupil<'a> {
    key: &'a str,
    entry: &'a PupilEntry,
    accepted: bool,
}

impl Pupil<'_> {
    fn take(
        &self,
        register: &mut Register,
        import: ImportId,
        school: SchoolId,
        listed: &Listed,
    ) -> Verdict {
        let Self { key, entry, accepted } = *self;
        let known =
            register.children_named(key).find(|(_, one)| one.birth_seal == entry.birth_seal);
        if let Some((id, at)) = known.map(|(id, child)| (id, child.school)) {
            if at != school && !accepted {
                return Verdict::Conflict(Conflict::AtAnotherSchool { school: at });
            }
            return update(register, id, school, entry);
        }
        let doubtful = register
            .children_named(key)
            .find(|(_, child)| !listed.contains(&(key, child.birth_seal.as_str())));
        if let Some((_, child)) = doubtful
            && !accepted
        {
            return Verdict::Conflict(Conflict::OtherBirth {
                school: child.school,
                birth_year: child.birth_year,
            });
        }
        self.enter(register, import, school)
    }

    fn enter(&self, register: &mut Register, import: ImportId, school: SchoolId) -> Verdict {
        let entry = self.entry;
        let household = HouseholdId(made_by(import, "household", entry.line, 0));
        let record = ChildRecord {
            household,
            school,
            family_name: entry.family_name.clone(),
            first_name: entry.first_name.clone(),
            match_key: self.key.to_owned(),
            birth_year: entry.birth_year,
            birth_seal: entry.birth_seal.clone(),
            level: entry.level,
            grade_label: entry.grade_label.clone(),
            class_name: entry.class_name.clone(),
        };
        let home = HouseholdRecord { address: entry.address.clone(), bare: true };
        register.put_household(household, home);
        match register.put_child(ChildId(made_by(import, "child", entry.line, 0)), record) {
            Ok(()) => Verdict::New,
            Err(Orphan(_)) => Verdict::Unchanged,
        }
    }
}

fn update(register: &mut Register, id: ChildId, school: SchoolId, entry: &PupilEntry) -> Verdict {
    let mut changes = Vec::new();
    let Some(child) = register.children().get(&id) else { return Verdict::Unchanged };
    let household = child.household;
    let mut told = Schooling {
        school,
        level: entry.level,
        grade_label: entry.grade_label.clone(),
        class_name: entry.class_name.clone(),
    };
    if child.school != school {
        changes.push(Change::Field {
            field: Field::School,
            from: child.school.to_string(),
            to: school.to_string(),
        });
    }
    let shown = |level: &str, label: &str| {
        if label.is_empty() { level.to_owned() } else { label.to_owned() }
    };
    if (child.level, child.grade_label.as_str()) != (entry.level, entry.grade_label.as_str()) {
        changes.push(Change::Field {
            field: Field::Level,
            from: shown(child.level.code(), &child.grade_label),
            to: shown(entry.level.code(), &entry.grade_label),
        });
    }
    if entry.class_name.is_empty() {
        told.class_name.clone_from(&child.class_name);
    } else if child.class_name != entry.class_name {
        changes.push(Change::Field {
            field: Field::Class,
            from: child.class_name.clone(),
            to: entry.class_name.clone(),
        });
    }
    if !changes.is_empty() {
        register.set_schooling(id, told);
    }
    changes.extend(update_address(register, household, &entry.address));
    if changes.is_empty() { Verdict::Unchanged } else { Verdict::Updated(changes) }
}

/// The pupils' file tells the address only of a home whose guardians are not known: they know better.
/// Siblings whose rows disagree, in a home without guardian, would change it for ever: only a blank one
/// is filled then.
fn update_address(
    register: &mut Register,
    household: HouseholdId,
    address: &Address,
) -> Option<Change> {
    let alone = register.children_of(household).take(2).count() == 1;
    if address.is_blank() || register.guardians_of(household).next().is_some() {
        return None;
    }
    let home = register.households().get(&household)?;
    if home.address == *address || !(alone || home.address.is_blank()) {
        return None;
    }
    let from = register.set_address(household, address.clone())?;
    Some(Change::Field { field: Field::Address, from: from.to_string(), to: address.to_string() })
}
