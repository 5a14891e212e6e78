//! Every bound, summed again: each lot, cent, order and kept stage is charged its price, every need takes
//! what is then best for it alone. Whatever the prices, no plan is worth more than the sum.

use domain::allocation::{Certificate, Rule, Stage, StagePrices, StageProof};

use super::charges::{ONE, Part, counted, gain, grain, ordered, part, useful};
use super::facts::Facts;
use crate::Violation;

pub(crate) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let Certificate::Bounds(bounds) = &facts.plan.certificate else {
        found.push(Violation::CertificateShape);
        return;
    };
    if !bounds.stages.iter().all(|prices| has_shape(facts, prices)) {
        found.push(Violation::CertificateShape);
        return;
    }
    for (stage, told) in told(facts) {
        let prices = bounds.stages.iter().find(|prices| prices.stage == stage);
        let limit = prices.map_or(unbounded(stage), |prices| limit(facts, prices));
        let value = value(facts, stage);
        let right = match told {
            StageProof::Exact => limit == Some(value),
            StageProof::Bound { limit: told, claim } => {
                let between = |claim: i64| {
                    let (claim, low, high) =
                        (i128::from(claim), value.min(told.into()), value.max(told.into()));
                    (low..=high).contains(&claim)
                };
                limit == Some(told.into()) && limit != Some(value) && claim.is_none_or(between)
            }
        };
        if !right {
            found.push(Violation::Bound { stage: format!("{stage:?}") });
        }
    }
    if !served(facts, &bounds.stages) {
        found.push(Violation::Proof);
    }
}

/// The stages the rule has, and how far the plan says each is proved.
fn told(facts: &Facts<'_>) -> Vec<(Stage, StageProof)> {
    let proof = &facts.plan.proof;
    let mut told: Vec<(Stage, StageProof)> = Vec::new();
    if facts.rule == Rule::Count {
        told.extend(proof.tiers.iter().map(|(tier, proof)| (Stage::Tier(*tier), *proof)));
        told.push((Stage::Score, proof.score));
    }
    let spending = [(Stage::Cost, proof.cost), (Stage::Spread, proof.spread)];
    told.extend(spending);
    told.push((Stage::Fit, proof.fit));
    told
}

fn unbounded(stage: Stage) -> Option<i128> {
    match stage {
        Stage::Tier(_) | Stage::Score | Stage::Refusals(..) => Some(i64::MAX.into()),
        Stage::Cost | Stage::Spread | Stage::Fit => Some(0),
    }
}

/// What the plan reaches in a stage.
fn value(facts: &Facts<'_>, stage: Stage) -> i128 {
    let plan = facts.plan;
    match stage {
        Stage::Tier(tier) => plan.served.get(&tier).copied().unwrap_or_default().into(),
        Stage::Score => plan.score.into(),
        Stage::Refusals(..) => 0,
        Stage::Cost => plan.cost_cents.into(),
        Stage::Spread => plan.spread_cents.into(),
        Stage::Fit => plan.fit.into(),
    }
}

/// Under `count`, the tiers are those that needs have and `served` is the first that is not exact; under
/// `strict`, it says up to which position the refusals are shown.
fn served(facts: &Facts<'_>, stages: &[StagePrices]) -> bool {
    let proof = &facts.plan.proof;
    if facts.rule == Rule::Count {
        let open = proof.tiers.values().find(|proof| **proof != StageProof::Exact);
        return proof.tiers.keys().eq(facts.plan.served.keys())
            && proof.served == open.copied().unwrap_or(StageProof::Exact);
    }
    if !facts.policy.fairness.is_none() {
        // Nothing of it is shown.
        return matches!(proof.served, StageProof::Bound { limit: 0, .. })
            && proof.score == score(facts)
            && stages.is_empty();
    }
    let mut shown = vec![false; facts.order.len()];
    for prices in stages {
        if let Stage::Refusals(first, last) = prices.stage {
            let forced = (0..facts.order.len())
                .filter(|&at| at + 1 < first as usize && facts.is_served(facts.order[at]))
                .count();
            if limit(facts, prices).is_some_and(|limit| limit <= forced as i128) {
                let run = first.saturating_sub(1) as usize..(last as usize).min(shown.len());
                shown.get_mut(run).into_iter().flatten().for_each(|shown| *shown = true);
            }
        }
    }
    let open = (0..shown.len()).find(|&at| !facts.is_served(facts.order[at]) && !shown[at]);
    let all = i64::try_from(shown.len()).ok();
    proof.tiers.is_empty()
        && proof.score == score(facts)
        && match (open, proof.served) {
            (None, StageProof::Exact) => true,
            (Some(open), StageProof::Bound { limit, claim }) => {
                i64::try_from(open) == Ok(limit) && claim.is_none_or(|claim| Some(claim) == all)
            }
            _ => false,
        }
}

