//! `/envois/tournees`: the delivery rounds, and a new one over the bags that are ready.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::ids::{DeliveryRoundId, ParcelId};
use store::{DeliveryRound, Parcel, ParcelFilter, PlanDelivery, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::parcels::{delivery_refused, toward};
use crate::wording::{French as _, count};

/// The most bags of one round: more than a courier carries in a day.
const MOST_STOPS: u64 = 100;

/// The list and the form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/parcels/rounds.html")]
pub struct Rounds {
    page: Page,
    form: Form,
    rounds: Vec<DeliveryRound>,
    ready: Vec<Parcel>,
    id: DeliveryRoundId,
    paging: Paging,
}

impl Rounds {
    fn progress(round: &DeliveryRound) -> String {
        let (all, done) = round.bags;
        format!("{done} sur {}", count(all, "pochette", "pochettes"))
    }
}

async fn listed(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (id, paging): (DeliveryRoundId, Paging),
) -> Result<Rounds, PageError> {
    let (rounds, total) = app.store.deliveries(paging.offset(), paging.limit(), who.by()).await?;
    let (mut ready, _) = app.store.parcels(ParcelFilter::Ready, 0, MOST_STOPS, who.by()).await?;
    // Stops of one place stand together, the oldest bag first.
    ready.sort_by_key(|parcel| (toward(parcel), parcel.number));
    Ok(Rounds { page, form, rounds, ready, id, paging: paging.of(total) })
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Rounds, PageError> {
    let form = Form::empty().with("jour", app.clock.today());
    listed(&app, &who, page, form, (app.mint.id(), paging)).await
}

/// Plans a round.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: DeliveryRoundId = form.hidden("id")?;
    let on = form.date("jour", "Jour");
    let courier = form.text("coursier", "Qui porte", 80);
    let parcels = form.choices::<ParcelId>("pochette", "Pochettes");
    let (Some(on), Some(courier), Some(parcels)) = (on, courier, parcels) else {
        return Ok(again(listed(&app, &who, page, form, (id, paging)).await?));
    };
    let new = PlanDelivery { id, on, courier: &courier, parcels: &parcels };
    match app.store.plan_delivery(&new, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/envois/tournees/{id}"),
            "Tournée créée. Imprimez sa feuille avant de partir.",
        )),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("pochette", delivery_refused(&why));
            Ok(refused(listed(&app, &who, page, form, (id, paging)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| delivery_refused(&why))),
    }
}
