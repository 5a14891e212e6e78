//! `/fonds/engagements/{commitment}/livraison`: what came, and certifying it (service fait).

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::ids::{CommitmentId, DeliveryId, LotId};
use store::{
    CertifyDelivery, CommitmentBook, DeliveredUnits, NoteDelivery, NoteDeliveryRefused, VerbError,
};

use super::conventions::schools;
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, count, orders as say};

/// A line of the order on the form.
struct Place {
    line: u32,
    /// The names of its fields: units, and the lot that they make.
    units: String,
    lot: String,
    caption: String,
    hint: String,
}

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/delivery.html")]
pub struct NewDelivery {
    page: Page,
    form: Form,
    book: CommitmentBook,
    places: Vec<Place>,
    schools: Vec<Choice>,
    principal: bool,
}

impl NewDelivery {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        book: CommitmentBook,
        form: Form,
    ) -> Result<Self, PageError> {
        let (places, schools) = (places(&book), schools(app, who).await?);
        let principal = who.seat() == Seat::Principal;
        Ok(Self { page, form, book, places, schools, principal })
    }
}

/// What is still to come of each line.
fn places(book: &CommitmentBook) -> Vec<Place> {
    let came = |line: u32| -> i64 {
        let units = book.deliveries.iter().flat_map(|one| &one.units);
        units.filter(|one| one.part.line == line).map(|one| i64::from(one.part.units)).sum()
    };
    let place = |ordered: &store::OrderedLine| {
        let line = ordered.price.line();
        let left = i64::from(ordered.price.quantity()) - came(line);
        Place {
            line,
            units: format!("unites.{line}"),
            lot: format!("lot.{line}"),
            caption: format!("{} : unités reçues", ordered.label),
            hint: format!(
                "{} à recevoir sur {}.",
                count(left.unsigned_abs(), "unité", "unités"),
                ordered.price.quantity()
            ),
        }
    };
    book.lines.iter().map(place).collect()
}

/// Shows the form, each line with what is still to come.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<CommitmentId>,
) -> Result<NewDelivery, PageError> {
    let mut form = Form::empty()
        .with("id", app.mint.uuid())
        .with("le", app.clock.today().short())
        .with("certifier", "oui");
    let book = app.store.commitment(id, who.by()).await?.ok_or(PageError::NotFound)?;
    if let Some(school) = book.commitment.delivered_to {
        form = form.with("ecole", school);
    }
    for place in places(&book) {
        form = form.with(&place.lot, app.mint.uuid());
    }
    NewDelivery::of(&app, &who, page, book, form).await
}

/// Notes the delivery, and certifies it where the principal ticks so.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(commitment): Path<CommitmentId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: DeliveryId = form.hidden("id")?;
    let book = app.store.commitment(commitment, who.by()).await?.ok_or(PageError::NotFound)?;
    let number = form.text("numero", "Bon de livraison", 60);
    let on = form.date("le", "Date");
    let school = form.optional_choice("ecole", "Livré à");
    let remark = form.optional_text("remarque", "Remarque", 300);
    let units = units(&mut form, &book);
    let (Some(number), Some(on), Some(school), Some(remark), Some(units)) =
        (number, on, school, remark, units)
    else {
        return Ok(again(NewDelivery::of(&app, &who, page, book, form).await?));
    };
    let (today, now) = (app.clock.today(), app.clock.now());
    let remark = remark.unwrap_or_default();
    let order = NoteDelivery { id, commitment, number, on, school, remark, units, today };
    match app.store.note_delivery(&order, who.by(), now).await {
        Ok(()) => {}
        Err(VerbError::Refused(why)) => {
            let field = match why {
                NoteDeliveryRefused::NumberTaken => "numero".to_owned(),
                NoteDeliveryRefused::UnknownSchool => "ecole".to_owned(),
                NoteDeliveryRefused::OverOrder { line, .. }
                | NoteDeliveryRefused::OverReceived { line } => format!("unites.{line}"),
                NoteDeliveryRefused::Nothing => "unites.1".to_owned(),
                _ => "le".to_owned(),
            };
            let form = form.refused(&field, say::delivery(why));
            return Ok(refused(NewDelivery::of(&app, &who, page, book, form).await?));
        }
        Err(error) => return Err(PageError::of_verb(error, say::delivery)),
    }
    let back = format!("/fonds/engagements/{commitment}");
    if who.seat() != Seat::Principal || !form.ticked("certifier") {
        return Ok(see_other_saying(&back, "Livraison notée : le service fait reste à certifier."));
    }
    let certify = CertifyDelivery { form: app.mint.uuid(), delivery: id, on: today };
    match app.store.certify_delivery(&certify, who.by(), now).await {
        // Sent twice: it was certified by the first.
        Ok(()) | Err(VerbError::Refused(store::CertifyDeliveryRefused::AlreadyCertified)) => {
            Ok(see_other_saying(&back, "Livraison notée, service fait certifié."))
        }
        Err(error) => Err(PageError::of_verb(error, say::certify)),
    }
}

/// What came of each line; an empty field is nothing.
fn units(form: &mut Form, book: &CommitmentBook) -> Option<Vec<DeliveredUnits>> {
    let mut all = Vec::new();
    let mut sound = true;
    for place in places(book) {
        let typed = form.value(&place.units).trim().to_owned();
        if typed.is_empty() {
            continue;
        }
        match typed.parse::<i32>() {
            Ok(0) => {}
            Ok(units) => {
                let lot: Option<LotId> = form.value(&place.lot).parse().ok();
                all.push(DeliveredUnits { line: place.line, units, lot });
            }
            Err(_) => {
                form.refuse(&place.units, say::not_units(&typed));
                sound = false;
            }
        }
    }
    sound.then_some(all)
}

/// Certifies a delivery.
pub async fn certify(
    State(app): State<AppState>,
    who: Who,
    Path((commitment, delivery)): Path<(CommitmentId, DeliveryId)>,
    form: Form,
) -> Result<Response, PageError> {
    let order = CertifyDelivery { form: form.hidden("id")?, delivery, on: app.clock.today() };
    app.store
        .certify_delivery(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, say::certify))?;
    let back = format!("/fonds/engagements/{commitment}");
    Ok(see_other_saying(&back, "Service fait certifié."))
}
