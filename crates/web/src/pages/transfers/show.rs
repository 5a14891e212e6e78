//! `/materiel/transferts/{id}`: one transfer, read by both cités; one receives it, the other takes back what
//! did not arrive.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{ItemId, LotId, TransferId};
use store::{Arrival, ReceiveTransfer, TakeTransferBack, Transfer, TransferLine, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::transfers::{receive_refused, take_back_refused};
use crate::wording::{French as _, Label as _, count};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/transfers/show.html")]
pub struct ShowTransfer {
    page: Page,
    form: Form,
    who: Who,
    transfer: Transfer,
    id: Uuid,
}

impl ShowTransfer {
    fn ours(&self) -> bool {
        self.transfer.head.from.0 == self.who.cite()
    }

    fn on_the_way(&self) -> Vec<&TransferLine> {
        let lines = self.transfer.lines.iter();
        lines.filter(|line| line.arrival == Arrival::OnTheWay).collect()
    }

    /// The receiver has not said yet what arrived.
    fn to_receive(&self) -> bool {
        !self.ours() && !self.on_the_way().is_empty()
    }

    fn to_take_back(&self) -> bool {
        let head = &self.transfer.head;
        self.ours() && head.count(Arrival::OnTheWay) + head.count(Arrival::NotArrived) > 0
    }

    /// Ticked beforehand: most of it arrives.
    fn is_here(&self, line: &TransferLine) -> bool {
        !self.form.has_errors() || self.form.is_chosen("objet", &line.item.id.to_string())
    }
}

async fn shown(
    app: &AppState,
    who: Who,
    page: Page,
    form: Form,
    id: TransferId,
) -> Result<ShowTransfer, PageError> {
    let transfer = app.store.transfer(id, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(ShowTransfer { page, form, who, transfer, id: app.mint.uuid() })
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<TransferId>,
) -> Result<ShowTransfer, PageError> {
    shown(&app, who, page, Form::empty(), id).await
}

/// Receives what is ticked; the rest did not arrive.
pub async fn receive(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<TransferId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let form_id: Uuid = form.hidden("id")?;
    let transfer = app.store.transfer(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let act = form.text("act", "Délibération ou convention de réception", 120);
    let arrived = form.choices::<ItemId>("objet", "Ce qui est arrivé");
    let (Some(act), Some(arrived), false) = (act, arrived, form.has_errors()) else {
        return Ok(again(shown(&app, who, page, form, id).await?));
    };
    let order = ReceiveTransfer {
        form: form_id,
        transfer: id,
        act,
        arrived: arrived.into_iter().collect::<BTreeSet<_>>(),
        labels: labels(&transfer),
    };
    let (now, today) = (app.clock.now(), app.clock.today());
    match app.store.receive_transfer(&order, who.by(), now, today).await {
        Ok(()) => {
            let many = order.arrived.len() as u64;
            let here = count(many, "objet reçu, à vérifier", "objets reçus, à vérifier");
            let place = format!("/materiel/transferts/{id}");
            Ok(see_other_saying(&place, &format!("C’est enregistré : {here}.")))
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("act", receive_refused(&why));
            Ok(refused(shown(&app, who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| receive_refused(&why))),
    }
}

/// What the lot here is called, for each lot there: once per transfer, so never twice.
fn labels(transfer: &Transfer) -> BTreeMap<LotId, String> {
    let head = &transfer.head;
    let short: String = head.id.to_string().chars().rev().take(4).collect();
    let label = |line: &TransferLine| {
        let text = format!("Transfert de {} ({short}) : {}", head.from.1, line.lot.1);
        (line.lot.0, text)
    };
    transfer.lines.iter().map(label).collect()
}

/// Takes back what the other cité did not receive.
pub async fn take_back(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<TransferId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = TakeTransferBack { form: form.hidden("id")?, transfer: id };
    match app.store.take_transfer_back(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/materiel/transferts/{id}"),
            "C’est repris : ce matériel est de nouveau à votre registre, à vérifier.",
        )),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("reprendre", take_back_refused(&why));
            Ok(refused(shown(&app, who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| take_back_refused(&why))),
    }
}
