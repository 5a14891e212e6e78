//! `/attributions/reservations`: what waits for a family; releasing what nobody came for.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ReservationId;
use store::{ReleaseRefused, ReleaseReservation, Reservation, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::nav::may_open;
use crate::page::{Page, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, count};

/// What is set aside.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/reservations.html")]
pub struct Reservations {
    page: Page,
    rows: Vec<(Reservation, Uuid)>,
    lends: bool,
    paging: Paging,
}

impl Reservations {
    fn many(&self) -> String {
        count(self.paging.total, "réservation à remettre", "réservations à remettre")
    }
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Reservations, PageError> {
    let (held, total) = app.store.reservations(paging.offset(), paging.limit(), who.by()).await?;
    let rows = held.into_iter().map(|one| (one, app.mint.uuid())).collect();
    let lends = may_open(who.seat(), "/prets/nouveau");
    Ok(Reservations { page, rows, lends, paging: paging.of(total) })
}

/// Releases one.
pub async fn release(
    State(app): State<AppState>,
    who: Who,
    Path(reservation): Path<ReservationId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = ReleaseReservation { form: form.hidden("id")?, reservation };
    match app.store.release_reservation(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            "/attributions/reservations",
            "Réservation libérée : l’appareil est de nouveau disponible, le besoin attend le prochain tour.",
        )),
        Err(VerbError::Refused(ReleaseRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| {
            "Cette réservation n’est plus en attente : l’appareil a été remis, ou déjà libéré."
                .to_owned()
        })),
    }
}