/// Under `strict` the score is that of those served, and nothing better is asked; of a search that was cut
/// short before all were decided it is shown no more than they are.
fn score(facts: &Facts<'_>) -> StageProof {
    let may_be_cut = facts.plan.stopped || facts.policy.work_limit.is_some();
    match facts.plan.proof.served {
        StageProof::Bound { claim: None, .. } if may_be_cut => {
            StageProof::Bound { limit: i64::MAX, claim: None }
        }
        _ => StageProof::Exact,
    }
}

fn has_shape(facts: &Facts<'_>, prices: &StagePrices) -> bool {
    let (funds, items) = (facts.situation.funds().len(), facts.situation.catalogue().len());
    let lists = [&prices.lots, &prices.funds, &prices.orders, &prices.minimums, &prices.switches];
    let sizes = [facts.situation.lots().len(), funds, funds * items, items, items];
    lists
        .iter()
        .zip(sizes)
        .all(|(list, size)| list.len() == size && list.iter().all(|price| *price >= 0))
        && prices.kept.iter().all(|(stage, price)| *price >= 0 && *stage != prices.stage)
}

/// Whether a stage is decided after another, and so may count on what that one reached.
fn follows(stage: Stage, kept: Stage) -> bool {
    stage > kept && !matches!(kept, Stage::Refusals(..)) && !matches!(stage, Stage::Refusals(..))
}

/// The limit that prices show; none if they show none.
fn limit(facts: &Facts<'_>, prices: &StagePrices) -> Option<i128> {
    if !prices.kept.iter().all(|(kept, _)| follows(prices.stage, *kept)) {
        return None;
    }
    let (lots, funds) = (facts.situation.lots(), facts.situation.funds());
    let items = facts.situation.catalogue();
    let mut sum: i128 = 0;
    for (lot, price) in lots.iter().zip(&prices.lots) {
        sum += i128::from(lot.units) * i128::from(*price);
    }
    for (fund, price) in funds.iter().zip(&prices.funds) {
        sum += i128::from(fund.available.cents()) * i128::from(*price);
    }
    let useful = useful(facts);
    for (at, item) in items.iter().enumerate() {
        let most = useful[at].max(item.minimum_order.into());
        let switched = i128::from(prices.switches[at]) * i128::from(most)
            - i128::from(prices.minimums[at]) * i128::from(item.minimum_order);
        sum += if counted(item.minimum_order) { switched.max(0) } else { 0 };
        for (on, fund) in funds.iter().enumerate() {
            let pays = fund.categories.is_empty() || fund.categories.contains(&item.category);
            if !pays || item.price > fund.available {
                continue;
            }
            let (price, cents) = (item.price.cents(), fund.available.cents());
            let units = if price == 0 { most } else { most.min((cents / price).unsigned_abs()) };
            let gain = ordered(facts, prices, at, on);
            sum += gain.max(0) * i128::from(units);
        }
    }
    for &(stage, price) in &prices.kept {
        let kept = i128::from(price) * value(facts, stage);
        sum += if unbounded(stage) == Some(0) { kept } else { -kept };
    }
    for need in 0..facts.order.len() {
        let gain = gain(facts, prices, need);
        sum += match (part(facts, prices.stage, need), gain) {
            (Part::Free, Some(gain)) => gain.max(0),
            (Part::Served, Some(gain)) => gain,
            (Part::Served, None) => return None,
            (Part::Out, _) | (Part::Free, None) => 0,
        };
    }
    let grain = grain(facts, prices.stage);
    Some(match unbounded(prices.stage) {
        Some(0) => -sum.div_euclid(ONE * grain) * grain,
        _ => sum.div_euclid(ONE * grain) * grain,
    })
}
