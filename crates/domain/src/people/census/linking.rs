//! Which households are one, by what guardians have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::guardians::Work;
use super::line::{Change, Note};
use super::traces::{Told, Traces, add};
use super::{GuardianEntry, made_by};
use crate::ids::{GuardianId, HouseholdId, ImportId};
use crate::people::register::{GuardianRecord, Register, United};

pub(super) struct Linking {
    import: ImportId,
    told: Told,
    /// By guardian: homonyms are several.
    traces: BTreeMap<GuardianId, Traces>,
}

impl Linking {
    pub fn new(register: &Register, import: ImportId, mut told: Told) -> Self {
        let home =
            |household| register.households().get(&household).map(|household| &household.address);
        let traces = register
            .guardians()
            .iter()
            .map(|(id, guardian)| (*id, told.of_record(guardian, home(guardian.household))))
            .collect();
        Self { import, told, traces }
    }

    /// Links one line's children to their guardian's home. Did anything move?
    pub fn link(&mut self, register: &mut Register, work: &mut Work) -> bool {
        if work.children.is_empty() {
            return false;
        }
        let homes = self.homes_of_guardian(register, work);
        let (kept, mut moved) = unite_all(register, work, &homes);
        for home in &kept {
            moved |= self.settle(register, work, *home, false);
        }
        let mut home = kept.last().copied();
        for other in homes_of(register, work) {
            let gone = !register.households().contains_key(&other);
            if gone || register.guardian_in(other, &work.key).is_some() {
                continue;
            }
            moved = true;
            let together = self.someone_meets(register, other, &work.traces);
            match home {
                Some(known) if together => home = Some(self.join(register, work, known, other)),
                // Nothing says that they live apart when the line has no address.
                None if together || work.traces.places.is_empty() => {
                    self.settle(register, work, other, false);
                }
                _ => {
                    self.settle(register, work, other, true);
                }
            }
        }
        moved | self.learn(register, work)
    }

    /// A home of this guardian's and one of a child of theirs, with somebody whom they live with.
    fn join(
        &mut self,
        register: &mut Register,
        work: &mut Work,
        home: HouseholdId,
        other: HouseholdId,
    ) -> HouseholdId {
        match register.unite(home, other) {
            United::Into(kept) => {
                work.change(Change::HouseholdsUnited);
                self.settle(register, work, kept, false);
                kept
            }
            United::Neither => {
                work.note(Note::LooksLikeOneHome { one: home, other });
                self.settle(register, work, other, false);
                home
            }
        }
    }

    /// Where this guardian lives, as far as is known: a home where they are with a child of theirs, or
    /// where the same name has the same telephone, mail or address; failing that, their children's
    /// provisional households, which have no guardian yet.
    fn homes_of_guardian(&self, register: &Register, work: &Work) -> Vec<HouseholdId> {
        let own = homes_of(register, work);
        let here = |id: GuardianId, guardian: &GuardianRecord| {
            own.contains(&guardian.household)
                || self.traces.get(&id).is_some_and(|theirs| self.told.meet(theirs, &work.traces))
        };
        let mut homes: BTreeSet<HouseholdId> = register
            .guardians_named(&work.key)
            .filter(|(_, guardian)| !guardian.lives_elsewhere)
            .filter(|(id, guardian)| here(*id, guardian))
            .map(|(_, guardian)| guardian.household)
            .collect();
        homes.extend(own.iter().filter(|home| register.guardians_of(**home).next().is_none()));
        homes.into_iter().collect()
    }

    fn someone_meets(&self, register: &Register, home: HouseholdId, mine: &Traces) -> bool {
        let at_home = register.guardians_of(home).filter(|(_, guardian)| !guardian.lives_elsewhere);
        at_home
            .filter_map(|(id, _)| self.traces.get(&id))
            .any(|theirs| self.told.meet(theirs, mine))
    }

