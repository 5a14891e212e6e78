//! `/cartes-sim/{id}/fiche`: what is written on a card, its holder and its contract.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ItemId;
use domain::sim::{LONGEST_VALIDITY, Plan, Prepaid, SecretKind, SimSecret, Subscription};
use store::{DescribeSim, DescribeSimRefused, Item, Sim, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::sims as say;

/// The most gigabytes of a line.
const MOST_VOLUME: u32 = 100_000;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/sims/describe.html")]
pub struct Description {
    page: Page,
    form: Form,
    item: Item,
    formulas: Vec<Choice>,
    /// The plan that the fund pays, which no form changes.
    on_fund: Option<Subscription>,
    has_pin: bool,
    has_puk: bool,
}

/// A card, and what is known of its line.
struct Card {
    item: Item,
    sim: Option<Sim>,
    /// The plan that the fund pays until its end.
    on_fund: Option<Subscription>,
}

impl Card {
    async fn of(app: &AppState, who: &Who, id: ItemId) -> Result<Self, PageError> {
        let file = app.store.item(id, who.by()).await?.ok_or(PageError::NotFound)?;
        if file.item.iccid.is_none() {
            return Err(PageError::refused(say::describe(DescribeSimRefused::NoCard)));
        }
        let sim = app.store.sim(id, who.by()).await?.map(|file| file.sim);
        let today = app.clock.today();
        let runs = |sim: &&Sim| {
            let plan =
                matches!(sim.subscription, Subscription::Plan(plan) if plan.ends_on() >= today);
            sim.commitment.is_some() && plan
        };
        let on_fund = sim.as_ref().filter(runs).map(|sim| sim.subscription);
        Ok(Self { item: file.item, sim, on_fund })
    }

    fn page(self, page: Page, form: Form) -> Description {
        let formulas = [
            ("prepaid", "Prépayée : un volume payé d’avance"),
            ("plan", "Forfait mensuel payé hors du fonds (ville, donateur)"),
        ];
        Description {
            page,
            form,
            item: self.item,
            formulas: formulas.map(|(code, label)| Choice::new(code, label)).into(),
            on_fund: self.on_fund,
            has_pin: self.sim.as_ref().is_some_and(|sim| sim.has_pin),
            has_puk: self.sim.as_ref().is_some_and(|sim| sim.has_puk),
        }
    }
}

/// Shows what is known.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ItemId>,
) -> Result<Description, PageError> {
    let card = Card::of(&app, &who, id).await?;
    let form = filled(app.mint.uuid(), card.sim.as_ref());
    Ok(card.page(page, form))
}

/// The form with what is known, but for the codes.
fn filled(id: Uuid, sim: Option<&Sim>) -> Form {
    let form = Form::empty().with("id", id);
    let Some(sim) = sim else { return form.with("formule", "prepaid") };
    let form = form
        .with("operateur", &sim.operator)
        .with("client", sim.customer.as_deref().unwrap_or_default())
        .with("formule", sim.subscription.code());
    let form = match sim.volume_mb {
        Some(volume) => form.with("volume", volume),
        None => form,
    };
    match sim.subscription {
        Subscription::Prepaid(card) => {
            let form = match card.activate_before {
                Some(day) => form.with("activer_avant", day),
                None => form,
            };
            let form = form.with("validite", card.validity_days);
            if card.rechargeable { form.with("rechargeable", "oui") } else { form }
        }
        Subscription::Plan(plan) => form
            .with("mensuel", plan.monthly().euros().plain(','))
            .with("debut", plan.starts_on())
            .with("fin", plan.ends_on()),
    }
}

/// Describes.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let form_id = form.hidden("id")?;
    let card = Card::of(&app, &who, id).await?;
    let Some(order) = read(&mut form, form_id, id, card.on_fund) else {
        return Ok(again(card.page(page, form)));
    };
    match app.store.describe_sim(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => Ok(see_other_saying(&format!("/materiel/{id}"), "Carte décrite.")),
        Err(VerbError::Refused(why @ DescribeSimRefused::Contradicts)) => {
            Ok(refused(card.page(page, form.refused("activer_avant", say::describe(why)))))
        }
        Err(VerbError::Refused(DescribeSimRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, say::describe)),
    }
}

/// Every field, or every error at once.
fn read(
    form: &mut Form,
    id: Uuid,
    item: ItemId,
    kept: Option<Subscription>,
) -> Option<DescribeSim> {
    let operator = form.text("operateur", "Opérateur", 60);
    let customer = form.optional_text("client", "Référence client", 60);
    let volume = if form.value("volume").trim().is_empty() {
        Some(None)
    } else {
        form.count("volume", "Volume", 1..=MOST_VOLUME * 1_000).map(Some)
    };
    let subscription = match kept {
        Some(kept) => Some(kept),
        None => subscription(form),
    };
    let pin = secret(form, "pin", SecretKind::Pin);
    let puk = secret(form, "puk", SecretKind::Puk);
    Some(DescribeSim {
        form: id,
        item,
        operator: operator?,
        customer: customer?,
        volume_mb: volume?,
        subscription: subscription?,
        pin: pin?,
        puk: puk?,
    })
}

fn subscription(form: &mut Form) -> Option<Subscription> {
    if form.value("formule") == "plan" {
        return plan(form).map(Subscription::Plan);
    }
    let activate_before = form.optional_date("activer_avant", "À activer avant le");
    let days = form.count("validite", "Jours de validité", 1..=u32::from(LONGEST_VALIDITY));
    Some(Subscription::Prepaid(Prepaid {
        activate_before: activate_before?,
        validity_days: u16::try_from(days?).unwrap_or(LONGEST_VALIDITY),
        rechargeable: form.ticked("rechargeable"),
    }))
}

/// The plan of a form: three fields, and the rule that none is without an end.
pub(super) fn plan(form: &mut Form) -> Option<Plan> {
    let monthly = form.amount("mensuel", "Prix par mois");
    let starts_on = form.date("debut", "Premier jour");
    let ends_on = form.date("fin", "Dernier jour");
    match Plan::new(monthly?, starts_on?, ends_on?) {
        Ok(plan) => Some(plan),
        Err(fault) => {
            form.refuse("fin", say::plan_fault(fault));
            None
        }
    }
}

/// A code that may be left out; what is wrong with it is said without repeating it.
fn secret(form: &mut Form, field: &str, kind: SecretKind) -> Option<Option<SimSecret>> {
    if form.value(field).trim().is_empty() {
        return Some(None);
    }
    match SimSecret::parse(kind, form.value(field)) {
        Ok(secret) => Some(Some(secret)),
        Err(fault) => {
            form.refuse(field, say::secret_fault(kind, fault));
            None
        }
    }
}
