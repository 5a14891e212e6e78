//! `/attributions/bareme`: the rule set in force, its history; publishing the first. An older version
//! is read at `/attributions/bareme/{policy}`: plans made with it keep it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::PolicyId;
use domain::people::class_level::ClassLevel;
use domain::scoring::RuleSet;
use store::{NewPolicy, Policy, PolicyHead};

use super::sees_families;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::rounds as say;
use crate::wording::rules as explain;
use crate::wording::{French as _, Label as _, capital};

/// The rule set.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/rules.html")]
pub struct ShowRules {
    page: Page,
    runs: bool,
    published: Option<Policy>,
    /// The version in force; zero before the first.
    current: i64,
    rules: RuleSet,
    history: Vec<PolicyHead>,
    paging: Paging,
    id: PolicyId,
}

impl ShowRules {
    fn siblings(&self) -> String {
        explain::siblings(self.rules.rules().siblings)
    }

    fn balance(&self) -> Option<String> {
        let rules = self.rules.rules();
        explain::balance(rules.balance, rules.limits)
    }

    fn exam_years(&self) -> String {
        let years: Vec<_> = self.rules.rules().exam_years.iter().map(ClassLevel::label).collect();
        if years.is_empty() { "aucune".to_owned() } else { years.join(", ") }
    }

    fn is_old(&self) -> bool {
        self.published.as_ref().is_some_and(|policy| policy.version != self.current)
    }

    fn is_current(&self, head: &PolicyHead) -> bool {
        head.version == self.current
    }

    fn by(head: &PolicyHead) -> String {
        head.by.map_or_else(String::new, |seat| capital(seat.label()))
    }
}

async fn show(
    app: &AppState,
    who: &Who,
    page: Page,
    paging: Paging,
    old: Option<Policy>,
) -> Result<ShowRules, PageError> {
    let latest = app.store.current_policy(who.by()).await?;
    let current = latest.as_ref().map_or(0, |policy| policy.version);
    let published = old.or(latest);
    let (history, total) = app.store.policies(paging.offset(), paging.limit(), who.by()).await?;
    Ok(ShowRules {
        page,
        runs: sees_families(who.seat()),
        rules: published.as_ref().map_or_else(RuleSet::starting, |policy| policy.rules.clone()),
        published,
        current,
        history,
        paging: paging.of(total),
        id: app.mint.id(),
    })
}

/// Shows the rule set in force, or the one a town starts from.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<ShowRules, PageError> {
    show(&app, &who, page, paging, None).await
}

/// Shows one version.
pub async fn version(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    Path(id): Path<PolicyId>,
) -> Result<ShowRules, PageError> {
    let policy = app.store.policy(id, who.by()).await?.ok_or(PageError::NotFound)?;
    show(&app, &who, page, paging, Some(policy)).await
}

/// Publishes the starting rule set.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    form: Form,
) -> Result<Response, PageError> {
    let new = NewPolicy { id: form.hidden("id")?, after: 0, rules: RuleSet::starting() };
    app.store
        .publish_policy(&new, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, explain::publish))?;
    Ok(see_other_saying("/attributions/bareme", "Barème publié."))
}
