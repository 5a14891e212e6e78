//! The form, its dry run, its confirmation.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::delivery::{DeliveredLot, Delivery, Giver, Origin, Terms};
use domain::ids::{DonorId, ItemId, LotId};
use domain::stock::{ItemKind, Level, LotCondition, Restriction, TransferMode};
use exchange::stock::{StockRow, StockRowError};
use jiff::civil::Date;
use store::VerbError;
use uuid::Uuid;

use super::read::{Rows, as_list, made, received, rows, scanned_list};
use crate::error::PageError;
use crate::form::{Choice, Form, Upload, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::files::file_error;
use crate::wording::numbers::{row_error, row_warning};
use crate::wording::stock::{delivery_fault, receive_refused};
use crate::wording::{Label as _, count, kinds};

/// The form, empty or to correct.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/receive.html")]
pub struct Receive {
    page: Page,
    form: Form,
    id: Uuid,
    kinds: Vec<Choice>,
    conditions: Vec<Choice>,
    levels: Vec<Choice>,
    origins: Vec<Choice>,
}

/// What would be received.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/receive_check.html")]
pub struct Check {
    page: Page,
    form: Form,
    id: Uuid,
    rows: Vec<StockRow>,
    refused: Vec<(u64, String)>,
    list: String,
    kinds_offered: Vec<Choice>,
}

impl Check {
    fn sums(&self) -> Vec<String> {
        let of = |kind: ItemKind| self.rows.iter().filter(|row| row.kind == kind).count() as u64;
        let some = ItemKind::ALL.iter().filter(|kind| of(**kind) > 0);
        some.map(|kind| count(of(*kind), kind.label(), kinds(*kind))).collect()
    }

    fn refusals(&self) -> String {
        count(self.refused.len() as u64, "ligne refusée", "lignes refusées")
    }

    /// The lines that are taken in and should be looked at, with what is odd.
    fn warned(&self) -> Vec<(u64, &'static str)> {
        let warned = |row: &StockRow| {
            let line = row.line;
            row.warnings.iter().map(move |warning| (line, row_warning(warning))).collect::<Vec<_>>()
        };
        self.rows.iter().flat_map(warned).collect()
    }

    /// The rest of the first form, sent again with the confirmation.
    fn kept(&self) -> Vec<(&str, &str)> {
        let names =
            ["label", "condition", "origine", "donateur", "acte", "qpv", "received_on", "niveau"];
        let kept = names
            .iter()
            .flat_map(|name| self.form.values(name).into_iter().map(move |value| (*name, value)));
        kept.collect()
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    id: Uuid,
) -> Result<Receive, PageError> {
    let origins = origins(app, who).await?;
    Ok(Receive {
        page,
        form,
        id,
        kinds: choices(ItemKind::ALL),
        conditions: choices(LotCondition::ALL),
        levels: choices(Level::ALL),
        origins,
    })
}

/// Where a delivery can come from.
pub(super) async fn origins(app: &AppState, who: &Who) -> Result<Vec<Choice>, PageError> {
    let mut origins =
        vec![Choice::new("town", "La ville"), Choice::new("new", "Un nouveau donateur")];
    for (donor, name) in app.store.donors(who.by()).await? {
        origins.push(Choice::new(format!("donor.{donor}"), format!("Don de {name}")));
    }
    for bought in app.store.commitments(who.by()).await? {
        let label = format!("Achat, commande {} ({})", bought.order_number, bought.supplier);
        origins.push(Choice::new(format!("fund.{}", bought.id), label));
    }
    Ok(origins)
}

/// Shows the form.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<Receive, PageError> {
    let form = Form::empty()
        .with("received_on", app.clock.today())
        .with("origine", "town")
        .with("condition", LotCondition::New);
    let id = app.mint.uuid();
    shown(&app, &who, page, form, id).await
}

/// Shows what would be received, or receives it.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: Uuid = upload.form.hidden("id")?;
    let list = list(&mut upload);
    let mut form = upload.form;
    let terms = terms(&mut form, id);
    let label = form.text("label", "Nom du lot", 80);
    let (Some((rows, rejected)), Some(terms), Some(label)) = (list, terms, label) else {
        return Ok(again(shown(&app, &who, page, form, id).await?));
    };
    let delivery = delivery(id, terms, &label, &rows);
    let delivery = match delivery {
        Ok(delivery) => delivery,
        Err(sentence) if rejected.is_empty() => {
            form.refuse("liste", sentence);
            return Ok(again(shown(&app, &who, page, form, id).await?));
        }
        Err(_) => return Ok(again(check(page, form, id, rows, &rejected))),
    };
    if !form.ticked("confirme") || !rejected.is_empty() {
        return Ok(check(page, form, id, rows, &rejected).into_response());
    }
    match app.store.receive(&delivery, who.by(), app.clock.now()).await {
        Ok(()) => {
            let lot = delivery.lots().first().map_or(id, |lot| lot.lot.into());
            let what = count(rows.len() as u64, "objet reçu", "objets reçus");
            Ok(see_other_saying(&format!("/materiel/lots/{lot}"), &format!("{what} et numérotés.")))
        }
        Err(VerbError::Refused(why)) => {
            let line = |known: &store::KnownNumber| {
                let row = rows.iter().find(|row| item_id(id, row) == known.item);
                row.map_or(0, |row| row.line)
            };
            let form =
                form.refused("liste", receive_refused(&why, line)).with("liste", as_list(&rows));
            Ok(refused(shown(&app, &who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| receive_refused(&why, |_| 0))),
    }
}

fn check(
    page: Page,
    form: Form,
    id: Uuid,
    rows: Vec<StockRow>,
    rejected: &[(u64, StockRowError)],
) -> Check {
    let refused = rejected.iter().map(|(line, why)| (*line, row_error(why))).collect();
    let list = as_list(&rows);
    Check { page, form, id, rows, refused, list, kinds_offered: choices(ItemKind::ALL) }
}

/// The file if one was sent, else what was scanned.
fn list(upload: &mut Upload) -> Option<Rows> {
    let kind = upload.form.optional_choice::<ItemKind>("type", "Type d’appareil")?;
    let typed = upload.form.value("liste").to_owned();
    let file = upload.files.iter().any(|(name, _)| name == "fichier");
    let read = if file {
        rows(&upload.file("fichier")?.bytes, kind).map_err(|error| ("fichier", error))
    } else if typed.trim().is_empty() {
        upload
            .form
            .refuse("liste", "Aucun appareil : scannez des numéros ou choisissez un fichier.");
        return None;
    } else if typed.lines().next().is_some_and(|first| first.contains(';')) && kind.is_none() {
        rows(typed.as_bytes(), kind).map_err(|error| ("liste", error))
    } else if let Some(kind) = kind {
        Ok(scanned_list(&typed, kind))
    } else {
        upload
            .form
            .refuse("type", "« Type d’appareil » : dites ce que sont les appareils scannés.");
        return None;
    };
    match read {
        Ok(rows) => Some(rows),
        Err((field, error)) => {
            upload.form.refuse(field, file_error(&error));
            None
        }
    }
}

/// What is true of the whole delivery, read from the form.
pub(super) fn terms(form: &mut Form, id: Uuid) -> Option<Terms> {
    let condition = form.choice("condition", "État à la réception");
    let received_on: Option<Date> = form.date("received_on", "Reçu le");
    let levels = form.choices("niveau", "Niveaux");
    let origin = origin(form, id);
    let requires = if form.ticked("qpv") { vec!["qpv".to_owned()] } else { Vec::new() };
    Some(Terms {
        origin: origin?,
        condition: condition?,
        mode: TransferMode::Loan,
        restriction: Restriction { levels: levels?, requires, refuses: Vec::new() },
        received_on: received_on?,
    })
}

fn origin(form: &mut Form, id: Uuid) -> Option<Origin> {
    let chosen = form.value("origine").to_owned();
    if chosen == "town" {
        return Some(Origin::Town);
    }
    let acceptance = form.optional_text("acte", "Acte d’acceptation du don", 120)?;
    if chosen == "new" {
        let name = form.text("donateur", "Nom du donateur", 80)?;
        let giver = Giver::New { donor: DonorId(made(id, "donor", 0)), name };
        return Some(Origin::Donor { giver, acceptance });
    }
    let known = chosen.strip_prefix("donor.").and_then(|donor| donor.parse().ok());
    let bought = chosen.strip_prefix("fund.").and_then(|commitment| commitment.parse().ok());
    let origin = known
        .map(|donor| Origin::Donor { giver: Giver::Known { donor }, acceptance })
        .or(bought.map(|commitment| Origin::Fund { commitment }));
    if origin.is_none() {
        form.refuse("origine", "« Provenance » : choisissez une des réponses proposées.");
    }
    origin
}

fn item_id(form: Uuid, row: &StockRow) -> ItemId {
    ItemId(made(form, "item", row.line))
}

/// One lot a kind: a lot of several is parted, and each part says its kind.
fn delivery(id: Uuid, terms: Terms, label: &str, rows: &[StockRow]) -> Result<Delivery, String> {
    let several = rows.windows(2).any(|pair| pair[0].kind != pair[1].kind);
    let mut lots = Vec::new();
    for (nth, kind) in (0..).zip(ItemKind::ALL.iter().copied()) {
        let mine = rows.iter().filter(|row| row.kind == kind);
        let items: Vec<_> = mine.map(|row| received(item_id(id, row), row)).collect();
        if items.is_empty() {
            continue;
        }
        let label = if several { format!("{label}, {}", kinds(kind)) } else { label.to_owned() };
        lots.push(DeliveredLot { lot: LotId(made(id, "lot", nth)), label, kind, items });
    }
    Delivery::new(id, terms, lots)
        .map_err(|faults| faults.iter().take(10).map(delivery_fault).collect::<Vec<_>>().join(" "))
}
