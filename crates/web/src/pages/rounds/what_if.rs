//! `/attributions/{round}/essai`: more units in a lot, more money on a line, the other rule: what each would
//! change. A GET: an essay can be shared, and keeps nothing.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use domain::Euros;
use domain::allocation::{Policy, Rule, Situation};
use domain::ids::RoundId;
use store::{Base, Round};

use super::NumberField;
use super::trial::{Trial, compare};
use crate::error::PageError;
use crate::form::{Choice, Form, amount_sentence, choices};
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::rounds::Names;

/// Units of a lot at most, as for the engine.
const MOST_UNITS: u32 = 1_000_000;

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/what_if.html")]
pub struct WhatIf {
    page: Page,
    form: Form,
    round: Round,
    rules: Vec<Choice>,
    lots: Vec<NumberField>,
    lines: Vec<NumberField>,
    trial: Option<Trial>,
    fault: Option<String>,
}

/// Tries what was typed; at first, nothing.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<RoundId>,
    mut form: Form,
) -> Result<WhatIf, PageError> {
    let base = app.store.situation(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let names = super::names(&app, &who).await?;
    let changed = change(&mut form, &base, &names);
    let now = (base.situation.clone(), base.policy.clone());
    let (trial, fault) = match changed {
        Some(after) if after != now => match compare(now, after).await? {
            Ok(trial) => (Some(trial), None),
            Err(fault) => (None, Some(fault)),
        },
        _ => (None, None),
    };
    if form.value("rule").is_empty() {
        form = form.with("rule", base.policy.rule);
    }
    Ok(WhatIf {
        page,
        form,
        rules: choices(Rule::ALL),
        lots: lots(&base, &names),
        lines: lines(&base, &names),
        round: base.round,
        trial,
        fault,
    })
}

fn lots(base: &Base, names: &Names) -> Vec<NumberField> {
    let each = base.situation.lots().iter().map(|lot| NumberField {
        name: format!("plus-{}", lot.lot),
        label: format!("Unités de plus dans {}", names.lot(&lot.lot)),
        hint: format!("{} libres aujourd’hui.", lot.units),
    });
    each.collect()
}

fn lines(base: &Base, names: &Names) -> Vec<NumberField> {
    let each = base.situation.funds().iter().map(|fund| NumberField {
        name: format!("euros-{}", fund.fund),
        label: format!("Euros de plus sur {}", names.line(&fund.fund)),
        hint: format!("{} ouverts à ce tour.", fund.available),
    });
    each.collect()
}

/// The question as it was typed; nothing when something typed makes no sense.
fn change(form: &mut Form, base: &Base, names: &Names) -> Option<(Situation, Policy)> {
    let mut rows = base.situation.rows().clone();
    let mut policy = base.policy.clone();
    for lot in &mut rows.lots {
        let field = format!("plus-{}", lot.lot);
        if form.value(&field).trim().is_empty() {
            continue;
        }
        let label = format!("Unités de plus dans {}", names.lot(&lot.lot));
        if let Some(more) = form.count(&field, &label, 0..=MOST_UNITS - lot.units) {
            lot.units += more;
        }
    }
    for fund in &mut rows.funds {
        let field = format!("euros-{}", fund.fund);
        let typed = form.value(&field).trim().to_owned();
        if typed.is_empty() {
            continue;
        }
        let label = format!("Euros de plus sur {}", names.line(&fund.fund));
        match Euros::parse(&typed) {
            Ok(more) if !more.is_negative() => match fund.available.checked_add(more) {
                Some(sum) => fund.available = sum,
                None => form.refuse(&field, format!("« {label} » : c’est trop.")),
            },
            Ok(_) => form.refuse(&field, format!("« {label} » : un montant ne peut être négatif.")),
            Err(why) => form.refuse(&field, amount_sentence(&label, &typed, why)),
        }
    }
    if !form.value("rule").is_empty() {
        policy.rule = form.choice("rule", "Règle de partage")?;
    }
    if form.has_errors() {
        return None;
    }
    Situation::new(rows).ok().map(|situation| (situation, policy))
}
