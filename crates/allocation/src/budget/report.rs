//! The plan, from what was settled: numbers back to ids.

use std::collections::BTreeMap;

use domain::Euros;
use domain::allocation::{
    Assignment, Between, Bounds, Certificate, ClassFacts, Fairness, LotUse, NeedLine, Offer,
    Order as Bought, Plan, Policy, Proof, Reason, Rule, Share, Situation, Source, Stage,
    StageProof,
};

use super::full::Full;
use super::given::Served;
use super::groups::Group;
use super::reasons::Left;
use super::search::{self, Search};
use super::whole::Choice;
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
    /// Per need, whether it is served.
    pub is_served: &'a [bool],
    /// Per need, whether the former practice would have served it.
    pub former: &'a [bool],
    /// Per need, whether the other rule serves it; none if the search did not come to it.
    pub other: Option<&'a [bool]>,
    /// Per need, whether the same rule serves it when nothing is asked beyond; none if nothing is, or the
    /// search did not come to it.
    pub without: Option<&'a [bool]>,
    /// Whether the search was told to stop.
    pub stopped: bool,
}

impl Solved<'_> {
    /// The plan that says it.
    pub fn plan(&self, policy: &Policy, groups: &[Group], search: &mut Search<'_>) -> Plan {
        let is_served = self.is_served;
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
            lines: self.lines(&lots, &policy.fairness),
            classes: self.classes(&lots),
            served: per_tier(self.situation, |need| is_served[need]),
            score: score(self.situation, |need| is_served[need]),
            cost_cents: spent(&|_| 1),
            spread_cents: spent(&flexibility),
            fit: assignments.iter().map(|given| u64::from(given.fit)).sum(),
            between: self.between(policy),
            other_rule: self.other.map_or_else(Default::default, |other| {
                per_tier(self.situation, |need| other[need])
            }),
            former_practice: per_tier(self.situation, |need| self.former[need]),
            certificate: Certificate::Bounds(Bounds {
                stages: search.stages.iter().filter_map(|stage| stage.prices.clone()).collect(),
            }),
            proof: Proof::exact(),
            stopped: self.stopped,
            digest: String::new(),
            assignments,
            orders,
            lots,
        };
        plan.proof = proof(&plan, policy, groups, search);
        plan.digest = sha256_hex(&plan.canonical());
        plan
    }

    /// How the served are spread, and what that costs.
    fn between(&self, policy: &Policy) -> Option<Between> {
        let by = policy.fairness.by()?;
        let mut shares: BTreeMap<(u8, &str), (u64, u64)> = BTreeMap::new();
        let needs = self.situation.needs();
        for (need, &is_served) in needs.iter().zip(self.is_served) {
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
            served_without: self.without.map_or_else(Default::default, |without| {
                per_tier(self.situation, |need| without[need])
            }),
            score_without: self
                .without
                .map_or(0, |without| score(self.situation, |need| without[need])),
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

    fn lines(&self, lots: &[LotUse], fairness: &Fairness) -> Vec<NeedLine> {
        let left = self.left(lots);
        let full = Full::of(self.situation, fairness, self.is_served);
        let mut served = self.served.iter().peekable();
        let mut known: BTreeMap<u32, (bool, Reason)> = BTreeMap::new();
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
                (None, None) => {
                    let profile = self.market.profile_of[number];
                    let (is_open, reason) = known
                        .entry(profile)
                        .or_insert_with(|| (left.is_open(need), left.reason(need)));
                    let quota = full.reason(need).filter(|_| *is_open);
                    quota.unwrap_or_else(|| reason.clone())
                }
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
}

/// How far each stage is proved, at what the plan reaches in it.
fn proof(plan: &Plan, policy: &Policy, groups: &[Group], search: &mut Search<'_>) -> Proof {
    // Amounts and counts are far below what is cut off here.
    let reached = |stage: Stage| match stage {
        Stage::Tier(tier) => plan.served.get(&tier).map_or(0, |served| *served as i64),
        Stage::Score => plan.score as i64,
        Stage::Refusals(..) => 0,
        Stage::Cost => plan.cost_cents as i64,
        Stage::Spread => plan.spread_cents as i64,
        Stage::Fit => plan.fit as i64,
    };
    let proofs = search.proofs(groups, &reached);
    let of = |stage: Stage| {
        let found = proofs.iter().find(|(known, _)| *known == stage);
        let unknown = || search::proof(reached(stage), search::unbounded(stage), None);
        found.map_or_else(unknown, |(_, proof)| *proof)
    };
    let (mut tiers, mut score) = (BTreeMap::new(), StageProof::Exact);
    let mut served = search.decided;
    if policy.rule == Rule::Count {
        tiers.extend(plan.served.keys().map(|&tier| (tier, of(Stage::Tier(tier)))));
        score = of(Stage::Score);
        let open = tiers.values().copied().find(|proof| *proof != StageProof::Exact);
        served = open.unwrap_or(StageProof::Exact);
    } else if is_cut_short(plan, policy, search) {
        score = search::proof(reached(Stage::Score), i64::MAX, None);
    }
    let (cost, spread, fit) = (of(Stage::Cost), of(Stage::Spread), of(Stage::Fit));
    Proof { served, tiers, score, cost, spread, fit }
}

/// Whether `strict` may have refused whom it could have served.
fn is_cut_short(plan: &Plan, policy: &Policy, search: &Search<'_>) -> bool {
    let may = plan.stopped || policy.work_limit.is_some();
    may && matches!(search.decided, StageProof::Bound { claim: None, .. })
}
