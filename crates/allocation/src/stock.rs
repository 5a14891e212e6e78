//! Stock alone, one unit to a need: a matroid, and a flow on its optimal face.

use domain::allocation::{Plan, Policy, Rule, Situation};

use crate::face::Face;
use crate::market::Market;
use crate::order::Order;
use crate::report::Solved;
use crate::{Infeasible, handing_out, kept, matroid, min_cost_flow, served_set};

/// The best plan for a situation of stock alone.
pub(crate) fn plan(
    situation: &Situation,
    policy: &Policy,
    order: &Order,
    market: &Market,
) -> Result<Plan, Infeasible> {
    let base = matroid::greedy(market, order);
    kept(situation, |need| base.served[need])?;
    let face = Face::of(market, order, &base, policy.rule);
    let mut flow = min_cost_flow::solve(&face.graph, &market.units, &face.least, &face.most);
    let served = match policy.rule {
        Rule::Strict => base.served.clone(),
        Rule::Count => served_set::by_draw(market, order, &face, &mut flow),
    };
    let prices = flow.prices.clone();
    let in_turn: Vec<u32> =
        order.by_draw.iter().copied().filter(|&need| served[need as usize]).collect();
    let legs = in_turn.iter().map(|&need| market.class_of[need as usize]);
    let given = handing_out::in_turn(&market.units, flow, legs);
    let mut lot_of = vec![None; served.len()];
    for (need, given) in in_turn.into_iter().zip(given) {
        lot_of[need as usize] = given;
    }
    let solved = Solved { situation, order, market, base: &base, lot_of: &lot_of };
    Ok(solved.plan(policy, prices))
}

/// Per need, whether the best plan serves it: no more is worked out than that asks for.
pub(crate) fn served(
    situation: &Situation,
    policy: &Policy,
    order: &Order,
    market: &Market,
) -> Result<Vec<bool>, Infeasible> {
    let base = matroid::greedy(market, order);
    kept(situation, |need| base.served[need])?;
    if policy.rule == Rule::Strict {
        return Ok(base.served);
    }
    let face = Face::of(market, order, &base, policy.rule);
    let mut flow = min_cost_flow::solve(&face.graph, &market.units, &face.least, &face.most);
    Ok(served_set::by_draw(market, order, &face, &mut flow))
}
