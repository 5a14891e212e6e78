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

use std::collections::{BTreeMap, HashMap};

use domain::allocation::{
    Alternative, Decision, Situation, SituationItem, SituationLot, SituationNeed,
    first_failed_offer, first_failed_rule,
};

use crate::bipartite::Bipartite;

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

/// Options in order, each with its fit.
type Row = Vec<(u32, u32)>;

/// All that a class may be given: the single parts, and every bundle that can be had at all.
#[derive(PartialEq, Eq, Hash, Clone)]
struct Openings {
    single: Row,
    bundles: Vec<(u32, Vec<Row>)>,
}

/// The attributes of a need that some lot or fund tests.
#[derive(PartialEq, Eq, Hash)]
struct Profile<'a> {
    asks: &'a [Alternative],
    commune: Option<&'a str>,
    level: Option<domain::stock::Level>,
    flags: Vec<&'a str>,
    accepts: (bool, bool),
    decision: Option<&'a Decision>,
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
        let (rows, bundles) = legs(&classes);
        let rows: Vec<Row> = rows.iter().map(|row| shelves.without_dominated(row)).collect();
        let offers_of = classes.iter().map(|openings| shelves.offers_in(openings)).collect();
        let options = situation.lots().len() + shelves.offers.len();
        Self {
            class_of: profile_of.iter().map(|&p| class_of_profile[p as usize]).collect(),
            profile_of,
            profiles,
            classes: classes.len(),
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
fn legs(classes: &[Openings]) -> (Vec<Row>, Vec<Bundle>) {
    let mut rows: Vec<Row> = classes.iter().map(|openings| openings.single.clone()).collect();
    let mut bundles = Vec::new();
    for (class, openings) in classes.iter().enumerate() {
        for (choice, parts) in &openings.bundles {
            bundles.push(Bundle {
                class: class as u32,
                choice: *choice,
                first_leg: rows.len() as u32,
                parts: parts.len() as u32,
            });
            rows.extend_from_slice(parts);
        }
    }
    (rows, bundles)
}

/// The lots and offers as one looks for them: by kind, then lots by commune.
struct Shelves<'a> {
    situation: &'a Situation,
    by_kind: BTreeMap<&'a str, Shelf<'a>>,
    offers: Vec<OfferAt>,
    communes: Vec<&'a str>,
    flags: Vec<&'a str>,
    levels: bool,
}

/// The lots and offers of one kind.
#[derive(Default)]
struct Shelf<'a> {
    anywhere: Vec<u32>,
    only_in: BTreeMap<&'a str, Vec<u32>>,
    /// Options.
    offers: Vec<u32>,
}

impl<'a> Shelves<'a> {
    fn of(situation: &'a Situation) -> Self {
        let (lots, funds) = (situation.lots(), situation.funds());
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
        let offers = offers(situation);
        for (at, offer) in offers.iter().enumerate() {
            let item = &situation.catalogue()[offer.item as usize];
            by_kind.entry(&item.kind).or_default().offers.push((lots.len() + at) as u32);
        }
        let reservations: Vec<_> = lots
            .iter()
            .map(SituationLot::reservation)
            .chain(funds.iter().map(|fund| fund.reservation()))
            .collect();
        let communes = reservations.iter().flat_map(|reserved| reserved.communes);
        let flags = reservations
            .iter()
            .flat_map(|reserved| reserved.requires.iter().chain(reserved.refuses));
        Self {
            situation,
            by_kind,
            offers,
            communes: distinct(communes.map(String::as_str)),
            flags: distinct(flags.map(String::as_str)),
            levels: reservations.iter().any(|reserved| !reserved.levels.is_empty()),
        }
    }

