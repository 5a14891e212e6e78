//! The proof, in integers.
//!
//! Cut-offs λ (classes) and μ (lots) are a dual of the priority stage when every lot closed no later
//! than the classes it is open to, and prove a plan best when complementary slackness holds: units flow
//! only where both closed at one rank, everyone ranked before λ is served and nobody after it, and every
//! lot that closed is full. Prices prove the fit in the same way on what that leaves open.

use domain::allocation::{Certificate, CutOffs, Rank, Rule};

use crate::Violation;
use crate::facts::Facts;

pub(crate) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let Certificate::CutOffs(certificate) = &facts.plan.certificate else {
        found.push(Violation::CertificateShape);
        return;
    };
    let (classes, lots) = (facts.rows.len(), facts.situation.lots().len());
    let real = |rank: &Rank| {
        let place = usize::try_from(rank.position).ok().and_then(|place| place.checked_sub(1));
        place.and_then(|place| facts.order.get(place)).is_some_and(|&at| facts.rank[at] == *rank)
    };
    if certificate.lambda.len() != classes
        || certificate.mu.len() != lots
        || certificate.fit.class.len() != classes
        || certificate.fit.lot.len() != lots
        || !certificate.lambda.iter().chain(&certificate.mu).flatten().all(real)
    {
        found.push(Violation::CertificateShape);
        return;
    }
    let lambda: Vec<u64> = certificate.lambda.iter().map(|&rank| facts.key(rank)).collect();
    let mu: Vec<u64> = certificate.mu.iter().map(|&rank| facts.key(rank)).collect();
    cut_offs(facts, &lambda, &mu, found);
    prices(facts, certificate, &lambda, &mu, found);
}

fn cut_offs(facts: &Facts<'_>, lambda: &[u64], mu: &[u64], found: &mut Vec<Violation>) {
    let lots = facts.situation.lots();
    for (class, row) in facts.rows.iter().enumerate() {
        for &(lot, _) in row {
            let used = facts.holders[lot].contains_key(&class);
            if mu[lot] > lambda[class] || (used && mu[lot] != lambda[class]) {
                found.push(Violation::CutOff { class, lot: lots[lot].lot.clone() });
            }
        }
    }
    for (at, need) in facts.situation.needs().iter().enumerate() {
        let (own, cut) = (facts.own(at), lambda[facts.class_of[at]]);
        let served = facts.lot_of[at].is_some();
        let at_cut_is_refused = facts.rule == Rule::Strict && own == cut;
        if (own < cut && !served) || (served && (own > cut || at_cut_is_refused)) {
            found.push(Violation::Side { need: need.need.clone() });
        }
    }
    for (at, lot) in lots.iter().enumerate() {
        if mu[at] != u64::MAX && facts.used[at] != u64::from(lot.units) {
            found.push(Violation::NotFull { lot: lot.lot.clone() });
        }
    }
}

fn prices(
    facts: &Facts<'_>,
    certificate: &CutOffs,
    lambda: &[u64],
    mu: &[u64],
    found: &mut Vec<Violation>,
) {
    let fit = &certificate.fit;
    let mut wrong = |right: bool, at: String| {
        if !right {
            found.push(Violation::Prices { at });
        }
    };
    for (class, row) in facts.rows.iter().enumerate() {
        for &(lot, cost) in row.iter().filter(|(lot, _)| mu[*lot] == lambda[class]) {
            let (from, to) = (i128::from(fit.class[class]), i128::from(fit.lot[lot]));
            let reduced = i128::from(cost) + from - to;
            let used = facts.holders[lot].contains_key(&class);
            wrong(reduced >= 0 && (!used || reduced == 0), format!("class {class}, lot {lot}"));
        }
    }
    // Units of lots that never closed may stay; all others are used in every best plan.
    for (at, lot) in facts.situation.lots().iter().enumerate().filter(|(at, _)| mu[*at] == u64::MAX)
    {
        let room = facts.used[at] < u64::from(lot.units);
        let right =
            (!room || fit.lot[at] >= fit.sink) && (facts.used[at] == 0 || fit.lot[at] <= fit.sink);
        wrong(right, format!("lot {at}"));
    }
    // Under `count` the needs at the cut-off may be served or not; under `strict` nobody may.
    let (mut sent, mut least, mut most) =
        (vec![0u64; lambda.len()], vec![0u64; lambda.len()], vec![0u64; lambda.len()]);
    for (at, lot) in facts.lot_of.iter().enumerate() {
        let (class, own) = (facts.class_of[at], facts.own(at));
        sent[class] += u64::from(lot.is_some());
        least[class] += u64::from(own < lambda[class]);
        let may = facts.rule == Rule::Count && own == lambda[class];
        most[class] += u64::from(own < lambda[class] || may);
    }
    for class in 0..lambda.len() {
        let no_more = sent[class] == most[class] || fit.class[class] <= fit.source;
        let no_fewer = sent[class] == least[class] || fit.class[class] >= fit.source;
        wrong(no_more && no_fewer, format!("class {class}"));
    }
}
