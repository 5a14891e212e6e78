//! `/attributions/plans/{plan}/adopter`: what adopting will do, and doing it.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Euros;
use domain::ids::{PlanId, RoundId};
use store::{AdoptPlan, AdoptRefused, KeptPlan, PlanState, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::count;
use crate::wording::decisions::adopt_refused;

/// The question.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/adopt.html")]
pub struct Adopt {
    page: Page,
    kept: KeptPlan,
    id: Uuid,
    /// The base has moved: propose again on this round.
    stale: Option<RoundId>,
    /// For proposing again.
    plan_id: PlanId,
    /// The rule set in force now, when it is no longer the round's.
    newer_rules: Option<i64>,
}

impl Adopt {
    fn reserved(&self) -> String {
        let stock = self.kept.plan.assignments.iter().filter(|given| given.lot().is_some());
        let many = stock.count() as u64;
        count(many, "appareil ou clé 4G sera réservé", "appareils et clés 4G seront réservés")
    }

    /// What it buys: adopting sets the money aside and asks the troïka, it orders nothing.
    fn to_buy(&self) -> Option<String> {
        let units = self.kept.plan.orders.iter().map(|order| u64::from(order.units)).sum();
        let cents = i64::try_from(self.kept.plan.cost_cents).unwrap_or(i64::MAX);
        let what = count(units, "appareil ou clé 4G", "appareils et clés 4G");
        (units > 0).then(|| format!("{what} à acheter, pour {}", Euros::from_cents(cents)))
    }

    /// How many lines it buys on.
    fn lines(&self) -> String {
        let lines: BTreeSet<_> = self.kept.plan.orders.iter().map(|order| &order.fund).collect();
        count(lines.len() as u64, "ligne du fonds", "lignes du fonds")
    }

    fn waiting(&self) -> String {
        let many = self.kept.plan.unmet().count() as u64;
        count(many, "besoin restera", "besoins resteront")
    }

    fn proposed(&self) -> bool {
        self.kept.state == PlanState::Proposed
    }
}

async fn newer_rules(app: &AppState, who: &Who, kept: &KeptPlan) -> Result<Option<i64>, PageError> {
    let current = app.store.current_policy(who.by()).await?;
    Ok(current.map(|policy| policy.version).filter(|version| *version != kept.round.policy_version))
}

/// Asks.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<PlanId>,
) -> Result<Adopt, PageError> {
    let kept = app.store.plan(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let newer_rules = newer_rules(&app, &who, &kept).await?;
    let (id, plan_id) = (app.mint.uuid(), app.mint.id());
    Ok(Adopt { page, kept, id, stale: None, plan_id, newer_rules })
}

/// Adopts.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(plan): Path<PlanId>,
    form: Form,
) -> Result<Response, PageError> {
    let form: Uuid = form.hidden("id")?;
    let order = AdoptPlan { form, plan };
    match app.store.adopt_plan(&order, who.by(), app.clock.now()).await {
        Ok(()) if app.store.plan_requests(plan, who.by()).await?.is_empty() => {
            Ok(see_other_saying(
                "/attributions/reservations",
                "Plan adopté : le matériel est réservé, il reste à le remettre aux familles.",
            ))
        }
        Ok(()) => Ok(see_other_saying(
            &format!("/attributions/plans/{plan}#achats"),
            "Plan adopté : le matériel et l’argent des achats sont réservés, la troïka est saisie.",
        )),
        Err(VerbError::Refused(AdoptRefused::Unknown)) => Err(PageError::NotFound),
        Err(VerbError::Refused(AdoptRefused::StalePlan(round))) => {
            let kept = app.store.plan(plan, who.by()).await?.ok_or(PageError::NotFound)?;
            let plan_id = app.mint.id();
            let newer_rules = newer_rules(&app, &who, &kept).await?;
            Ok(refused(Adopt { page, kept, id: form, stale: Some(round), plan_id, newer_rules }))
        }
        Err(error) => Err(PageError::of_verb(error, |why| adopt_refused(&why))),
    }
}
