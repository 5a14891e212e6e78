//! `/materiel/lots/{id}/scanner`: a carton, one device after another; each is in the register at once.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::delivery::{ItemNumber, ReceivedItem};
use domain::ids::{ItemId, LotId};
use domain::scan::{NotTaken, Read, is_product_code};
use store::{AddToLot, Enlisted, Lot, ReceiveRefused, RemoveScanned, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Form, Upload};
use crate::page::{Page, again, refused, see_other, see_other_saying};
use crate::scan::codes;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::count;
use crate::wording::scan::{awaited, known, not_removed, not_taken};
use crate::wording::stock::receive_refused;

/// How many of the last scans are shown.
const LAST: u64 = 10;

/// The carton so far, and the device at hand.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/scan.html")]
pub struct ScanLot {
    page: Page,
    form: Form,
    lot: Lot,
    /// The id of the device at hand: the same scan sent twice is one device.
    id: ItemId,
    read: Read,
    radio: bool,
    total: u64,
    last: Vec<(Uuid, Enlisted)>,
}

impl ScanLot {
    fn prompt(&self) -> &'static str {
        let next = self.read.awaited(self.lot.kind, self.radio).unwrap_or(ItemNumber::Serial);
        awaited(next, self.lot.kind)
    }

    /// What is read of the device at hand.
    fn at_hand(&self) -> Vec<(&'static str, &'static str, String)> {
        let text = |value: Option<String>| value.unwrap_or_default();
        let all = [
            ("serie", "Série", text(self.read.serial.as_ref().map(ToString::to_string))),
            ("imei", "IMEI", text(self.read.imei.as_ref().map(ToString::to_string))),
            ("iccid", "Carte SIM", text(self.read.iccid.as_ref().map(ToString::to_string))),
        ];
        all.into_iter().filter(|(_, _, value)| !value.is_empty()).collect()
    }

    fn found(&self) -> String {
        let scanned = count(self.total, "appareil au registre", "appareils au registre");
        match self.lot.expected {
            None => scanned,
            Some(expected) if self.total > expected => {
                format!("{scanned}, {} de plus que prévu", self.total - expected)
            }
            Some(expected) => format!("{scanned} sur {expected}"),
        }
    }

    fn asks_radio(&self) -> bool {
        use domain::stock::ItemKind::{Laptop, Tablet};
        matches!(self.lot.kind, Tablet | Laptop)
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (lot, id, read): (LotId, ItemId, Read),
) -> Result<ScanLot, PageError> {
    let lot = app.store.lot(lot, who.by()).await?.ok_or(PageError::NotFound)?;
    let (total, last) = app.store.entered_last(lot.id, LAST, who.by()).await?;
    let last = last.into_iter().map(|one| (app.mint.uuid(), one)).collect();
    let radio = form.ticked("radio");
    Ok(ScanLot { page, form, lot, id, read, radio, total, last })
}

/// Shows the carton.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(lot): Path<LotId>,
    form: Form,
) -> Result<ScanLot, PageError> {
    shown(&app, &who, page, form, (lot, app.mint.id(), Read::default())).await
}

/// Takes a scan: the device at hand is entered once its last number is read.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(lot): Path<LotId>,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: ItemId = upload.form.hidden("id")?;
    let kind = app.store.lot(lot, who.by()).await?.ok_or(PageError::NotFound)?.kind;
    let mut read = at_hand(&upload.form)?;
    let skip = upload.form.ticked("passer") && read.suffices(kind);
    if !skip {
        let Some(codes) = codes(&mut upload, "code").await else {
            return Ok(again(shown(&app, &who, page, upload.form, (lot, id, read)).await?));
        };
        if let Err((code, why)) = take(&mut read, &codes, kind) {
            let form = upload.form.refused("code", not_taken(&code, &why));
            return Ok(again(shown(&app, &who, page, form, (lot, id, read)).await?));
        }
    }
    let mut form = upload.form;
    let radio = form.ticked("radio");
    if !skip && read.awaited(kind, radio).is_some() {
        return Ok(shown(&app, &who, page, form, (lot, id, read)).await?.into_response());
    }
    let Read { serial, imei, iccid } = read;
    let item = ReceivedItem { id, kind, serial, imei, iccid, msisdn: None };
    let order = AddToLot { lot, item };
    let place = format!("/materiel/lots/{lot}/scanner{}", if radio { "?radio=oui" } else { "" });
    match app.store.add_to_lot(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(_) => Ok(see_other(&place)),
        Err(VerbError::Refused(why)) => {
            let sentence = match &why {
                ReceiveRefused::Known(all) => all.iter().map(known).collect::<Vec<_>>().join(" "),
                other => receive_refused(other, |_| 1),
            };
            form.refuse("code", sentence);
            // The device at hand is another one from now on: its numbers are not the next one's.
            let next = (lot, app.mint.id(), Read::default());
            Ok(refused(shown(&app, &who, page, form, next).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| receive_refused(&why, |_| 1))),
    }
}

/// Takes back one of the last scans.
pub async fn remove(
    State(app): State<AppState>,
    who: Who,
    Path(lot): Path<LotId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = RemoveScanned { form: form.hidden("id")?, lot, item: form.hidden("objet")? };
    app.store
        .remove_scanned(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, |why| not_removed(why).to_owned()))?;
    let place = format!("/materiel/lots/{lot}/scanner");
    Ok(see_other_saying(&place, "La lecture est annulée : cet appareil n’est plus au registre."))
}

/// The numbers that the page carries for the device at hand.
fn at_hand(form: &Form) -> Result<Read, PageError> {
    let sent = |name: &str| !form.value(name).is_empty();
    Ok(Read {
        serial: sent("serie").then(|| form.hidden("serie")).transpose()?,
        imei: sent("imei").then(|| form.hidden("imei")).transpose()?,
        iccid: sent("iccid").then(|| form.hidden("iccid")).transpose()?,
    })
}

/// Takes the codes of one scan. A photo of a box shows the product's bar code beside the others: it is
/// passed over there, and refused where it is all there is.
fn take(
    read: &mut Read,
    codes: &[String],
    kind: domain::stock::ItemKind,
) -> Result<(), (String, NotTaken)> {
    let several = codes.iter().any(|code| !is_product_code(code));
    for code in codes.iter().filter(|code| !(several && is_product_code(code))) {
        read.take(code, kind).map_err(|why| (code.clone(), why))?;
    }
    Ok(())
}