    fn profile<'n>(&self, need: &'n SituationNeed) -> Profile<'n>
    where
        'a: 'n,
    {
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
            decision: self.situation.pin(&need.need).map(|pin| &pin.decision),
        }
    }

    /// Leaves of what a need may be given what was decided, if anything was.
    fn decided(&self, need: &SituationNeed, mut openings: Openings) -> Openings {
        let Some(pin) = self.situation.pin(&need.need) else { return openings };
        let option = self.option(&pin.decision);
        let is_it = |(one, _): &(u32, u32)| Some(*one) == option;
        openings.single.retain(is_it);
        openings.bundles.retain_mut(|(_, rows)| {
            let part = rows.iter_mut().find(|row| row.iter().any(is_it));
            let kept = part.map(|row| row.retain(is_it));
            kept.is_some()
        });
        openings
    }

    /// The option that a decision gives.
    fn option(&self, decision: &Decision) -> Option<u32> {
        let (lots, funds) = (self.situation.lots(), self.situation.funds());
        match decision {
            Decision::Nothing => None,
            Decision::Lot { lot } => {
                lots.binary_search_by(|known| known.lot.cmp(lot)).ok().map(|at| at as u32)
            }
            Decision::Purchase { item, fund } => {
                let catalogue = self.situation.catalogue();
                let item = catalogue.binary_search_by(|known| known.item.cmp(item)).ok()?;
                let fund = funds.binary_search_by(|known| known.fund.cmp(fund)).ok()?;
                let at = OfferAt { item: item as u32, fund: fund as u32 };
                let found = self.offers.binary_search(&at).ok()?;
                Some((lots.len() + found) as u32)
            }
        }
    }

    /// What a need may be given, by itself and in bundles.
    fn openings(&self, need: &SituationNeed) -> Openings {
        let mut openings = Openings { single: Vec::new(), bundles: Vec::new() };
        for (choice, alternative) in (0..).zip(&need.asks) {
            let rows = alternative.parts().iter().enumerate().map(|(part, kind)| {
                // The choice counts once, whatever the number of parts.
                self.row(need, kind, if part == 0 { 100 * choice } else { 0 })
            });
            let mut rows: Vec<Row> = rows.collect();
            if alternative.is_bundle() {
                if rows.iter().all(|row| !row.is_empty()) {
                    openings.bundles.push((choice, rows));
                }
            } else {
                openings.single.append(&mut rows[0]);
            }
        }
        openings.single.sort_unstable();
        openings
    }

    /// The options of one kind open to a need and their fits, in option order.
    fn row(&self, need: &SituationNeed, kind: &str, base: u32) -> Row {
        let Some(shelf) = self.by_kind.get(kind) else { return Vec::new() };
        let (lots, funds) = (self.situation.lots(), self.situation.funds());
        let catalogue = self.situation.catalogue();
        let here = shelf.only_in.get(need.commune.as_str()).into_iter().flatten();
        let mut row: Row = shelf
            .anywhere
            .iter()
            .chain(here)
            .filter(|&&lot| first_failed_rule(need, &lots[lot as usize]).is_none())
            .map(|&lot| (lot, base + u32::from(lots[lot as usize].penalty)))
            .collect();
        row.sort_unstable();
        let offers = shelf.offers.iter();
        let offers = offers.map(|&option| (option, self.offers[option as usize - lots.len()]));
        let open = offers.filter(|(_, offer)| {
            let (fund, item) = (&funds[offer.fund as usize], &catalogue[offer.item as usize]);
            first_failed_offer(need, fund, item).is_none()
        });
        row.extend(open.map(|(option, offer)| {
            (option, base + u32::from(catalogue[offer.item as usize].penalty))
        }));
        row
    }

    /// The offers of all rows, funds first.
    fn offers_in(&self, openings: &Openings) -> Vec<OfferAt> {
        let bundles = openings.bundles.iter().flat_map(|(_, rows)| rows);
        let options = bundles.chain([&openings.single]).flatten().map(|(option, _)| *option);
        let lots = self.situation.lots().len();
        let offers = options.filter_map(|option| (option as usize).checked_sub(lots));
        let mut offers: Vec<OfferAt> = offers.map(|at| self.offers[at]).collect();
        offers.sort_unstable_by_key(|offer| (offer.fund, offer.item));
        offers.dedup();
        offers
    }

    /// A row without the offers that no best plan takes there.
    fn without_dominated(&self, row: &Row) -> Row {
        let lots = self.situation.lots().len();
        let offer = |option: u32| (option as usize).checked_sub(lots).map(|at| self.offers[at]);
        let item = |offer: OfferAt| &self.situation.catalogue()[offer.item as usize];
        let is_dominated = |own: OfferAt| {
            let others = row.iter().filter_map(|&(option, _)| offer(option));
            let same =
                |other: &OfferAt| other.fund == own.fund && item(*other).kind == item(own).kind;
            others.filter(same).any(|other| dominates(item(other), item(own)))
        };
        let kept = row.iter().filter(|(option, _)| !offer(*option).is_some_and(is_dominated));
        kept.copied().collect()
    }
}

/// Every item on every fund that may pay for it, in (item, fund) order.
fn offers(situation: &Situation) -> Vec<OfferAt> {
    let mut offers = Vec::new();
    for (item, sold) in (0..).zip(situation.catalogue()) {
        for (fund, purse) in (0..).zip(situation.funds()) {
            let affordable = sold.price <= purse.available;
            if purse.pays_for(sold) && affordable {
                offers.push(OfferAt { item, fund });
            }
        }
    }
    offers
}

/// Whether no best plan buys the second where the same fund could pay for the first. Only among items
/// without a minimum order: one bought dearer may help others to reach the number.
fn dominates(first: &SituationItem, second: &SituationItem) -> bool {
    let merit = |item: &SituationItem| (item.price, item.penalty, item.item.clone());
    first.minimum_order <= 1 && second.minimum_order <= 1 && merit(first) < merit(second)
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}
