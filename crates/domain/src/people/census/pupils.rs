//! The pupils' file: a child that enters gets a provisional household, until a guardian tells whose.

use std::collections::{BTreeMap, BTreeSet};

use super::line::{Change, Conflict, Field, Line, Verdict};
use super::{PupilEntry, made_by};
use crate::ids::{ChildId, HouseholdId, ImportId, SchoolId};
use crate::people::address::Address;
use crate::people::register::{ChildRecord, HouseholdRecord, Register, person_key};

/// Takes a school's pupils in, and tells what each line does. `accepted` are the lines whose conflict a
/// person has looked at and taken.
pub fn take_pupils(
    register: &mut Register,
    import: ImportId,
    school: SchoolId,
    entries: &[PupilEntry],
    accepted: &BTreeSet<u64>,
) -> Vec<Line> {
    let mut seen: BTreeMap<(String, &str), u64> = BTreeMap::new();
    // A pupil that the school lists under their own birth date is not another one misspelt.
    let listed: BTreeSet<(String, &str)> =
        entries.iter().map(|entry| (key_of(entry), entry.birth_seal.as_str())).collect();
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        let identity = (key_of(entry), entry.birth_seal.as_str());
        let verdict = match seen.get(&identity) {
            Some(line) => Verdict::Conflict(Conflict::SameAsLine { line: *line }),
            None => {
                seen.insert(identity, entry.line);
                take_one(register, import, school, entry, &listed, accepted.contains(&entry.line))
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

fn take_one(
    register: &mut Register,
    import: ImportId,
    school: SchoolId,
    entry: &PupilEntry,
    listed: &BTreeSet<(String, &str)>,
    accepted: bool,
) -> Verdict {
    let key = key_of(entry);
    let namesakes = || register.children.iter().filter(|(_, child)| child.match_key == key);
    let known = namesakes().find(|(_, child)| child.birth_seal == entry.birth_seal);
    if let Some((id, at)) = known.map(|(id, child)| (*id, child.school)) {
        if at != school && !accepted {
            return Verdict::Conflict(Conflict::AtAnotherSchool { school: at });
        }
        return update(register, id, school, entry);
    }
    let doubtful =
        namesakes().find(|(_, child)| !listed.contains(&(key.clone(), child.birth_seal.as_str())));
    if let Some((_, child)) = doubtful
        && !accepted
    {
        return Verdict::Conflict(Conflict::OtherBirth {
            school: child.school,
            birth_year: child.birth_year,
        });
    }
    let household = HouseholdId(made_by(import, "household", entry.line, 0));
    register
        .households
        .insert(household, HouseholdRecord { address: entry.address.clone(), bare: true });
    register.children.insert(
        ChildId(made_by(import, "child", entry.line, 0)),
        ChildRecord {
            household,
            school,
            family_name: entry.family_name.clone(),
            first_name: entry.first_name.clone(),
            match_key: key,
            birth_year: entry.birth_year,
            birth_seal: entry.birth_seal.clone(),
            level: entry.level,
            grade_label: entry.grade_label.clone(),
            class_name: entry.class_name.clone(),
        },
    );
    Verdict::New
}

fn update(register: &mut Register, id: ChildId, school: SchoolId, entry: &PupilEntry) -> Verdict {
    let mut changes = Vec::new();
    let Some(child) = register.children.get_mut(&id) else { return Verdict::Unchanged };
    if child.school != school {
        changes.push(Change::Field {
            field: Field::School,
            from: child.school.to_string(),
            to: school.to_string(),
        });
        child.school = school;
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
        child.level = entry.level;
        child.grade_label.clone_from(&entry.grade_label);
    }
    if child.class_name != entry.class_name && !entry.class_name.is_empty() {
        changes.push(Change::Field {
            field: Field::Class,
            from: child.class_name.clone(),
            to: entry.class_name.clone(),
        });
        child.class_name.clone_from(&entry.class_name);
    }
    let household = child.household;
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
    let alone =
        register.children.values().filter(|child| child.household == household).count() == 1;
    if address.is_blank() || register.guardians_of(household).next().is_some() {
        return None;
    }
    let home = register.households.get_mut(&household)?;
    if home.address == *address || !(alone || home.address.is_blank()) {
        return None;
    }
    let from = std::mem::replace(&mut home.address, address.clone());
    Some(Change::Field { field: Field::Address, from: from.to_string(), to: address.to_string() })
}
