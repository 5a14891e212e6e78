//! `/attributions/bareme/modifier`: weights and a few numbers of the rule set, published as a new
//! version. Tiers and wanted kinds are shown only: each is a list of lists, for which a plain form
//! would be a trap.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::allocation::Rule;
use domain::ids::PolicyId;
use domain::people::class_level::ClassLevel;
use domain::scoring::{Balance, Criterion, RuleSet, Rules, Siblings};
use domain::stock::LotCondition;
use store::{NewPolicy, RoundState, VerbError};

use super::trial::{Trial, compare};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::rounds as say;
use crate::wording::rules as explain;
use crate::wording::{Label as _, capital};

/// Trying needs somebody's needs.
const NO_ROUND: &str = "Aucun tour n’est ouvert : il n’y a pas de besoins gelés sur lesquels essayer ce barème. Ouvrez un tour d’abord.";

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/rules_edit.html")]
pub struct EditRules {
    page: Page,
    form: Form,
    /// What is in force, for what the form does not change.
    rules: Rules,
    years: Vec<Choice>,
    shares: Vec<Choice>,
    balances: Vec<Choice>,
    /// What the rules typed would make of the open round, once tried.
    trial: Option<Trial>,
    /// Why there is nothing to try them on, or no plan to compare.
    untried: Option<String>,
}

impl EditRules {
    fn of(page: Page, form: Form, rules: Rules) -> Self {
        Self {
            page,
            form,
            rules,
            years: choices(ClassLevel::ALL),
            shares: choices(Rule::ALL),
            balances: choices(Balance::ALL),
            trial: None,
            untried: None,
        }
    }

    fn points() -> Vec<(String, String)> {
        Criterion::ALL.iter().map(|one| (explain::weight(*one), capital(one.label()))).collect()
    }

    fn conditions() -> Vec<(String, String)> {
        LotCondition::ALL.iter().map(|one| (explain::penalty(*one), capital(one.label()))).collect()
    }
}

/// Shows the rules in force, or those a town starts from, ready to be changed.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<EditRules, PageError> {
    let (after, rules) = in_force(&app, &who).await?;
    let mut form = Form::empty()
        .with("id", app.mint.uuid())
        .with("after", after)
        .with("pupils_counted", rules.pupils_counted)
        .with("last_tier", rules.last_tier)
        .with("children_per_device", rules.siblings.children_per_device)
        .with("devices_at_most", rules.siblings.devices_at_most)
        .with("tiers_lower", rules.siblings.tiers_lower)
        .with("rule", rules.rule)
        .with("balance", rules.balance)
        .with("school_least", rules.limits.least)
        .with("school_most", rules.limits.most.map_or_else(String::new, |most| most.to_string()));
    for (criterion, points) in &rules.weights {
        form = form.with(&explain::weight(*criterion), points);
    }
    for (condition, penalty) in &rules.penalties {
        form = form.with(&explain::penalty(*condition), penalty);
    }
    for year in &rules.exam_years {
        form = form.with("exam_years", year);
    }
    Ok(EditRules::of(page, form, rules))
}

/// Publishes what was typed as the next version.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let (id, after) = (form.hidden("id")?, form.hidden("after")?);
    let (_, rules) = in_force(&app, &who).await?;
    let Some(set) = read(&mut form, rules.clone()) else {
        return Ok(again(EditRules::of(page, form, rules)));
    };
    let new = NewPolicy { id, after, rules: set };
    match app.store.publish_policy(&new, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            "/attributions/bareme",
            "Nouvelle version du barème publiée. Elle vaut pour les prochains tours.",
        )),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("weights", explain::publish(why));
            Ok(refused(EditRules::of(page, form, rules)))
        }
        Err(error) => Err(PageError::of_verb(error, explain::publish)),
    }
}

/// Tries what was typed on the open round, and publishes nothing.
pub async fn try_out(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    // Nothing is kept under it; a form that was shown has it all the same.
    let _: PolicyId = form.hidden("id")?;
    let (_, rules) = in_force(&app, &who).await?;
    let Some(set) = read(&mut form, rules.clone()) else {
        return Ok(again(EditRules::of(page, form, rules)));
    };
    let mut shown = EditRules::of(page, form, rules);
    let latest = app.store.rounds(0, 1, who.by()).await?.0.pop();
    let Some(round) = latest.filter(|round| round.state == RoundState::Open) else {
        shown.untried = Some(NO_ROUND.to_owned());
        return Ok(shown.into_response());
    };
    let base = app.store.situation(round.id, who.by()).await?.ok_or(PageError::NotFound)?;
    let after = base.under(&set)?;
    match compare((base.situation, base.policy), after).await? {
        Ok(trial) => shown.trial = Some(trial),
        Err(why) => shown.untried = Some(why),
    }
    Ok(shown.into_response())
}

/// The version in force and its rules; zero and the starting rules before the first.
async fn in_force(app: &AppState, who: &Who) -> Result<(i64, Rules), PageError> {
    let published = app.store.current_policy(who.by()).await?;
    Ok(published.map_or_else(
        || (0, RuleSet::starting().into()),
        |policy| (policy.version, policy.rules.into()),
    ))
}

/// What was typed, over the rules in force; every error is noted beside its field.
fn read(form: &mut Form, mut rules: Rules) -> Option<RuleSet> {
    for criterion in Criterion::ALL {
        let label = capital(criterion.label());
        if let Some(points) = form.count(&explain::weight(*criterion), &label, 0..=9999) {
            rules.weights.insert(*criterion, u16::try_from(points).unwrap_or(u16::MAX));
        }
    }
    for condition in LotCondition::ALL {
        let label = capital(condition.label());
        if let Some(penalty) = form.count(&explain::penalty(*condition), &label, 0..=99) {
            rules.penalties.insert(*condition, small(penalty));
        }
    }
    let pupils = form.count("pupils_counted", "Enfants comptés", 1..=20);
    let last = form.count("last_tier", "Dernière priorité", 1..=9);
    rules.pupils_counted = pupils.map_or(rules.pupils_counted, small);
    rules.last_tier = last.map_or(rules.last_tier, small);
    let enough = form.count("children_per_device", "Enfants par appareil", 1..=20);
    let most = form.count("devices_at_most", "Appareils par foyer", 1..=9);
    let lower = form.count("tiers_lower", "Recul de l’appareil suivant", 1..=8);
    let rule = rules.siblings;
    rules.siblings = Siblings {
        children_per_device: enough.map_or(rule.children_per_device, small),
        devices_at_most: most.map_or(rule.devices_at_most, small),
        tiers_lower: lower.map_or(rule.tiers_lower, small),
    };
    rules.exam_years = form.choices("exam_years", "Années d’examen")?;
    rules.rule = form.choice("rule", "Règle de partage")?;
    rules.balance = form.choice("balance", "Au-delà de la règle")?;
    let (least, most) = ("Minimum par école", "Maximum par école");
    let typed = |form: &Form, field: &str| !form.value(field).trim().is_empty();
    if typed(form, "school_least") {
        rules.limits.least = form.count("school_least", least, 0..=9999).unwrap_or_default();
    } else {
        rules.limits.least = 0;
    }
    rules.limits.most = None;
    if typed(form, "school_most") {
        rules.limits.most = form.count("school_most", most, 1..=9999);
    }
    for problem in rules.problems() {
        let (field, sentence) = explain::problem(problem);
        form.refuse(&field, sentence);
    }
    if form.has_errors() { None } else { RuleSet::new(rules).ok() }
}

fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}
