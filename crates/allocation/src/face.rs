//! What the cut-offs leave open: the optimal face, by complementary slackness.
//!
//! With u = max(0, rank − λ) the cut-offs are an optimal dual of the priority stage (LP duality in an
//! ordered group, so ranks need no weights). A flow is optimal for that stage if and only if it uses
//! only arcs whose lot closed at the rank of the class, serves everyone ranked before λ and nobody
//! ranked after it, and fills every lot that closed. An added row "objective ≥ best" would say the same
//! and lose the network's integrality (`allocation.md` §2.4).
//!
//! Under `strict` ranks are places and all differ: the served set is fixed. Under `count` ranks are
//! (tier, score): needs at λ itself stay free, as many as fill the lots.

use domain::allocation::Rule;

use crate::bipartite::Bipartite;
use crate::market::Market;
use crate::matroid::Base;
use crate::order::Order;

/// The classes and lots as before, with the open arcs only.
pub(crate) struct Face {
    /// The open arcs.
    pub graph: Bipartite,
    /// Per class, how many are served in every optimal plan.
    pub least: Vec<u32>,
    /// Per class, how many may be served.
    pub most: Vec<u32>,
    /// Per need, whether it is served in every optimal plan.
    pub sure: Vec<bool>,
    /// Per need, whether it stands at its class's cut-off: served in some optimal plans or none.
    pub free: Vec<bool>,
}

impl Face {
    /// The face of a base under a rule.
    pub fn of(market: &Market, order: &Order, base: &Base, rule: Rule) -> Self {
        let level = |place: u32| match rule {
            Rule::Strict => place,
            Rule::Count => order.level[place as usize],
        };
        let graph = &market.graph;
        let rows: Vec<Vec<(u32, u32)>> = (0..graph.classes() as u32)
            .map(|class| {
                let lambda = base.lambda[class as usize].map(level);
                let open = |&arc: &usize| base.mu[graph.lot(arc) as usize].map(level) == lambda;
                graph.row(class).filter(open).map(|arc| (graph.lot(arc), graph.cost(arc))).collect()
            })
            .collect();
        let needs = market.class_of.len();
        let mut face = Self {
            graph: Bipartite::of(&rows, graph.lots()),
            least: vec![0; graph.classes()],
            most: vec![0; graph.classes()],
            sure: vec![false; needs],
            free: vec![false; needs],
        };
        for need in 0..needs {
            let class = market.class_of[need] as usize;
            let at = level(order.place[need]);
            let lambda = base.lambda[class].map(level);
            face.sure[need] = lambda.is_none_or(|lambda| at < lambda);
            face.free[need] = rule == Rule::Count && lambda == Some(at);
            face.least[class] += u32::from(face.sure[need]);
            face.most[class] += u32::from(face.sure[need] || face.free[need]);
        }
        face
    }
}
