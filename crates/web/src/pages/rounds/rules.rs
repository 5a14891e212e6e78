//! `/attributions/bareme`: the published rule set; publishing the first.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::ids::PolicyId;
use domain::scoring::{RuleSet, TierRule};
use domain::stock::ItemKind;
use store::{NewPolicy, Policy};

use super::sees_families;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::rounds as say;
use crate::wording::{French as _, Label as _};

/// The rule set.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/rules.html")]
pub struct ShowRules {
    page: Page,
    runs: bool,
    published: Option<Policy>,
    rules: RuleSet,
    id: PolicyId,
}

impl ShowRules {
    /// Ways into tiers, best tier first.
    fn ways(&self) -> Vec<&TierRule> {
        let mut ways: Vec<_> = self.rules.rules().tiers.iter().collect();
        ways.sort_by_key(|way| (way.kind, way.tier));
        ways
    }

    fn exam_years(&self) -> String {
        let years: Vec<_> = self.rules.rules().exam_years.iter().map(|year| year.code()).collect();
        years.join(", ")
    }

    fn in_order(kinds: &[ItemKind]) -> String {
        let words: Vec<_> = kinds.iter().map(ItemKind::label).collect();
        words.join(", puis ")
    }
}

/// Shows the rule set in force, or the one a town starts from.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<ShowRules, PageError> {
    let published = app.store.current_policy(who.by()).await?;
    let rules = published.as_ref().map_or_else(RuleSet::starting, |policy| policy.rules.clone());
    Ok(ShowRules { page, runs: sees_families(who.seat()), published, rules, id: app.mint.id() })
}

/// Publishes the starting rule set.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    form: Form,
) -> Result<Response, PageError> {
    let new = NewPolicy { id: form.hidden("id")?, rules: RuleSet::starting() };
    app.store
        .publish_policy(&new, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, |never| match never {}))?;
    Ok(see_other_saying("/attributions/bareme", "Barème publié."))
}
