//! `/materiel/transferts/nouveau`: every item by its label, and to which cité. A town that is in another
//! register is not in the list: its way is a disposal to a public body, and a file that it takes in.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::{CiteId, ItemId, TransferId};
use domain::stock::ItemKind;
use domain::transfer::SendTransfer;
use store::VerbError;

use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other, see_other_saying};
use crate::pages::loans::find_items::with_named;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::transfers::{send_fault, send_refused};
use crate::wording::{Label as _, count};

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/transfers/new.html")]
pub struct NewTransfer {
    page: Page,
    form: Form,
    id: TransferId,
    lines: Vec<(ItemId, String, ItemKind)>,
    /// The other cités of this register.
    others: Vec<Choice>,
}

impl NewTransfer {
    fn many(&self) -> String {
        count(self.lines.len() as u64, "objet sur la liste", "objets sur la liste")
    }

    /// The address of the file of the items on the list.
    fn file(&self) -> String {
        let items = self.lines.iter().map(|(id, _, _)| format!("objet={id}"));
        format!("/materiel/transferts/fichier.csv?{}", items.collect::<Vec<_>>().join("&"))
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    id: TransferId,
) -> Result<NewTransfer, PageError> {
    let mut lines: Vec<(ItemId, String, ItemKind)> = Vec::new();
    for item in form.values("objet").into_iter().filter_map(|id| id.parse::<ItemId>().ok()) {
        if lines.iter().all(|(known, _, _)| *known != item)
            && let Some(file) = app.store.item(item, who.by()).await?
        {
            lines.push((item, file.item.tag, file.item.kind));
        }
    }
    let cites = app.store.cites().await?.into_iter().filter(|cite| cite.id != who.cite());
    let others = cites.map(|cite| Choice::new(cite.id, cite.name)).collect();
    Ok(NewTransfer { page, form, id, lines, others })
}

/// Shows the form, with what a link put on it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<NewTransfer, PageError> {
    shown(&app, &who, page, form, app.mint.id()).await
}

/// Adds what was scanned to the form, or sends.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Response, PageError> {
    let id: TransferId = form.hidden("id")?;
    // Sent again after a lost answer: short numbers may no longer mean what they meant.
    if app.store.transfer(id, who.by()).await?.is_some() {
        return Ok(see_other(&format!("/materiel/transferts/{id}")));
    }
    let mut form = with_named(&app, &who, form, &[]).await?;
    if form.value("faire") == "ajouter" {
        let wrong = form.has_errors();
        let form = if wrong { form } else { form.without("numeros") };
        let page = shown(&app, &who, page, form, id).await?;
        return Ok(if wrong { again(page) } else { page.into_response() });
    }
    let to = form.choice::<CiteId>("vers", "Vers quelle cité");
    let act = form.text("act", "Délibération ou convention d’envoi", 120);
    let items = form.choices::<ItemId>("objet", "Objets").unwrap_or_default();
    let order = match (to, act) {
        (Some(to), Some(act)) => Some(SendTransfer::new(id, to, act, items, app.clock.today())),
        // What is wrong with the items is said at once all the same.
        _ => Some(SendTransfer::new(id, who.cite(), String::new(), items, app.clock.today())),
    };
    let order = order.and_then(|order| {
        let faults = order.as_ref().err().into_iter().flatten();
        faults.for_each(|fault| form.refuse("numeros", send_fault(fault)));
        order.ok()
    });
    let (Some(order), false) = (order, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form.without("numeros"), id).await?));
    };
    match app.store.send_transfer(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let many = count(order.items().len() as u64, "objet envoyé", "objets envoyés");
            let place = format!("/materiel/transferts/{id}");
            Ok(see_other_saying(&place, &format!("C’est enregistré : {many}.")))
        }
        Err(VerbError::Refused(why)) => {
            let (field, sentence) = send_refused(&why);
            let form = form.without("numeros").refused(field, sentence);
            Ok(refused(shown(&app, &who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| send_refused(&why).1)),
    }
}
