//! What ties a guardian to a home: telephones, mail and addresses, from the register and from every line
//! read so far.
//!
//! Each is compared over and over with those of others: it is told once and known by its number from then
//! on.

use std::collections::BTreeMap;

use super::GuardianEntry;
use crate::identifiers::Msisdn;
use crate::people::address::{Address, AddressKey};
use crate::people::register::GuardianRecord;

/// The traces of one guardian, by their numbers; most have one or two. They only grow while lines are
/// linked, so linking again finds nothing more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Traces {
    pub phones: Vec<u32>,
    pub emails: Vec<u32>,
    pub places: Vec<u32>,
}

impl Traces {
    pub const fn size(&self) -> (usize, usize, usize) {
        (self.phones.len(), self.emails.len(), self.places.len())
    }
}

/// Adds the numbers that are not there yet.
pub(super) fn add(held: &mut Vec<u32>, more: &[u32]) {
    for number in more {
        if !held.contains(number) {
            held.push(*number);
        }
    }
}

/// Everything told so far, and its numbers.
#[derive(Default)]
pub(super) struct Told {
    phones: BTreeMap<Msisdn, u32>,
    emails: BTreeMap<String, u32>,
    /// Of an address as written: its key need not be made again.
    writings: BTreeMap<Address, u32>,
    places: BTreeMap<AddressKey, u32>,
    keys: Vec<AddressKey>,
}

impl Told {
    pub fn of_entry(&mut self, entry: &GuardianEntry) -> Traces {
        let (phones, email) = ([&entry.mobile, &entry.phone], entry.email.as_ref());
        self.traces(phones, email, Some(&entry.address))
    }

    /// A guardian who lives elsewhere leaves no trace of the household's address.
    pub fn of_record(&mut self, guardian: &GuardianRecord, home: Option<&Address>) -> Traces {
        let (phones, email) = ([&guardian.mobile, &guardian.phone], guardian.email.as_ref());
        self.traces(phones, email, home.filter(|_| !guardian.lives_elsewhere))
    }

    fn traces(
        &mut self,
        phones: [&Option<Msisdn>; 2],
        email: Option<&String>,
        address: Option<&Address>,
    ) -> Traces {
        let mut traces = Traces::default();
        for phone in phones.into_iter().flatten() {
            add(&mut traces.phones, &[number(&mut self.phones, phone)]);
        }
        traces.emails.extend(email.map(|email| number(&mut self.emails, email)));
        traces.places.extend(address.and_then(|address| self.place(address)));
        traces
    }

    /// The number of an address; none of a blank one.
    pub fn place(&mut self, address: &Address) -> Option<u32> {
        if let Some(place) = self.writings.get(address) {
            return Some(*place);
        }
        if address.is_blank() {
            return None;
        }
        let key = address.key();
        let place = number(&mut self.places, &key);
        if self.keys.len() <= place as usize {
            self.keys.push(key);
        }
        self.writings.insert(address.clone(), place);
        Some(place)
    }

    /// Have two guardians a trace in common?
    pub fn meet(&self, one: &Traces, other: &Traces) -> bool {
        let share = |one: &[u32], other: &[u32]| one.iter().any(|number| other.contains(number));
        share(&one.phones, &other.phones)
            || share(&one.emails, &other.emails)
            || one.places.iter().any(|at| other.places.iter().any(|to| self.same_place(*at, *to)))
    }

    pub fn same_place(&self, one: u32, other: u32) -> bool {
        let key = |number: u32| self.keys.get(number as usize);
        key(one).zip(key(other)).is_some_and(|(one, other)| one.same_place(other))
    }
}

/// The number of a thing; the next one if it is told for the first time.
fn number<T: Ord + Clone>(told: &mut BTreeMap<T, u32>, thing: &T) -> u32 {
    if let Some(number) = told.get(thing) {
        return *number;
    }
    // A file has 50 MB at most: fewer things than a `u32` counts.
    let number = u32::try_from(told.len()).unwrap_or(u32::MAX);
    told.insert(thing.clone(), number);
    number
}
