//! What is open to a need, and what of it tells needs apart.

use std::collections::BTreeMap;

use domain::allocation::{
    Alternative, Decision, Situation, SituationItem, SituationLot, SituationNeed,
    first_failed_offer, first_failed_rule,
};

use crate::market::OfferAt;

/// Options in order, each with its fit.
pub(crate) type Row = Vec<(u32, u32)>;

/// All that a class may be given: the single parts, and every bundle that can be had at all.
#[derive(PartialEq, Eq, Hash, Clone)]
pub(crate) struct Openings {
    pub single: Row,
    pub bundles: Vec<(u32, Vec<Row>)>,
}

/// The attributes of a need that some lot or fund tests.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Profile<'a> {
    asks: &'a [Alternative],
    commune: Option<&'a str>,
    level: Option<domain::stock::Level>,
    flags: Vec<&'a str>,
    accepts: (bool, bool),
    decision: Option<&'a Decision>,
}

/// The lots and offers as one looks for them: by kind, then lots by commune.
pub(crate) struct Shelves<'a> {
    situation: &'a Situation,
    by_kind: BTreeMap<&'a str, Shelf<'a>>,
    /// Every offer, in (item, fund) order.
    pub offers: Vec<OfferAt>,
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
    /// Puts everything on its shelf.
    pub fn of(situation: &'a Situation) -> Self {
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

    /// What of a need some lot, fund or decision tests.
    pub fn profile<'n>(&self, need: &'n SituationNeed) -> Profile<'n>
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
    pub fn decided(&self, need: &SituationNeed, mut openings: Openings) -> Openings {
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
            Decision::Nothing | Decision::SiblingsServed(_) | Decision::Duplicate { .. } => None,
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
    pub fn openings(&self, need: &SituationNeed) -> Openings {
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
    pub fn offers_in(&self, openings: &Openings) -> Vec<OfferAt> {
        let bundles = openings.bundles.iter().flat_map(|(_, rows)| rows);
        let options = bundles.chain([&openings.single]).flatten().map(|(option, _)| *option);
        let lots = self.situation.lots().len();
        let offers = options.filter_map(|option| (option as usize).checked_sub(lots));
        let mut offers: Vec<OfferAt> = offers.map(|at| self.offers[at]).collect();
        offers.sort_unstable_by_key(|offer| (offer.fund, offer.item));
        offers.dedup();
        offers
    }

    /// Drops from a row the offers that no best plan takes there.
    pub fn drop_dominated(&self, row: &mut Row) {
        let lots = self.situation.lots().len();
        let offer = |option: u32| (option as usize).checked_sub(lots).map(|at| self.offers[at]);
        let item = |offer: OfferAt| &self.situation.catalogue()[offer.item as usize];
        let offers: Vec<OfferAt> = row.iter().filter_map(|&(option, _)| offer(option)).collect();
        let is_dominated = |own: OfferAt| {
            let same =
                |other: &&OfferAt| other.fund == own.fund && item(**other).kind == item(own).kind;
            offers.iter().filter(same).any(|other| dominates(item(*other), item(own)))
        };
        row.retain(|&(option, _)| !offer(option).is_some_and(is_dominated));
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
