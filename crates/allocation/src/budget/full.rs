//! Limits on places that are served to the brim.

use domain::allocation::{Fairness, PlaceKind, Quota, Reason, Situation, SituationNeed};

/// The limits that let nobody more be served.
pub(crate) struct Full<'a> {
    by: Option<PlaceKind>,
    quotas: Vec<(&'a Quota, u32)>,
}

impl<'a> Full<'a> {
    /// By who is served.
    pub fn of(situation: &Situation, fairness: &'a Fairness, is_served: &[bool]) -> Self {
        let by = fairness.by();
        let served = |quota: &Quota| {
            let needs = situation.needs().iter().zip(is_served);
            let counted = needs.filter(|(need, served)| **served && counts(quota, by, need));
            counted.count()
        };
        let limits = fairness.quotas().iter().filter_map(|quota| Some((quota, quota.most?)));
        let quotas = limits.filter(|(quota, most)| served(quota) >= *most as usize).collect();
        Self { by, quotas }
    }

    /// The reason for a need that one of them counts: that of its own tier, if there is one.
    pub fn reason(&self, need: &SituationNeed) -> Option<Reason> {
        let counting = self.quotas.iter().filter(|(quota, _)| counts(quota, self.by, need));
        let (quota, most) = counting.min_by_key(|(quota, _)| quota.tier.is_none())?;
        let (of, tier) = (quota.of.clone(), quota.tier);
        Some(Reason::QuotaAtteint { by: self.by?, of, tier, most: *most })
    }
}

fn counts(quota: &Quota, by: Option<PlaceKind>, need: &SituationNeed) -> bool {
    by.is_some_and(|by| quota.counts(by.of(need), need.tier))
}
