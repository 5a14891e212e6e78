//! `/envois/{id}`: one bag: what is in it, where it is, what to tell the family, what comes next.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ParcelId;
use domain::parcel::{ParcelAct, ParcelState, PickupCode};
use jiff::civil::Date;
use store::{CarryParcel, CarryRefused, Household, Parcel, RelayPoint, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::parcels::{carry_refused, done};
use crate::wording::people::phones;
use crate::wording::{French as _, Label as _};

/// The bag's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/parcels/show.html")]
pub struct ShowParcel {
    page: Page,
    form: Form,
    parcel: Parcel,
    code: Option<PickupCode>,
    relay: Option<RelayPoint>,
    home: Option<Household>,
    desk: String,
    today: Date,
    id: Uuid,
}

impl ShowParcel {
    /// What can be done with it now.
    fn acts(&self) -> Vec<ParcelAct> {
        let Parcel { channel, state, .. } = self.parcel;
        let may = |act: &ParcelAct| act.after(channel, state).is_some();
        ParcelAct::ALL.iter().copied().filter(may).collect()
    }

    /// Must the number that the post gave be typed?
    fn asks_tracking(&self, act: &ParcelAct) -> bool {
        *act == ParcelAct::Send && self.parcel.channel == domain::parcel::Channel::Post
    }

    fn is_lent(&self) -> bool {
        self.parcel.state == ParcelState::Collected
    }

    fn phones(&self) -> Vec<String> {
        phones(self.home.as_ref())
    }

    /// What to tell the family, short enough for a telephone message.
    fn message(&self) -> Option<String> {
        let (relay, code) = (self.relay.as_ref()?, self.code?);
        let until = self.parcel.keep_until?;
        let desk =
            if self.desk.is_empty() { String::new() } else { format!(" Aide : {}.", self.desk) };
        Some(format!(
            "Votre matériel vous attend : {}, {} ({}). Code {code}, pochette n° {}, jusqu’au {}.{desk}",
            relay.name,
            relay.address,
            relay.hours,
            self.parcel.number,
            until.french(),
        ))
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (parcel, id): (ParcelId, Uuid),
) -> Result<ShowParcel, PageError> {
    let parcel = app.store.parcel(parcel, who.by()).await?.ok_or(PageError::NotFound)?;
    let code = app.store.parcel_code(parcel.id, who.by()).await?;
    let relay = match &parcel.relay {
        Some((relay, _)) => app.store.relay(*relay, who.by()).await?,
        None => None,
    };
    let home = app.store.household(parcel.household, who.by()).await?;
    let desk = app.store.cite(who.cite()).await?.contact;
    let today = app.clock.today();
    Ok(ShowParcel { page, form, parcel, code, relay, home, desk, today, id })
}

/// Shows the bag.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ParcelId>,
) -> Result<ShowParcel, PageError> {
    shown(&app, &who, page, Form::empty(), (id, app.mint.uuid())).await
}

/// Notes what was done with it.
pub async fn note(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(parcel): Path<ParcelId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let act: ParcelAct = form.hidden("geste")?;
    let tracking = form.optional_text("suivi", "Numéro de suivi", 40);
    let Some(tracking) = tracking else {
        return Ok(again(shown(&app, &who, page, form, (parcel, id)).await?));
    };
    let order = CarryParcel { form: id, parcel, act, tracking: tracking.as_deref() };
    let (today, now) = (app.clock.today(), app.clock.now());
    match app.store.carry_parcel(&order, today, who.by(), now).await {
        Ok(()) => {
            // Back to the round whose list asked for it.
            let round = form.value("tournee").parse::<domain::ids::DeliveryRoundId>();
            let place = round.map_or_else(
                |_| format!("/envois/{parcel}"),
                |round| format!("/envois/tournees/{round}"),
            );
            Ok(see_other_saying(&place, done(act)))
        }
        Err(VerbError::Refused(CarryRefused::Unknown)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let field = if why == CarryRefused::NoTracking { "suivi" } else { "gestes" };
            let form = form.refused(field, carry_refused(why));
            Ok(refused(shown(&app, &who, page, form, (parcel, id)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, carry_refused)),
    }
}
