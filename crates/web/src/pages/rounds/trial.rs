//! What would change if the question were another one: tried on a round's own data, nothing kept.

use std::collections::BTreeMap;

use domain::Euros;
use domain::allocation::{Plan, Policy, Situation};

use crate::error::PageError;
use crate::solving::quickly;
use crate::wording::count;

/// One tier: its needs, those served as things are, those served with the change.
pub(crate) struct TrialRow {
    pub tier: u8,
    pub needs: [u64; 2],
    pub served: [u64; 2],
}

/// What a change would make of a round, beside what it is without.
pub(crate) struct Trial {
    pub rows: Vec<TrialRow>,
    /// Needs served with the change only.
    gains: u64,
    /// Needs served without the change only.
    losses: u64,
    pub spent: [Euros; 2],
    /// One of the two searches was cut short: its figures may be too low.
    pub rough: bool,
}

impl TrialRow {
    pub fn change(&self) -> String {
        let [before, after] = self.served;
        match after.cmp(&before) {
            std::cmp::Ordering::Equal => "=".to_owned(),
            std::cmp::Ordering::Greater => format!("+ {}", after - before),
            std::cmp::Ordering::Less => format!("− {}", before - after),
        }
    }
}

impl Trial {
    /// The whole in one sentence.
    pub fn summary(&self) -> String {
        let who = |many| count(many, "besoin", "besoins");
        match (self.gains, self.losses) {
            (0, 0) => "Cela ne changerait rien : les mêmes besoins seraient servis.".to_owned(),
            (gains, 0) => format!("{} de plus : personne ne perd sa place.", served(gains)),
            (0, losses) => format!("{} de moins.", served(losses)),
            (gains, losses) => format!(
                "{} en plus, mais {} servis aujourd’hui ne le {} plus.",
                served(gains),
                who(losses),
                if losses == 1 { "serait" } else { "seraient" }
            ),
        }
    }
}

fn served(many: u64) -> String {
    count(many, "besoin serait servi", "besoins seraient servis")
}

/// Solves both questions and compares them.
///
/// # Errors
/// A sentence when the change leaves no plan at all.
pub(crate) async fn compare(
    before: (Situation, Policy),
    after: (Situation, Policy),
) -> Result<Result<Trial, String>, PageError> {
    let (Some(old), Some(new)) = (quickly(before).await?, quickly(after).await?) else {
        return Ok(Err(
            "Les décisions prises à la main ne peuvent pas toutes être tenues : il n’y a pas de plan à comparer.".to_owned(),
        ));
    };
    Ok(Ok(trial(&old, &new)))
}

fn trial(old: &Plan, new: &Plan) -> Trial {
    let mut rows: BTreeMap<u8, TrialRow> = BTreeMap::new();
    let (mut gains, mut losses) = (0, 0);
    for (which, plan) in [old, new].into_iter().enumerate() {
        let other = if which == 0 { new } else { old };
        for line in &plan.lines {
            let tier = line.rank.tier;
            let row = rows.entry(tier).or_insert(TrialRow { tier, needs: [0; 2], served: [0; 2] });
            // What a rule or a person set aside asks for nothing.
            row.needs[which] += u64::from(!line.reason.is_set_aside());
            if line.reason.is_served() {
                row.served[which] += 1;
                if other.given(&line.need).is_empty() {
                    *(if which == 0 { &mut losses } else { &mut gains }) += 1;
                }
            }
        }
    }
    let spent = [old, new]
        .map(|plan| Euros::from_cents(i64::try_from(plan.cost_cents).unwrap_or(i64::MAX)));
    let rough = old.stopped || new.stopped;
    Trial { rows: rows.into_values().collect(), gains, losses, spent, rough }
}
