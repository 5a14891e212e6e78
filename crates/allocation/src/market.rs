//! Needs merged into classes (`allocation.md` §2.2).
//!
//! Two needs that the same lots are open to, at the same fit, are exchangeable in every constraint;
//! only their ranks differ. First needs with equal tested attributes are put together (a *profile*:
//! only what some lot tests counts), then profiles with equal rows. Never by score: scores make nearly
//! every need unique.

use std::collections::{BTreeMap, HashMap};

use domain::allocation::{Situation, SituationLot, SituationNeed, first_failed_rule};

use crate::bipartite::Bipartite;

/// The situation, numbered and merged.
pub(crate) struct Market {
    /// Per need, its class; classes are numbered by their first need.
    pub class_of: Vec<u32>,
    /// Per need, its profile.
    pub profile_of: Vec<u32>,
    /// Per profile, its first need.
    pub profiles: Vec<u32>,
    /// Classes, lots, and the fit of each pair that is allowed.
    pub graph: Bipartite,
    /// Per lot, its units.
    pub units: Vec<u32>,
}

/// The attributes of a need that some lot tests.
#[derive(PartialEq, Eq, Hash)]
struct Profile<'a> {
    asks: &'a [String],
    commune: Option<&'a str>,
    level: Option<domain::stock::Level>,
    flags: Vec<&'a str>,
    accepts: (bool, bool),
}

impl Market {
    /// Merges a situation.
    pub fn of(situation: &Situation) -> Self {
        let (needs, lots) = (situation.needs(), situation.lots());
        let shelves = Shelves::of(lots);
        let mut known: HashMap<Profile<'_>, u32> = HashMap::new();
        let mut profiles: Vec<u32> = Vec::new();
        let mut profile_of = Vec::with_capacity(needs.len());
        for (number, need) in needs.iter().enumerate() {
            let profile = *known.entry(shelves.profile(need)).or_insert_with(|| {
                profiles.push(number as u32);
                profiles.len() as u32 - 1
            });
            profile_of.push(profile);
        }
        let mut rows: Vec<Vec<(u32, u32)>> = Vec::new();
        let mut seen: HashMap<Vec<(u32, u32)>, u32> = HashMap::new();
        let class_of_profile: Vec<u32> = profiles
            .iter()
            .map(|&need| {
                let row = shelves.row(&needs[need as usize], lots);
                *seen.entry(row).or_insert_with_key(|row| {
                    rows.push(row.clone());
                    rows.len() as u32 - 1
                })
            })
            .collect();
        Self {
            class_of: profile_of.iter().map(|&p| class_of_profile[p as usize]).collect(),
            profile_of,
            profiles,
            graph: Bipartite::of(&rows, lots.len()),
            units: lots.iter().map(|lot| lot.units).collect(),
        }
    }
}

/// The lots as one looks for them: by kind, then by commune.
struct Shelves<'a> {
    by_kind: BTreeMap<&'a str, Shelf<'a>>,
    communes: Vec<&'a str>,
    flags: Vec<&'a str>,
    levels: bool,
}

/// The lots of one kind.
#[derive(Default)]
struct Shelf<'a> {
    anywhere: Vec<u32>,
    only_in: BTreeMap<&'a str, Vec<u32>>,
}

impl<'a> Shelves<'a> {
    fn of(lots: &'a [SituationLot]) -> Self {
        let mut by_kind: BTreeMap<&str, Shelf<'_>> = BTreeMap::new();
        for (number, lot) in lots.iter().enumerate() {
            let shelf = by_kind.entry(&lot.kind).or_default();
            if lot.communes.is_empty() {
                shelf.anywhere.push(number as u32);
            }
            for commune in &lot.communes {
                shelf.only_in.entry(commune).or_default().push(number as u32);
            }
        }
        let communes = lots.iter().flat_map(|lot| &lot.communes).map(String::as_str);
        let flags = lots.iter().flat_map(|lot| lot.requires.iter().chain(&lot.refuses));
        Self {
            by_kind,
            communes: distinct(communes),
            flags: distinct(flags.map(String::as_str)),
            levels: lots.iter().any(|lot| !lot.levels.is_empty()),
        }
    }

    fn profile<'n>(&self, need: &'n SituationNeed) -> Profile<'n> {
        let tested = |text: &&str, tests: &[&str]| tests.binary_search(text).is_ok();
        Profile {
            asks: &need.asks,
            commune: Some(need.commune.as_str()).filter(|c| tested(c, &self.communes)),
            level: self.levels.then_some(need.level),
            flags: need
                .flags
                .iter()
                .map(String::as_str)
                .filter(|f| tested(f, &self.flags))
                .collect(),
            accepts: (need.accepts_loan, need.accepts_refurbished),
        }
    }

    /// The lots open to a need and their fits, in lot order.
    fn row(&self, need: &SituationNeed, lots: &[SituationLot]) -> Vec<(u32, u32)> {
        let mut row = Vec::new();
        for (choice, kind) in need.asks.iter().enumerate() {
            let Some(shelf) = self.by_kind.get(kind.as_str()) else { continue };
            let here = shelf.only_in.get(need.commune.as_str()).into_iter().flatten();
            for &number in shelf.anywhere.iter().chain(here) {
                let lot = &lots[number as usize];
                if first_failed_rule(need, lot).is_none() {
                    row.push((number, 100 * choice as u32 + u32::from(lot.penalty)));
                }
            }
        }
        row.sort_unstable();
        row
    }
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}
