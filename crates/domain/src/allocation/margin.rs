//! How far a served need stands before the weakest that is served beside it.

use super::plan::Explanation;

/// How far a served need stands before its class's threshold: the weakest served need that competes with it.
///
/// As long as it ranks before the threshold, the need is served: with fewer than `points` points less, and
/// nothing else changed, it would be served all the same. How many it could lose at all may be more
/// (`allocation::margin` finds out, and does so where things are bought too).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    /// Points between the two, where they are of one tier; none if whole tiers are between them.
    pub points: Option<u16>,
    /// Places between the two in the order; 0 if the need is the weakest itself.
    pub places: u32,
}

impl Explanation<'_> {
    /// The margin of a served need. None if the need is not served or was decided by hand, or if its class
    /// has no threshold: a unit is left that it could have, or the plan buys, where there are no thresholds.
    #[must_use]
    pub fn margin(&self) -> Option<Margin> {
        let (own, weakest) = (self.line.rank, self.class.threshold?);
        let is_ranked = self.line.reason.is_served() && !self.line.reason.is_decision();
        let places = weakest.position.checked_sub(own.position).filter(|_| is_ranked)?;
        let points = (own.tier == weakest.tier).then(|| own.score.saturating_sub(weakest.score));
        Some(Margin { points, places })
    }
}
