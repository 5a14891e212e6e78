//! `/envois/nouveau`: packs what a family takes home into a bag that goes to it without the desk.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::{HouseholdId, LoanId, RelayPointId};
use domain::loan::{Lend, usual_due_date};
use domain::parcel::{LONGEST_SEAL, PackFault, PackParcel, PickupCode, Way};
use jiff::ToSpan as _;
use store::{Household, PackRefused, RelayPoint, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other, see_other_saying};
use crate::pages::loans::find_items::with_named;
use crate::pages::loans::picked::{items, lines, note_lend, with_held};
use crate::pages::loans::seen::SeenLine;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;
use crate::wording::parcels::pack_refused;

/// How often another code is drawn when one is taken at the relay point.
const DRAWS: usize = 20;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/parcels/new.html")]
pub struct NewParcel {
    page: Page,
    form: Form,
    id: LoanId,
    home: Household,
    lines: Vec<SeenLine>,
    ways: Vec<Choice>,
    /// No relay point is open.
    no_relay: bool,
}

/// What a form is about.
#[derive(Clone, Copy)]
struct At {
    id: LoanId,
    home: HouseholdId,
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    at: At,
) -> Result<NewParcel, PageError> {
    let home = app.store.household(at.home, who.by()).await?.ok_or(PageError::NotFound)?;
    let lines = lines(app, who, at.home, &form).await?;
    let relays = open_relays(app, who).await?;
    let mut ways: Vec<Choice> = relays
        .iter()
        .map(|relay| {
            Choice::new(relay.id, format!("Point relais : {}, {}", relay.name, relay.address))
        })
        .collect();
    ways.push(Choice::new("tournee", "Tournée à domicile"));
    ways.push(Choice::new("poste", "La poste"));
    Ok(NewParcel { page, form, id: at.id, home, lines, ways, no_relay: relays.is_empty() })
}

async fn open_relays(app: &AppState, who: &Who) -> Result<Vec<RelayPoint>, PageError> {
    let mut relays = app.store.relays(who.by()).await?;
    relays.retain(|relay| !relay.is_ended);
    Ok(relays)
}

/// Shows the form; without a family, leads to where one is chosen.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let Ok(home) = form.value("foyer").parse() else { return Ok(see_other("/guichet")) };
    form = with_held(&app, &who, form, home).await?;
    form = form.with("due_on", usual_due_date(app.clock.today()));
    let at = At { id: app.mint.id(), home };
    Ok(shown(&app, &who, page, form, at).await?.into_response())
}

/// Adds what was scanned to the form, or packs.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Response, PageError> {
    let at = At { id: form.hidden("id")?, home: form.hidden("foyer")? };
    // Sent again after a lost answer: short numbers may no longer mean what they meant.
    if app.store.parcel(domain::ids::ParcelId(at.id.0), who.by()).await?.is_some() {
        return Ok(see_other(&format!("/envois/{}", at.id)));
    }
    let held = app.store.reservations_of(at.home, who.by()).await?;
    let mut form = with_named(&app, &who, form, &held).await?;
    if form.value("faire") == "ajouter" {
        let wrong = form.has_errors();
        let form = if wrong { form } else { form.without("numeros") };
        let page = shown(&app, &who, page, form, at).await?;
        return Ok(if wrong { again(page) } else { page.into_response() });
    }
    let items = items(&app, &who, &mut form).await?;
    let due_on = form.date("due_on", "À rendre le");
    let seal = form.optional_text("scelle", "Numéro du scellé", LONGEST_SEAL);
    let way = way(&app, &who, &mut form).await?;
    let mut lend = None;
    if let (Some(due_on), false) = (due_on, form.has_errors()) {
        match Lend::new(at.id, at.home, items, due_on, app.clock.today()) {
            Ok(right) => lend = Some(right),
            Err(faults) => faults.iter().for_each(|fault| note_lend(&mut form, fault)),
        }
    }
    let (Some(lend), Some(way), Some(seal)) = (lend, way, seal) else {
        return Ok(again(shown(&app, &who, page, form.without("numeros"), at).await?));
    };
    let told = pack(&app, &who, &mut form, (lend, way, seal.unwrap_or_default())).await?;
    match told {
        Some(Ok(())) => Ok(see_other_saying(
            &format!("/envois/{}", at.id),
            "Pochette préparée. Écrivez son numéro dessus, puis prévenez la famille.",
        )),
        Some(Err(VerbError::Refused(why))) => {
            let form = form.without("numeros").refused("numeros", pack_refused(&why));
            Ok(refused(shown(&app, &who, page, form, at).await?))
        }
        Some(Err(error)) => Err(PageError::of_verb(error, |why| pack_refused(&why))),
        None => Ok(again(shown(&app, &who, page, form.without("numeros"), at).await?)),
    }
}

/// Packs, with another code for as long as the one that was drawn is taken; nothing when the order makes
/// no sense, which is then noted.
async fn pack(
    app: &AppState,
    who: &Who,
    form: &mut Form,
    (lend, mut way, seal): (Lend, Way, String),
) -> Result<Option<Result<(), VerbError<PackRefused>>>, PageError> {
    let mut told = None;
    for _ in 0..DRAWS {
        if let Way::Relay { code, .. } = &mut way {
            *code = PickupCode::drawn(app.mint.bytes());
        }
        let order = match PackParcel::new(lend.clone(), way, seal.clone()) {
            Ok(order) => order,
            Err(faults) => {
                faults.iter().for_each(|fault| note(form, *fault));
                return Ok(None);
            }
        };
        let done = app.store.pack_parcel(&order, who.by(), app.clock.now()).await;
        let is_taken = matches!(done, Err(VerbError::Refused(PackRefused::CodeTaken)));
        told = Some(done);
        if !is_taken {
            break;
        }
    }
    Ok(told)
}

fn note(form: &mut Form, fault: PackFault) {
    match fault {
        PackFault::KeptTooShort | PackFault::KeptTooLong => form.refuse(
            "due_on",
            "La pochette attendrait au point relais jusqu’après la date de retour : reculez « À rendre le ».",
        ),
        PackFault::SealTooLong => {
            form.refuse("scelle", "« Numéro du scellé » est trop long : 40 caractères au plus.");
        }
    }
}

/// How it goes; nothing when no answer was chosen, which is then noted.
async fn way(app: &AppState, who: &Who, form: &mut Form) -> Result<Option<Way>, PageError> {
    let chosen = form.value("voie").to_owned();
    let way = match chosen.as_str() {
        "tournee" => Some(Way::Round),
        "poste" => Some(Way::Post),
        other => {
            let point: Option<RelayPointId> = other.parse().ok();
            let relays = open_relays(app, who).await?;
            let relay = relays.into_iter().find(|relay| Some(relay.id) == point);
            relay.map(|relay| {
                let days = i64::from(relay.keep_days);
                // A shop that is closed does not count its days.
                let from = relay.away_until.unwrap_or_default().max(app.clock.today());
                let keep_until = from.saturating_add(days.days());
                let code = PickupCode::drawn(app.mint.bytes());
                Way::Relay { point: relay.id, code, keep_until }
            })
        }
    };
    if way.is_none() {
        form.refuse("voie", "« Par où » : choisissez une des réponses proposées.");
    }
    Ok(way)
}
