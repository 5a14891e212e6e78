//! `/cartes-sim/commande`: top-ups and monthly plans, committed on the fund by the principal.
//!
//! A plan engages years to come: the first click shows the sum, month by year, and only the second one
//! commits it.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::fund::{AgreementState, Amount, CommitRefused as Rule};
use domain::ids::{AgreementId, CommitmentId, ItemId};
use domain::sim::{Plan, YearShare};
use store::{CommitRefused, ForSims, OrderForSims, OrderForSimsRefused, VerbError};

use super::describe::plan;
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{count, sims as say};

const LOOK: &str = "Vérifiez le total ci-dessous, puis cochez la case et engagez.";

/// What an order comes to.
struct Summary {
    cards: u64,
    each: Amount,
    total: Amount,
    plan: Option<Plan>,
    years: Vec<YearShare>,
}

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/sims/order.html")]
pub struct SimOrderForm {
    page: Page,
    form: Form,
    agreements: Vec<Choice>,
    kinds: Vec<Choice>,
    summary: Option<Summary>,
}

impl SimOrderForm {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        form: Form,
        summary: Option<Summary>,
    ) -> Result<Self, PageError> {
        let all = app.store.agreements(who.by()).await?;
        let usable = all
            .iter()
            .filter(|one| one.state == AgreementState::Agreed && one.remainder.is_positive());
        let agreements = usable.map(|one| {
            let label = format!("{} – {} (reste {})", one.purpose, one.line_label, one.remainder);
            Choice::new(one.id, label)
        });
        let kinds = [
            ("recharge", "Une recharge de cartes prépayées"),
            ("forfait", "Un forfait mensuel, jusqu’à sa fin"),
        ];
        Ok(Self {
            page,
            form,
            agreements: agreements.collect(),
            kinds: kinds.map(|(code, label)| Choice::new(code, label)).into(),
            summary,
        })
    }

    fn cards(summary: &Summary) -> String {
        count(summary.cards, "carte", "cartes")
    }

    fn year_months(year: &YearShare) -> String {
        count(u64::from(year.months), "mois", "mois")
    }
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<SimOrderForm, PageError> {
    let form = Form::empty()
        .with("id", app.mint.uuid())
        .with("achat", "recharge")
        .with("cartes", form.value("carte"));
    SimOrderForm::of(&app, &who, page, form, None).await
}

/// Shows what it comes to, then commits.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: CommitmentId = form.hidden("id")?;
    let agreement: Option<AgreementId> = form.choice("agreement", "Accord");
    let supplier = form.text("supplier", "Opérateur", 60);
    let purpose = form.text("purpose", "Dépense", 200);
    let order_number = form.text("order_number", "Numéro de bon de commande", 60);
    let what = what(&mut form);
    let cards = cards(&app, &who, &mut form).await?;
    let (
        Some(agreement),
        Some(supplier),
        Some(purpose),
        Some(order_number),
        Some(what),
        Some(cards),
    ) = (agreement, supplier, purpose, order_number, what, cards)
    else {
        return Ok(again(SimOrderForm::of(&app, &who, page, form, None).await?));
    };
    let Some(summary) = summary(what, cards.len()) else {
        let form = form.refused("cartes", say::order(&OrderForSimsRefused::OutOfRange));
        return Ok(again(SimOrderForm::of(&app, &who, page, form, None).await?));
    };
    // What was looked at is what is committed: another sum asks for another look.
    let seen = summary.total.euros().plain('.');
    if !form.ticked("certain") || form.value("vu") != seen {
        let form = form.refused("certain", LOOK);
        return Ok(again(SimOrderForm::of(&app, &who, page, form, Some(summary)).await?));
    }
    let on = app.clock.today();
    let order = OrderForSims { id, agreement, supplier, purpose, order_number, what, cards, on };
    match app.store.order_for_sims(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/engagements/{id}"), "Commande engagée.")),
        Err(VerbError::Refused(why)) => {
            let form = form.refused(field_of(&why), say::order(&why));
            Ok(refused(SimOrderForm::of(&app, &who, page, form, Some(summary)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| say::order(&why))),
    }
}

/// Where a refusal is shown.
const fn field_of(why: &OrderForSimsRefused) -> &'static str {
    match why {
        OrderForSimsRefused::Cards(_) | OrderForSimsRefused::OutOfRange => "cartes",
        OrderForSimsRefused::Commit(CommitRefused::OrderTaken) => "order_number",
        OrderForSimsRefused::Commit(CommitRefused::Rule(
            Rule::Short { .. } | Rule::OverAgreement { .. } | Rule::NotAgreed,
        ))
        | OrderForSimsRefused::Commit(_)
        | OrderForSimsRefused::OtherCategory
        | OrderForSimsRefused::NotYourSeat => "agreement",
    }
}

fn what(form: &mut Form) -> Option<ForSims> {
    if form.value("achat") == "forfait" {
        plan(form).map(ForSims::Plan)
    } else {
        form.amount("montant", "Montant de la recharge").map(ForSims::TopUp)
    }
}

fn summary(what: ForSims, cards: usize) -> Option<Summary> {
    let total = what.cost(cards)?;
    let lines = u32::try_from(cards).ok()?;
    let plan = match what {
        ForSims::Plan(plan) => Some(plan),
        ForSims::TopUp(_) => None,
    };
    let years = plan.map(|plan| plan.by_year(lines)).unwrap_or_default();
    Some(Summary { cards: cards as u64, each: what.cost(1)?, total, plan, years })
}

/// The cards named, each once; a number that none has is an error that names it.
async fn cards(
    app: &AppState,
    who: &Who,
    form: &mut Form,
) -> Result<Option<BTreeSet<ItemId>>, PageError> {
    let typed = form.value("cartes").split([',', ';', '\n', '\r', '\t']).map(str::trim);
    let numbers: Vec<String> =
        typed.filter(|number| !number.is_empty()).map(str::to_owned).collect();
    if numbers.is_empty() || numbers.len() > store::MOST_LINES {
        form.refuse("cartes", say::order(&OrderForSimsRefused::OutOfRange));
        return Ok(None);
    }
    let known = app.store.cards_named(&numbers, who.by()).await?;
    let missing: Vec<&str> = numbers
        .iter()
        .filter(|number| !known.contains_key(*number))
        .map(String::as_str)
        .take(20)
        .collect();
    if !missing.is_empty() {
        let sentence = format!(
            "Aucune carte de votre cité ne porte ces numéros : {}. Vérifiez-les sur la liste des cartes.",
            missing.join(", ")
        );
        form.refuse("cartes", sentence);
        return Ok(None);
    }
    Ok(Some(known.into_values().collect()))
}
