//! The guardians' file: who answers for whom, and so which children are one household.

use std::collections::{BTreeMap, BTreeSet};

use super::line::{Change, Conflict, Field, Line, Note, Verdict};
use super::linking::{Linking, homes_of};
use super::traces::{Told, Traces};
use super::{GuardianEntry, NamedChild};
use crate::identifiers::Msisdn;
use crate::identifiers::names::matching_key;
use crate::ids::{ChildId, GuardianId, HouseholdId, ImportId, SchoolId};
use crate::people::register::{ChildRecord, Register, person_key};

/// Takes a school's guardians in, and tells what each line does.
///
/// First the households are linked, over and over until nothing moves, so that the order of lines does
/// not matter to who belongs together; then numbers and addresses are written, each by one line alone,
/// so that two lines that disagree do not change it back and forth.
pub fn take_guardians(
    register: &mut Register,
    import: ImportId,
    school: SchoolId,
    entries: &[GuardianEntry],
) -> Vec<Line> {
    let mut told = Told::default();
    let mut work: Vec<Work> = entries
        .iter()
        .map(|entry| find_children(register, school, entry, told.of_entry(entry)))
        .collect();
    let order = order_of(register, &work, &mut told);
    let mut linking = Linking::new(register, import, told);
    loop {
        let mut moved = false;
        for at in &order {
            moved |= linking.link(register, &mut work[*at]);
        }
        if !moved {
            break;
        }
    }
    let mut stated = BTreeSet::new();
    for work in &mut work {
        state_numbers(register, work, &mut stated);
    }
    state_addresses(register, &mut work);
    work.into_iter().map(Work::line).collect()
}

/// A line at work.
pub(super) struct Work<'a> {
    pub entry: &'a GuardianEntry,
    pub key: String,
    pub traces: Traces,
    pub children: Vec<ChildId>,
    pub created: bool,
    pub changes: Vec<Change>,
    pub notes: Vec<Note>,
}

impl Work<'_> {
    pub fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub fn change(&mut self, change: Change) {
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    fn line(self) -> Line {
        let ambiguous = self.notes.iter().any(|note| matches!(note, Note::AmbiguousChild { .. }));
        let verdict = match (self.children.is_empty(), self.created) {
            (true, _) if ambiguous => Verdict::Conflict(Conflict::AmbiguousChildren),
            (true, _) => Verdict::Conflict(Conflict::NoKnownChild),
            (false, true) => Verdict::New,
            (false, false) if self.changes.is_empty() => Verdict::Unchanged,
            (false, false) => Verdict::Updated(self.changes),
        };
        let who = format!("{} {}", self.entry.family_name, self.entry.first_name);
        Line { line: self.entry.line, who, verdict, notes: self.notes }
    }
}

fn find_children<'a>(
    register: &Register,
    school: SchoolId,
    entry: &'a GuardianEntry,
    traces: Traces,
) -> Work<'a> {
    let key = person_key(&entry.family_name, &entry.first_name);
    let mut work = Work {
        entry,
        key,
        traces,
        children: Vec::new(),
        created: false,
        changes: Vec::new(),
        notes: Vec::new(),
    };
    for named in &entry.children {
        let written = || format!("{} {}", named.family_name, named.first_name);
        match candidates(register, school, named).as_slice() {
            [] => work.note(Note::UnknownChild { child: written() }),
            [one] if work.children.contains(one) => {}
            [one] => work.children.push(*one),
            _ => work.note(Note::AmbiguousChild { child: written() }),
        }
    }
    work
}

/// The pupils of this school who may be meant: by either name, then by birth where it is told, else by
/// class if several are.
fn candidates(register: &Register, school: SchoolId, named: &NamedChild) -> Vec<ChildId> {
    let keys: Vec<String> = std::iter::once(&named.family_name)
        .chain(&named.usage_name)
        .map(|family_name| person_key(family_name, &named.first_name))
        .collect();
    if let Some(seal) = &named.birth_seal {
        let meant = |child: &ChildRecord| child.school == school && child.birth_seal == *seal;
        let found = keys
            .iter()
            .find_map(|key| register.children_named(key).find(|(_, child)| meant(child)));
        return found.map(|(id, _)| id).into_iter().collect();
    }
    // By id, each once: the two names may be one.
    let named_so = keys.iter().flat_map(|key| register.children_named(key));
    let mut all: Vec<(ChildId, &ChildRecord)> =
        named_so.filter(|(_, child)| child.school == school).collect();
    all.sort_unstable_by_key(|(id, _)| *id);
    all.dedup_by_key(|(id, _)| *id);
    let ids = |all: &[(ChildId, &ChildRecord)]| all.iter().map(|(id, _)| *id).collect();
    if all.len() < 2 {
        return ids(&all);
    }
    let class = matching_key(&named.class_name);
    let here = |child: &ChildRecord| matching_key(&child.class_name) == class;
    let found: Vec<ChildId> =
        all.iter().filter(|(_, child)| here(child)).map(|(id, _)| *id).collect();
    // Several of that name and none in that class: still in doubt, not unknown.
    if found.is_empty() && !named.class_name.is_empty() { ids(&all) } else { found }
}

