//! `/envois/tournees/{id}`: the sheet of a round, printed or on the courier's phone with the agent's seat.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::DeliveryRoundId;
use domain::parcel::{ParcelAct, ParcelState};
use store::{DeliveryRound, Household, PlanDeliveryRefused, RelayPoint, Stop, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::parcels::{act, delivery_refused};
use crate::wording::people::phones;
use crate::wording::{French as _, Label as _};

/// A stop with where it is.
struct Place {
    stop: Stop,
    relay: Option<RelayPoint>,
    home: Option<Household>,
    /// What can be noted there, each with the id of its button's form.
    acts: Vec<(Uuid, ParcelAct)>,
}

impl Place {
    fn said(&self, act: &ParcelAct) -> &'static str {
        self::act(*act, self.stop.channel)
    }

    fn phones(&self) -> Vec<String> {
        phones(self.home.as_ref())
    }
}

/// The sheet.
#[derive(Template, WebTemplate)]
#[template(path = "pages/parcels/round.html")]
pub struct ShowRound {
    page: Page,
    round: DeliveryRound,
    places: Vec<Place>,
    id: Uuid,
}

impl ShowRound {
    /// Is something still in the town's hands?
    fn may_begin(&self) -> bool {
        self.places.iter().any(|place| place.stop.state == ParcelState::Prepared)
    }
}

/// Shows the sheet.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<DeliveryRoundId>,
) -> Result<ShowRound, PageError> {
    let (round, stops) = app.store.delivery(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let relays = app.store.relays(who.by()).await?;
    let mut places = Vec::new();
    for stop in stops {
        let relay = stop.relay.as_ref().and_then(|(id, _)| relays.iter().find(|one| one.id == *id));
        let relay = relay.cloned();
        // Whoever goes to a shop has no business with the family's name.
        let home = match relay {
            Some(_) => None,
            None => app.store.household(stop.household, who.by()).await?,
        };
        let may = |act: &&ParcelAct| {
            **act != ParcelAct::Send && act.after(stop.channel, stop.state).is_some()
        };
        let acts = ParcelAct::ALL.iter().filter(may).map(|act| (app.mint.uuid(), *act)).collect();
        places.push(Place { stop, relay, home, acts });
    }
    Ok(ShowRound { page, round, places, id: app.mint.uuid() })
}

/// The courier leaves.
pub async fn begin(
    State(app): State<AppState>,
    who: Who,
    Path(round): Path<DeliveryRoundId>,
    form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let (today, now) = (app.clock.today(), app.clock.now());
    match app.store.begin_delivery(id, round, today, who.by(), now).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/envois/tournees/{round}"),
            "C’est noté : les pochettes sont en route.",
        )),
        Err(VerbError::Refused(PlanDeliveryRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |why| delivery_refused(&why))),
    }
}
