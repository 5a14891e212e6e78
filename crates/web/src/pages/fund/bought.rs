//! What a request buys for an adopted plan: what is set aside, for whom, and who waits again. Part of the
//! pages of the request and of its order.

use std::collections::BTreeSet;

use domain::disclosure::{Audience, Shown, disclose, disclose_part};
use domain::ids::AgreementId;
use domain::people::equipment::NeedState;
use store::{Behind, Claim, PlanPurchase};

use crate::error::PageError;
use crate::nav::may_open;
use crate::state::AppState;
use crate::who::{Who, sees_families};
use crate::wording::disclosure::shown;
use crate::wording::{capital, count};

/// The purchase as this seat may read it.
pub struct Bought {
    /// The purchase.
    pub purchase: PlanPurchase,
    /// May this seat read who is behind it?
    pub names: bool,
    /// May this seat open the plan?
    pub plan: bool,
    /// May this seat hand things over?
    pub lends: bool,
    /// How many families are behind it.
    pub families: String,
    /// That so many wait again, once it was given up.
    pub again: Option<String>,
}

impl Bought {
    /// What this request buys for a plan; nothing where no plan made it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        app: &AppState,
        who: &Who,
        agreement: AgreementId,
    ) -> Result<Option<Self>, PageError> {
        let purchase = app.store.plan_purchase(agreement, who.by()).await?;
        let names = sees_families(who.seat());
        Ok(purchase.map(|purchase| {
            let all = households(purchase.behind.iter());
            let again = households(purchase.behind.iter().filter(|one| one.waits_again()));
            Self {
                names,
                plan: may_open(who.seat(), "/attributions/plans/{id}"),
                lends: may_open(who.seat(), "/prets/nouveau"),
                families: families(all, names),
                again: (again > 0).then(|| wait_again(again, all, names)),
                purchase,
            }
        }))
    }

    /// Where a need stands, for who may read it.
    #[must_use]
    pub fn stands(&self, one: &Behind) -> &'static str {
        match (one.state, one.claim) {
            (NeedState::Served, _) => "servi",
            (NeedState::Withdrawn, _) => "n’est plus demandé",
            (_, Claim::Waiting) => "attend l’achat",
            (_, Claim::Arrived) => "arrivé au stock, à remettre",
            (_, Claim::Released) => "attend à nouveau",
        }
    }
}

/// So many families of those behind a purchase, as far as this seat may count them beside the others.
fn wait_again(again: u64, all: u64, names: bool) -> String {
    let said = if names || again == all {
        families(again, names)
    } else {
        match disclose_part(again, all, Audience::Inside) {
            Shown::Exact(many) => count(many, "famille", "familles"),
            hidden => format!("{} familles", shown(hidden)),
        }
    };
    let verb = if said.starts_with("1 ") { "attend" } else { "attendent" };
    capital(&format!("{said} {verb} à nouveau"))
}

/// How many households these needs are of.
fn households<'a>(needs: impl Iterator<Item = &'a Behind>) -> u64 {
    needs.map(|one| one.household).collect::<BTreeSet<_>>().len() as u64
}

/// So many families, as far as this seat may count them.
#[must_use]
pub fn families(many: u64, names: bool) -> String {
    match disclose(many, Audience::Inside) {
        hidden if !names && !hidden.is_exact() => format!("{} familles", shown(hidden)),
        _ => count(many, "famille", "familles"),
    }
}
