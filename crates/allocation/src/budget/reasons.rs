//! Why the unserved are unserved (`allocation.md` §5.4), from what the plan leaves: facts that anyone can
//! check again.

use domain::Euros;
use domain::allocation::{
    Alternative, LineLeft, LotRefusal, OfferRefusal, Reason, Situation, SituationNeed,
    first_failed_offer, first_failed_rule,
};

/// What a plan leaves.
pub(crate) struct Left<'a> {
    pub situation: &'a Situation,
    /// Per lot, units.
    pub units: Vec<u32>,
    /// Per fund, cents.
    pub cents: Vec<i64>,
    /// Per item, units ordered over all funds, and those that nobody gets.
    pub ordered: Vec<u32>,
    pub surplus: Vec<u32>,
}

/// How one part of an alternative stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nothing of the kind is open to the need, whatever is left.
    Closed,
    /// Everything open is gone.
    Gone,
    /// A fund could pay, but the item, by number, is sold in numbers only and is not ordered.
    BelowMinimum(usize),
    /// It could be had.
    Left,
}

impl Left<'_> {
    /// Why a need is not served.
    pub fn reason(&self, need: &SituationNeed) -> Reason {
        let parts = |kinds: &[String]| -> Vec<Part> {
            kinds.iter().map(|kind| self.part(need, kind)).collect()
        };
        let asked: Vec<_> = need.asks.iter().map(|asked| (asked, parts(asked.parts()))).collect();
        let is_open = |parts: &[Part]| !parts.contains(&Part::Closed);
        let lines = self.lines(need);
        let halved = asked.iter().find(|(asked, parts)| {
            let had = parts.contains(&Part::Left);
            asked.is_bundle() && had && parts.iter().any(|part| *part != Part::Left)
        });
        if let Some((bundle, parts)) = halved {
            let kinds = bundle.parts().iter().zip(parts);
            let missing = kinds.filter(|(_, part)| **part != Part::Left);
            let missing = missing.map(|(kind, _)| kind.clone()).collect();
            return Reason::LotIncomplet { bundle: (*bundle).clone(), missing, lines };
        }
        if !asked.iter().any(|(_, parts)| is_open(parts)) {
            let (refusals, offers) = (self.refusals(need), self.offer_refusals(need));
            return if offers.is_empty() {
                Reason::AucunLotAdmissible { refusals }
            } else {
                Reason::FondsNonEligible { refusals, offers }
            };
        }
        let below = asked.iter().filter(|(_, parts)| is_open(parts)).flat_map(|(_, parts)| parts);
        let below = below.copied().find_map(|part| match part {
            Part::BelowMinimum(item) => Some(&self.situation.catalogue()[item]),
            _ => None,
        });
        if let Some(item) = below {
            let (item, minimum) = (item.item.clone(), item.minimum_order);
            return Reason::MinimumDeCommande { item, minimum, lines };
        }
        if !lines.is_empty() {
            return Reason::FondsEpuise { lines };
        }
        match self.reserved(need) {
            reserved if reserved.is_empty() => {
                Reason::StockEpuiseALaPriorite { next_for: Vec::new() }
            }
            reserved => Reason::ResteReserve { reserved, next_for: Vec::new() },
        }
    }

    /// Whether all that one of its alternatives asks for is open to a need, whatever is left.
    pub fn is_open(&self, need: &SituationNeed) -> bool {
        let is_open = |kind: &String| self.part(need, kind) != Part::Closed;
        need.asks.iter().any(|asked| asked.parts().iter().all(is_open))
    }

    fn part(&self, need: &SituationNeed, kind: &str) -> Part {
        let mut state = Part::Closed;
        for (at, lot) in self.situation.lots().iter().enumerate() {
            if lot.kind == kind && first_failed_rule(need, lot).is_none() {
                if self.units[at] > 0 {
                    return Part::Left;
                }
                state = Part::Gone;
            }
        }
        let mut below = None;
        for (item, fund) in self.open_offers(need, kind) {
            let sold = &self.situation.catalogue()[item];
            let paid = sold.price.cents() <= self.cents[fund];
            let counted = sold.minimum_order > 1 && self.ordered[item] == 0;
            if self.surplus[item] > 0 || (paid && !counted) {
                return Part::Left;
            }
            if paid {
                below = below.or(Some(item));
            }
            state = Part::Gone;
        }
        below.map_or(state, Part::BelowMinimum)
    }

    /// What can be bought of a kind for a need, in (item, fund) order.
    fn open_offers(&self, need: &SituationNeed, kind: &str) -> Vec<(usize, usize)> {
        let mut open = Vec::new();
        for (item, sold) in self.situation.catalogue().iter().enumerate() {
            for (fund, purse) in self.situation.funds().iter().enumerate() {
                if sold.kind == kind && first_failed_offer(need, purse, sold).is_none() {
                    open.push((item, fund));
                }
            }
        }
        open
    }

    /// Per wanted kind and open fund, the cheapest item.
    fn lines(&self, need: &SituationNeed) -> Vec<LineLeft> {
        let mut kinds: Vec<&String> = Vec::new();
        for kind in need.asks.iter().flat_map(Alternative::parts) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let mut lines = Vec::new();
        for kind in kinds {
            let open = self.open_offers(need, kind);
            for (fund, purse) in self.situation.funds().iter().enumerate() {
                let items = open.iter().filter(|(_, on)| *on == fund);
                let items = items.map(|(item, _)| &self.situation.catalogue()[*item]);
                // The first in id order among the cheapest.
                let Some(item) = items.min_by_key(|item| item.price) else { continue };
                lines.push(LineLeft {
                    kind: kind.clone(),
                    fund: purse.fund.clone(),
                    left: Euros::from_cents(self.cents[fund]),
                    item: item.item.clone(),
                    price: item.price,
                });
            }
        }
        lines
    }

    fn refusals(&self, need: &SituationNeed) -> Vec<LotRefusal> {
        let lots = self.situation.lots().iter().filter(|lot| need.wants(&lot.kind));
        lots.filter_map(|lot| {
            let rule = first_failed_rule(need, lot)?;
            Some(LotRefusal { lot: lot.lot.clone(), rule })
        })
        .collect()
    }

    fn offer_refusals(&self, need: &SituationNeed) -> Vec<OfferRefusal> {
        let mut refusals = Vec::new();
        for fund in self.situation.funds() {
            for item in self.situation.catalogue().iter().filter(|item| need.wants(&item.kind)) {
                if let Some(rule) = first_failed_offer(need, fund, item) {
                    let (fund, item) = (fund.fund.clone(), item.item.clone());
                    refusals.push(OfferRefusal { fund, item, rule });
                }
            }
        }
        refusals
    }

    /// Lots of a wanted kind with units left that one reservation alone keeps from the need.
    fn reserved(&self, need: &SituationNeed) -> Vec<LotRefusal> {
        let lots = self.situation.lots().iter().zip(&self.units);
        lots.filter(|(_, left)| **left > 0)
            .filter_map(|(lot, _)| {
                let rule = first_failed_rule(need, lot)?;
                crate::reasons::is_alone(&rule, need, lot)
                    .then(|| LotRefusal { lot: lot.lot.clone(), rule })
            })
            .collect()
    }
}
