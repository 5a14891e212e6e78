//! `/attributions/reservations`: what waits for a family; releasing what nobody came for.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{ItemId, ReservationId};
use jiff::Timestamp;
use store::{
    KeepLonger, LONGEST_HOLD, ReleaseRefused, ReleaseReservation, Reservation, SetHoldDays,
    SetHoldDaysRefused, VerbError,
};
use uuid::Uuid;

use crate::clock::paris;
use crate::error::PageError;
use crate::form::Form;
use crate::nav::may_open;
use crate::page::{Page, again, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// What is set aside.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/reservations.html")]
pub struct Reservations {
    page: Page,
    form: Form,
    /// The form that says how long things wait.
    id: Uuid,
    rows: Vec<(Reservation, Uuid)>,
    lends: bool,
    /// Only what nobody came for in time.
    past: bool,
    now: Timestamp,
    paging: Paging,
}

impl Reservations {
    fn day(&self, until: &Timestamp) -> String {
        until.to_zoned(paris()).date().short()
    }

    fn many(&self) -> String {
        let (one, several) = if self.past {
            ("réservation dont le délai est passé", "réservations dont le délai est passé")
        } else {
            ("réservation à remettre", "réservations à remettre")
        };
        count(self.paging.total, one, several)
    }
}

async fn listed(
    app: &AppState,
    who: &Who,
    page: Page,
    (form, id): (Form, Uuid),
    paging: Paging,
) -> Result<Reservations, PageError> {
    let (past, now) = (form.value("voir") == "passees", app.clock.now());
    let (from, most) = (paging.offset(), paging.limit());
    let found = app.store.reservations(past.then_some(now), from, most, who.by()).await?;
    let (held, total) = found;
    let rows = held.into_iter().map(|one| (one, app.mint.uuid())).collect();
    let lends = may_open(who.seat(), "/prets/nouveau");
    let paging = paging.of(total);
    Ok(Reservations { page, form, id, rows, lends, past, now, paging })
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Reservations, PageError> {
    let form = form.with("jours", app.store.hold_days(who.by()).await?);
    listed(&app, &who, page, (form, app.mint.uuid()), paging).await
}

/// Says how long what the next plans set aside waits.
pub async fn hold(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let days = form.count("jours", "Jours d’attente", 1..=u32::from(LONGEST_HOLD));
    let Some(days) = days.and_then(|days| u16::try_from(days).ok()) else {
        return Ok(again(listed(&app, &who, page, (form, id), paging).await?));
    };
    let order = SetHoldDays { form: id, days };
    match app.store.set_hold_days(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            "/attributions/reservations",
            "Noté : ce délai vaut pour les prochains plans adoptés.",
        )),
        Err(error) => Err(PageError::of_verb(error, |why| match why {
            SetHoldDaysRefused::OutOfRange => "Entre 1 et 365 jours.".to_owned(),
        })),
    }
}

/// Passes one on to the next family in rank.
pub async fn pass_on(
    State(app): State<AppState>,
    who: Who,
    Path(reservation): Path<ReservationId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = ReleaseReservation { form: form.hidden("id")?, reservation };
    match app.store.pass_on(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let item: Option<ItemId> = form.value("objet").parse().ok();
            let next = match item {
                Some(item) => app.store.reservation_of(item, who.by()).await?,
                None => None,
            };
            let sentence = match next {
                Some(next) => format!(
                    "{} est maintenant réservé pour la famille suivante : {}, rang {}. Prévenez-la.",
                    next.tag, next.label, next.rank
                ),
                None => "Aucune famille suivante ne peut avoir cet appareil : il est de nouveau disponible.".to_owned(),
            };
            Ok(see_other_saying("/attributions/reservations?voir=passees", &sentence))
        }
        Err(error) => Err(refusal(error)),
    }
}

/// Keeps one for its family, as long again.
pub async fn keep(
    State(app): State<AppState>,
    who: Who,
    Path(reservation): Path<ReservationId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = KeepLonger { form: form.hidden("id")?, reservation };
    match app.store.keep_longer(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            "/attributions/reservations",
            "Gardé plus longtemps pour cette famille.",
        )),
        Err(error) => Err(refusal(error)),
    }
}

/// Why nothing was done about a reservation.
fn refusal(error: VerbError<ReleaseRefused>) -> PageError {
    match error {
        VerbError::Refused(ReleaseRefused::Unknown) => PageError::NotFound,
        error => PageError::of_verb(error, |_| {
            "Cette réservation n’est plus en attente : l’appareil a été remis, ou déjà libéré."
                .to_owned()
        }),
    }
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
        Err(error) => Err(refusal(error)),
    }
}