    /// Puts the guardian into a household, if they are not there.
    fn settle(
        &mut self,
        register: &mut Register,
        work: &mut Work,
        home: HouseholdId,
        lives_elsewhere: bool,
    ) -> bool {
        if register.guardian_in(home, &work.key).is_some() {
            return false;
        }
        let entry = work.entry;
        let known = register
            .guardians_named(&work.key)
            .filter_map(|(id, _)| self.traces.get(&id))
            .any(|theirs| self.told.meet(theirs, &work.traces));
        let nth = (0..)
            .find(|nth| !register.guardians().contains_key(&self.guardian_id(entry, *nth)))
            .unwrap_or_default();
        let id = self.guardian_id(entry, nth);
        let record = GuardianRecord {
            household: home,
            family_name: entry.family_name.clone(),
            first_name: entry.first_name.clone(),
            match_key: work.key.clone(),
            lives_elsewhere,
            mobile: None,
            phone: None,
            email: None,
        };
        if register.put_guardian(id, record).is_err() {
            return false;
        }
        self.traces.insert(id, Traces::default());
        if known {
            work.change(Change::GuardianAdded);
        } else {
            work.created = true;
        }
        true
    }

    fn guardian_id(&self, entry: &GuardianEntry, nth: usize) -> GuardianId {
        GuardianId(made_by(self.import, "guardian", entry.line, nth))
    }

    /// Remembers what this line says of its guardian; whatever is new may link another line.
    fn learn(&mut self, register: &Register, work: &mut Work) -> bool {
        let mut news = false;
        for home in homes_of(register, work) {
            let Some(id) = register.guardian_in(home, &work.key) else { continue };
            let elsewhere =
                register.guardians().get(&id).is_some_and(|guardian| guardian.lives_elsewhere);
            let held = self.traces.entry(id).or_default();
            let before = held.size();
            add(&mut held.phones, &work.traces.phones);
            add(&mut held.emails, &work.traces.emails);
            if elsewhere {
                work.note(Note::SeparateHomes);
            } else {
                add(&mut held.places, &work.traces.places);
            }
            news |= held.size() != before;
            news |= self.share_addresses(register, home);
        }
        news
    }

    /// Those at home have every address that the home has been given.
    fn share_addresses(&mut self, register: &Register, home: HouseholdId) -> bool {
        let at_home: Vec<GuardianId> = register
            .guardians_of(home)
            .filter(|(_, guardian)| !guardian.lives_elsewhere)
            .map(|(id, _)| id)
            .collect();
        let written = register.households().get(&home).map(|household| &household.address);
        let mut shared: Vec<u32> =
            written.and_then(|address| self.told.place(address)).into_iter().collect();
        for id in &at_home {
            if let Some(theirs) = self.traces.get(id) {
                add(&mut shared, &theirs.places);
            }
        }
        let mut news = false;
        for id in at_home {
            let held = &mut self.traces.entry(id).or_default().places;
            let before = held.len();
            add(held, &shared);
            news |= held.len() != before;
        }
        news
    }
}

/// The households of this line's children, each once.
pub(super) fn homes_of(register: &Register, work: &Work) -> Vec<HouseholdId> {
    let children = work.children.iter().filter_map(|id| register.children().get(id));
    let mut homes: Vec<HouseholdId> = children.map(|child| child.household).collect();
    homes.sort_unstable();
    homes.dedup();
    homes
}

/// Unites what can be; those that stay apart are each kept, with a note.
fn unite_all(
    register: &mut Register,
    work: &mut Work,
    homes: &[HouseholdId],
) -> (Vec<HouseholdId>, bool) {
    let mut kept: Vec<HouseholdId> = Vec::new();
    let mut moved = false;
    for home in homes {
        let Some(last) = kept.pop() else {
            kept.push(*home);
            continue;
        };
        match register.unite(last, *home) {
            United::Into(one) => {
                kept.push(one);
                moved = true;
                work.change(Change::HouseholdsUnited);
            }
            United::Neither => {
                work.note(Note::LooksLikeOneHome { one: last, other: *home });
                kept.push(*home);
                kept.push(last);
            }
        }
    }
    (kept, moved)
}