/// Whoever lives where the child lives comes before a parent who lives apart; else as in the file.
fn order_of(register: &Register, work: &[Work], told: &mut Told) -> Vec<usize> {
    let mut order: Vec<usize> = (0..work.len()).collect();
    let mut at_home = |at: &usize| {
        let Work { children, traces, .. } = &work[*at];
        children.iter().any(|child| {
            let child = register.children().get(child);
            let home = child.and_then(|child| register.households().get(&child.household));
            let place = home.and_then(|home| told.place(&home.address));
            place.is_some_and(|home| traces.places.iter().any(|own| told.same_place(home, *own)))
        })
    };
    order.sort_by_cached_key(|at| !at_home(at));
    order
}

/// The guardian's own rows in the households of their children.
fn selves(register: &Register, work: &Work) -> Vec<GuardianId> {
    let homes = homes_of(register, work);
    homes.into_iter().filter_map(|home| register.guardian_in(home, &work.key)).collect()
}

/// Writes numbers and mail that no earlier line has stated.
fn state_numbers(
    register: &mut Register,
    work: &mut Work,
    stated: &mut BTreeSet<(GuardianId, Field)>,
) {
    let entry = work.entry;
    for id in selves(register, work) {
        let Some(known) = register.guardians().get(&id) else { continue };
        let (mobile, phone, email) =
            (known.mobile.clone(), known.phone.clone(), known.email.clone());
        for (field, held, told) in
            [(Field::Mobile, mobile, &entry.mobile), (Field::Phone, phone, &entry.phone)]
        {
            if told.is_some() && stated.insert((id, field)) && held != *told {
                let text = |number: &Option<Msisdn>| {
                    number.as_ref().map(Msisdn::national).unwrap_or_default()
                };
                work.change(Change::Field { field, from: text(&held), to: text(told) });
                let Some(contacts) = register.contacts_mut(id) else { continue };
                let number = if field == Field::Mobile { contacts.mobile } else { contacts.phone };
                number.clone_from(told);
            }
        }
        if entry.email.is_some() && stated.insert((id, Field::Email)) && email != entry.email {
            let (from, to) = (email.unwrap_or_default(), entry.email.clone().unwrap_or_default());
            work.change(Change::Field { field: Field::Email, from, to });
            let Some(contacts) = register.contacts_mut(id) else { continue };
            contacts.email.clone_from(&entry.email);
        }
    }
}

/// Writes the address of each home. Of several that its guardians state, the one it has stays; then
/// another writing of it; then the first of the file.
fn state_addresses(register: &mut Register, work: &mut [Work]) {
    let mut told: BTreeMap<HouseholdId, Vec<usize>> = BTreeMap::new();
    for (at, work) in work.iter().enumerate().filter(|(_, work)| !work.entry.address.is_blank()) {
        for id in selves(register, work) {
            let guardian =
                register.guardians().get(&id).filter(|guardian| !guardian.lives_elsewhere);
            if let Some(guardian) = guardian {
                told.entry(guardian.household).or_default().push(at);
            }
        }
    }
    for (home, lines) in told {
        let Some(household) = register.households().get(&home) else { continue };
        let address = |at: &usize| &work[*at].entry.address;
        let kept = lines.iter().find(|at| *address(at) == household.address);
        let respelt = || lines.iter().find(|at| address(at).same_place(&household.address));
        let Some(chosen) = kept.or_else(respelt).or(lines.first()).copied() else { continue };
        if kept.is_none() {
            let to = work[chosen].entry.address.clone();
            let (from, told) = (household.address.to_string(), to.to_string());
            work[chosen].change(Change::Field { field: Field::Address, from, to: told });
            register.set_address(home, to);
        }
    }
}
