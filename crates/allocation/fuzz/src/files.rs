//! The files of `cartable allocate`, from one blob: whatever they say is refused, or solved.

use domain::allocation::{Policy, Situation};
use exchange::allocation::{SituationFiles, read_policy, read_situation};

use crate::right;

/// A line of its own, between two files.
const BETWEEN: &str = "\n%\n";
/// No larger situation is solved: what breaks the engine is small, and small ones are many.
const MOST_NEEDS: usize = 12;
const MOST_LOTS: usize = 6;
const MOST_FUNDS: usize = 4;
const MOST_ITEMS: usize = 5;
const MOST_QUOTAS: usize = 6;

/// If all the files are right and the situation is small, solves it.
pub fn solve(bytes: &[u8]) {
    let Some((situation, policy)) = read(bytes) else { return };
    let is_small = situation.needs().len() <= MOST_NEEDS
        && situation.lots().len() <= MOST_LOTS
        && situation.funds().len() <= MOST_FUNDS
        && situation.catalogue().len() <= MOST_ITEMS
        && policy.fairness.quotas().len() <= MOST_QUOTAS;
    if is_small {
        right::plans(&situation, &policy);
    }
}

/// Needs, lots, funds, catalogue, decisions and policy, parted by lines of `%`; what ends early has no more
/// files.
pub fn read(bytes: &[u8]) -> Option<(Situation, Policy)> {
    let mut parts = split(bytes).into_iter();
    let needs = parts.next().unwrap_or_default();
    let lots = parts.next().unwrap_or_default();
    let (funds, catalogue, pins) = (parts.next(), parts.next(), parts.next());
    let policy = read_policy(parts.next().unwrap_or_default());
    let situation = read_situation(&SituationFiles { needs, lots, funds, catalogue, pins });
    situation.ok().zip(policy.ok())
}

/// The parts between lines of `%`, six at most.
fn split(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let between = BETWEEN.as_bytes();
    while parts.len() < 5
        && let Some(at) = bytes.windows(between.len()).position(|window| window == between)
    {
        // The line before keeps its end.
        parts.push(&bytes[..=at]);
        bytes = &bytes[at + between.len()..];
    }
    parts.push(bytes);
    parts
}
