//! Needs merged into classes (`allocation.md` §2.2), and what each class may be given.
//!
//! Two needs that the same lots and offers are open to, at the same fit, are exchangeable in every
//! constraint; only their ranks differ. First needs with equal tested attributes are put together (a
//! *profile*: only what some lot or fund tests counts), then profiles with equal rows. Never by score:
//! scores make nearly every need unique.
//!
//! What is given are *options*: the lots, then the offers (an item on a fund that may pay for it). A class
//! is given them by *legs*: one for all its alternatives of a single part, and one for each part of each
//! bundle. Without bundles legs are classes, and without offers options are lots.

use std::collections::HashMap;

use domain::allocation::Situation;

use crate::bipartite::Bipartite;
use crate::shelves::{Openings, Profile, Row, Shelves};

/// The situation, numbered and merged.
pub(crate) struct Market {
    /// Per need, its class; classes are numbered by their first need.
    pub class_of: Vec<u32>,
    /// Per need, its profile.
    pub profile_of: Vec<u32>,
    /// Per profile, its first need.
    pub profiles: Vec<u32>,
    /// How many classes.
    pub classes: usize,
    /// Legs, options, and the fit of each pair that is allowed. Legs of classes come first.
    pub graph: Bipartite,
    /// Per lot, its units.
    pub units: Vec<u32>,
    /// The options that follow the lots, in (item, fund) order.
    pub offers: Vec<OfferAt>,
    /// Per class, every offer open to it, those included that no best plan takes.
    pub offers_of: Vec<Vec<OfferAt>>,
    /// The bundles, in (class, choice) order.
    pub bundles: Vec<Bundle>,
}

/// An item and a fund that may pay for it, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OfferAt {
    pub item: u32,
    pub fund: u32,
}

/// A bundle that a class can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bundle {
    pub class: u32,
    /// Which alternative of the class it is.
    pub choice: u32,
    /// The leg of its first part; the others follow.
    pub first_leg: u32,
    pub parts: u32,
}

impl Bundle {
    /// The legs of its parts.
    pub fn legs(self) -> std::ops::Range<u32> {
        self.first_leg..self.first_leg + self.parts
    }
}

impl Market {
    /// Merges a situation.
    pub fn of(situation: &Situation) -> Self {
        let needs = situation.needs();
        let shelves = Shelves::of(situation);
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
        let mut classes: Vec<Openings> = Vec::new();
        let mut seen: HashMap<Openings, u32> = HashMap::new();
        let class_of_profile: Vec<u32> = profiles
            .iter()
            .map(|&need| {
                let need = &needs[need as usize];
                let openings = shelves.decided(need, shelves.openings(need));
                *seen.entry(openings).or_insert_with_key(|openings| {
                    classes.push(openings.clone());
                    classes.len() as u32 - 1
                })
            })
            .collect();
        let offers_of = classes.iter().map(|openings| shelves.offers_in(openings)).collect();
        let many = classes.len();
        let (mut rows, bundles) = legs(classes);
        rows.iter_mut().for_each(|row| shelves.drop_dominated(row));
        let options = situation.lots().len() + shelves.offers.len();
        Self {
            class_of: profile_of.iter().map(|&p| class_of_profile[p as usize]).collect(),
            profile_of,
            profiles,
            classes: many,
            graph: Bipartite::of(&rows, options),
            units: situation.lots().iter().map(|lot| lot.units).collect(),
            offers: shelves.offers,
            offers_of,
            bundles,
        }
    }

    /// How many lots; the options from there on are offers.
    pub fn lots(&self) -> usize {
        self.units.len()
    }

    /// The offer that an option is, if it is no lot.
    pub fn offer(&self, option: u32) -> Option<OfferAt> {
        (option as usize).checked_sub(self.lots()).map(|at| self.offers[at])
    }

    /// The bundles of a class, the most wanted first.
    pub fn bundles_of(&self, class: u32) -> std::ops::Range<usize> {
        self.bundles.partition_point(|bundle| bundle.class < class)
            ..self.bundles.partition_point(|bundle| bundle.class <= class)
    }

    /// Every leg of a class.
    pub fn legs_of(&self, class: u32) -> impl Iterator<Item = u32> {
        let bundles = self.bundles[self.bundles_of(class)].iter();
        std::iter::once(class).chain(bundles.flat_map(|bundle| bundle.legs()))
    }
}

/// Numbers the legs: classes first, then the parts of bundles.
fn legs(classes: Vec<Openings>) -> (Vec<Row>, Vec<Bundle>) {
    let (mut rows, of_bundles): (Vec<Row>, Vec<_>) =
        classes.into_iter().map(|openings| (openings.single, openings.bundles)).unzip();
    let mut bundles = Vec::new();
    for (class, alternatives) in of_bundles.into_iter().enumerate() {
        for (choice, parts) in alternatives {
            bundles.push(Bundle {
                class: class as u32,
                choice,
                first_leg: rows.len() as u32,
                parts: parts.len() as u32,
            });
            rows.extend(parts);
        }
    }
    (rows, bundles)
}
