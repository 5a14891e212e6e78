//! A plan in pictures: by priority, by school, by kind and source, lot by lot down to the cut-offs.
//!
//! Only for who sees families: a picture cannot hide a small figure.

use std::collections::BTreeMap;

use domain::allocation::{NeedLine, Rank, Source};
use store::KeptPlan;

use crate::charts::{BarChart, StackedChart};
use crate::wording::count;
use crate::wording::rounds::{self as say, Names};

/// Rows of a picture at most: beyond, the rest is one row.
const MOST_ROWS: usize = 25;

/// The parts of most pictures.
const SERVED: [&str; 2] = ["servis", "non servis"];

/// All pictures of a plan.
pub(crate) struct Pictures {
    pub tiers: StackedChart,
    pub schools: Option<StackedChart>,
    pub kinds: StackedChart,
    pub sources: BarChart,
    pub lots: Option<BarChart>,
}

/// Served and not served.
type Pair = [u64; 2];

impl Pictures {
    pub fn of(kept: &KeptPlan, names: &Names) -> Self {
        Self {
            tiers: tiers(kept),
            schools: schools(kept, names),
            kinds: kinds(kept),
            sources: sources(kept),
            lots: lots(kept, names),
        }
    }
}

fn by<K: Ord>(kept: &KeptPlan, key: impl Fn(&NeedLine) -> K) -> BTreeMap<K, Pair> {
    let mut found: BTreeMap<K, Pair> = BTreeMap::new();
    for line in &kept.plan.lines {
        let part = usize::from(!line.reason.is_served());
        found.entry(key(line)).or_default()[part] += 1;
    }
    found
}

fn tiers(kept: &KeptPlan) -> StackedChart {
    let mut chart = StackedChart::new("servis", "Besoins par priorité", "Priorité", &SERVED);
    for (tier, pair) in by(kept, |line| line.rank.tier) {
        chart = chart.row(&format!("priorité {tier}"), &pair);
    }
    chart
}

/// The largest schools first; none when needs name no school.
fn schools(kept: &KeptPlan, names: &Names) -> Option<StackedChart> {
    let school: BTreeMap<&str, &str> = kept
        .situation
        .needs()
        .iter()
        .map(|need| (need.need.as_str(), need.school.as_str()))
        .collect();
    if school.values().all(|school| school.is_empty()) {
        return None;
    }
    let found = by(kept, |line| school.get(line.need.as_str()).copied().unwrap_or_default());
    let mut found: Vec<_> = found.into_iter().map(|(id, pair)| (names.school(id), pair)).collect();
    found.sort_by(|(a, few), (b, many)| {
        many.iter().sum::<u64>().cmp(&few.iter().sum()).then_with(|| a.cmp(b))
    });
    let rest = found.split_off(found.len().min(MOST_ROWS));
    let mut chart = StackedChart::new("ecoles", "Besoins par école", "École", &SERVED);
    for (name, pair) in &found {
        chart = chart.row(name, pair);
    }
    if !rest.is_empty() {
        let sum = rest.iter().fold([0, 0], |sum, (_, pair)| [sum[0] + pair[0], sum[1] + pair[1]]);
        let others = count(rest.len() as u64, "autre école", "autres écoles");
        chart = chart.row(&others, &sum);
    }
    Some(chart)
}

/// What is given, by kind and by where it comes from.
fn kinds(kept: &KeptPlan) -> StackedChart {
    let mut found: BTreeMap<&str, Pair> = BTreeMap::new();
    for given in &kept.plan.assignments {
        let part = usize::from(matches!(given.source, Source::Purchase { .. }));
        found.entry(given.kind.as_str()).or_default()[part] += 1;
    }
    let parts = ["du stock", "à acheter"];
    let mut chart = StackedChart::new("types", "Matériel attribué par type", "Type", &parts);
    for (kind, pair) in found {
        chart = chart.row(&say::kind(kind), &pair);
    }
    chart
}

fn sources(kept: &KeptPlan) -> BarChart {
    let mut found = [0_u64; 3];
    for line in &kept.plan.lines {
        let given = kept.plan.given(&line.need);
        let buys = given.iter().any(|part| part.lot().is_none());
        found[if given.is_empty() { 2 } else { usize::from(buys) }] += 1;
    }
    let [stock, bought, not] = found;
    BarChart::new("sources", "D’où vient ce qui sert les besoins", ("Origine", "Besoins"))
        .bar("servis sur le stock", stock)
        .bar("servis par un achat", bought)
        .bar("non servis", not)
}

/// The cut-off of each lot that is used up: the points of the last need that got one of its units.
fn lots(kept: &KeptPlan, names: &Names) -> Option<BarChart> {
    let ranks: BTreeMap<&str, Rank> =
        kept.plan.lines.iter().map(|line| (line.need.as_str(), line.rank)).collect();
    let mut last: BTreeMap<&str, Rank> = BTreeMap::new();
    for given in &kept.plan.assignments {
        let (Some(lot), Some(rank)) = (given.lot(), ranks.get(given.need.as_str())) else {
            continue;
        };
        let known = last.entry(lot).or_insert(*rank);
        if rank.position > known.position {
            *known = *rank;
        }
    }
    let used_up = kept.plan.lots.iter().filter(|lot| lot.used == lot.units);
    let cut: Vec<_> =
        used_up.filter_map(|lot| Some((&lot.lot, *last.get(lot.lot.as_str())?))).collect();
    if cut.is_empty() {
        return None;
    }
    let heads = ("Lot épuisé", "Dernier servi");
    let mut chart = BarChart::new("seuils", "Seuil de chaque lot épuisé, en points", heads);
    for (lot, rank) in cut.into_iter().take(MOST_ROWS) {
        let text = format!("p.{} : {}", rank.tier, count(rank.score.into(), "point", "points"));
        chart = chart.bar_read_as(&names.lot(lot), rank.score.into(), text, rank.tier);
    }
    Some(chart)
}
