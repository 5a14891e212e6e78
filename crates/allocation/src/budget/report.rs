//! The plan, from what was settled: numbers back to ids.

use std::collections::BTreeMap;

use domain::Euros;
use domain::allocation::{
    Assignment, Between, Bounds, Certificate, ClassFacts, LotUse, NeedLine, Offer, Order as Bought,
    Plan, Policy, Proof, Reason, Rule, Share, Situation, Source, Stage, StageProof,
};

use super::given::Served;
use super::model::Choice;
use super::reasons::Left;
use super::search::Settled;
use crate::former_practice;
use crate::market::Market;
use crate::order::{Order, sha256_hex};
use crate::report::{per_tier, score};

/// All that was settled about a situation.
pub(crate) struct Solved<'a> {
    pub situation: &'a Situation,
    pub order: &'a Order,
    pub market: &'a Market,
    pub choice: &'a Choice,
    pub served: &'a [Served],
    pub stages: &'a [Settled],
    /// Under `strict`, how far the refusals are proved.
    pub decided: StageProof,
    /// Per need, whether the other rule serves it.
    pub other: &'a [bool],
    /// Per need, whether the same rule serves it when nothing is asked beyond; none if nothing is.
    pub without: Option<&'a [bool]>,
}

impl Solved<'_> {
    /// The plan that says it.
    pub fn plan(&self, policy: &Policy) -> Plan {
        let mut is_served = vec![false; self.market.class_of.len()];
        self.served.iter().for_each(|served| is_served[served.need as usize] = true);
        let former = former_practice::served(self.situation, self.market, self.order);
        let (assignments, orders) = (self.assignments(), self.orders());
        let spent = |weight: &dyn Fn(&str) -> u64| {
            let each = orders.iter().map(|order| order.amount.cents() as u64 * weight(&order.fund));
            each.sum()
        };
        let flexibility = |fund: &str| {
            let found = self.situation.funds().iter().find(|known| known.fund == fund);
            found.map_or(0, |fund| fund.flexibility.into())
        };
        let lots = self.lots();
        let mut plan = Plan {
            edition: Plan::EDITION,
            rule: policy.rule,
            seed: policy.seed,
            lines: self.lines(&lots),
            classes: self.classes(&lots),
            served: per_tier(self.situation, |need| is_served[need]),
            score: score(self.situation, |need| is_served[need]),
            cost_cents: spent(&|_| 1),
            spread_cents: spent(&flexibility),
            fit: assignments.iter().map(|given| u64::from(given.fit)).sum(),
            between: self.between(policy, &is_served),
            other_rule: per_tier(self.situation, |need| self.other[need]),
            former_practice: per_tier(self.situation, |need| former[need]),
            certificate: Certificate::Bounds(Bounds {
                stages: self.stages.iter().filter_map(|stage| stage.prices.clone()).collect(),
            }),
            proof: self.proof(policy.rule),
            digest: String::new(),
            assignments,
            orders,
            lots,
        };
        plan.digest = sha256_hex(&plan.canonical());
        plan
    }

    /// How the served are spread, and what that costs.
    fn between(&self, policy: &Policy, is_served: &[bool]) -> Option<Between> {
        let (by, without) = policy.fairness.by().zip(self.without)?;
        let mut shares: BTreeMap<(u8, &str), (u64, u64)> = BTreeMap::new();
        let needs = self.situation.needs();
        for (need, &is_served) in needs.iter().zip(is_served) {
            let share = shares.entry((need.tier, by.of(need))).or_default();
            *share = (share.0 + 1, share.1 + u64::from(is_served));
        }
        Some(Between {
            by,
            shares: shares
                .into_iter()
                .map(|((tier, place), (needs, served))| Share {
                    tier,
                    place: place.to_owned(),
                    needs,
                    served,
                })
                .collect(),
            served_without: per_tier(self.situation, |need| without[need]),
            score_without: score(self.situation, |need| without[need]),
        })
    }

    fn assignments(&self) -> Vec<Assignment> {
        let mut assignments = Vec::new();
        for served in self.served {
            let need = &self.situation.needs()[served.need as usize];
            let kinds = need.asks[served.choice as usize].parts();
            for (kind, &(option, fit)) in kinds.iter().zip(&served.parts) {
                let source = match self.market.offer(option) {
                    None => {
                        Source::Stock { lot: self.situation.lots()[option as usize].lot.clone() }
                    }
                    Some(offer) => Source::Purchase {
                        item: self.situation.catalogue()[offer.item as usize].item.clone(),
                        fund: self.situation.funds()[offer.fund as usize].fund.clone(),
                    },
                };
                let (need, kind) = (need.need.clone(), kind.clone());
                assignments.push(Assignment { need, source, kind, choice: served.choice, fit });
            }
        }
        assignments
    }

    fn orders(&self) -> Vec<Bought> {
        let offers = self.market.offers.iter().zip(&self.choice.orders);
        let mut orders: Vec<Bought> = offers
            .filter(|(_, units)| **units > 0)
            .map(|(offer, &units)| {
                let item = &self.situation.catalogue()[offer.item as usize];
                Bought {
                    fund: self.situation.funds()[offer.fund as usize].fund.clone(),
                    item: item.item.clone(),
                    units,
                    amount: Euros::from_cents(item.price.cents() * i64::from(units)),
                }
            })
            .collect();
        orders.sort_unstable_by(|a, b| (&a.fund, &a.item).cmp(&(&b.fund, &b.item)));
        orders
    }

    /// Per option, the units given.
    fn used(&self) -> Vec<u32> {
        let mut used = vec![0; self.market.graph.lots()];
        for (option, _) in self.served.iter().flat_map(|served| &served.parts) {
            used[*option as usize] += 1;
        }
        used
    }

    fn lots(&self) -> Vec<LotUse> {
        let lots = self.situation.lots().iter().zip(self.used());
        lots.map(|(lot, used)| LotUse { lot: lot.lot.clone(), units: lot.units, used }).collect()
    }

    fn left(&self, lots: &[LotUse]) -> Left<'_> {
        let (funds, items) = (self.situation.funds(), self.situation.catalogue());
        let mut left = Left {
            situation: self.situation,
            units: lots.iter().map(|lot| lot.units - lot.used).collect(),
            cents: funds.iter().map(|fund| fund.available.cents()).collect(),
            ordered: vec![0; items.len()],
            surplus: vec![0; items.len()],
        };
        let used = self.used();
        for (at, (offer, &units)) in self.market.offers.iter().zip(&self.choice.orders).enumerate()
        {
            let item = offer.item as usize;
            left.cents[offer.fund as usize] -= items[item].price.cents() * i64::from(units);
            left.ordered[item] += units;
            left.surplus[item] += units - used[self.market.lots() + at];
        }
        left
    }

    fn lines(&self, lots: &[LotUse]) -> Vec<NeedLine> {
        let left = self.left(lots);
        let mut served = self.served.iter().peekable();
        let mut known: BTreeMap<u32, Reason> = BTreeMap::new();
        let lines = self.situation.needs().iter().enumerate().map(|(number, need)| {
            let given = served.next_if(|served| served.need as usize == number);
            let reason = match (self.situation.pin(&need.need), given) {
                (Some(pin), given) => pin.told(given.is_some()),
                (None, Some(served)) => {
                    let bought = |(option, _): &(u32, u32)| self.market.offer(*option).is_some();
                    let any = served.parts.iter().any(bought);
                    if any { Reason::ServiAchat } else { Reason::ServiStock }
                }
                // Needs of one profile ask and accept the same, and the same is open to them.
                (None, None) => known
                    .entry(self.market.profile_of[number])
                    .or_insert_with(|| left.reason(need))
                    .clone(),
            };
            NeedLine {
                need: need.need.clone(),
                rank: self.order.rank(self.order.place[number]),
                draw: hex::encode(self.order.draw[number]),
                class: self.market.class_of[number],
                reason,
            }
        });
        lines.collect()
    }

    fn classes(&self, lots: &[LotUse]) -> Vec<ClassFacts> {
        let class = |class: u32| {
            let arcs = self.market.legs_of(class).flat_map(|leg| self.market.graph.row(leg));
            let options = arcs.map(|arc| self.market.graph.lot(arc) as usize);
            let mut open: Vec<usize> = options.filter(|&option| option < lots.len()).collect();
            open.sort_unstable();
            open.dedup();
            let offers = self.market.offers_of[class as usize].iter().map(|offer| Offer {
                fund: self.situation.funds()[offer.fund as usize].fund.clone(),
                item: self.situation.catalogue()[offer.item as usize].item.clone(),
            });
            ClassFacts {
                lots: open.iter().map(|&lot| lots[lot].lot.clone()).collect(),
                offers: offers.collect(),
                threshold: None,
                served_ahead: open.iter().map(|&lot| u64::from(lots[lot].used)).sum(),
            }
        };
        (0..self.market.classes as u32).map(class).collect()
    }

    fn proof(&self, rule: Rule) -> Proof {
        let of = |stage: Stage| {
            let found = self.stages.iter().find(|settled| settled.stage == stage);
            found.map_or(StageProof::Exact, |settled| settled.proof)
        };
        let tiers: BTreeMap<u8, StageProof> = self
            .stages
            .iter()
            .filter_map(|settled| match settled.stage {
                Stage::Tier(tier) => Some((tier, settled.proof)),
                _ => None,
            })
            .collect();
        let open = tiers.values().copied().find(|proof| *proof != StageProof::Exact);
        Proof {
            served: match rule {
                Rule::Strict => self.decided,
                Rule::Count => open.unwrap_or(StageProof::Exact),
            },
            tiers,
            score: of(Stage::Score),
            cost: of(Stage::Cost),
            spread: of(Stage::Spread),
            fit: of(Stage::Fit),
        }
    }
}
