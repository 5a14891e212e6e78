//! Settling an invoice, ordering its payment, paying or rejecting it: the acts of a commitment's page.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{CommitmentId, InvoiceId, SettlementId};
use store::{
    OrderPayment, OrderPaymentRefused, Pay, RejectPayment, Settle, SettleRefused, VerbError,
};

use super::commitment::{OneCommitment, back};
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{fund as say, orders};

/// Settles an invoice.
pub async fn settle(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path((commitment, invoice)): Path<(CommitmentId, InvoiceId)>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: SettlementId = form.hidden("id")?;
    let shown = OneCommitment::of(&app, &who, page, commitment, form.clone()).await?;
    let Some(remark) = form.optional_text("remarque", "Raison", 300) else {
        return Ok(again(shown.with(form).about(invoice)));
    };
    let remark = remark.unwrap_or_default();
    let order = Settle { id, invoice, remark, on: app.clock.today() };
    match app.store.settle(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &back(commitment, id),
            "Facture liquidée : son paiement reste à ordonner.",
        )),
        Err(VerbError::Refused(SettleRefused::UnknownInvoice)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("remarque", say::settle(why));
            Ok(refused(shown.with(form).about(invoice)))
        }
        Err(error) => Err(PageError::of_verb(error, say::settle)),
    }
}

/// Orders the payment of a settlement.
pub async fn order_payment(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path((commitment, settlement)): Path<(CommitmentId, SettlementId)>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let shown = OneCommitment::of(&app, &who, page, commitment, form.clone()).await?;
    let number = form.text("mandat", "Numéro de mandat", 40);
    let bordereau = form.optional_text("bordereau", "Bordereau", 40);
    let (Some(number), Some(bordereau)) = (number, bordereau) else {
        return Ok(again(shown.with(form).about(settlement)));
    };
    let bordereau = bordereau.unwrap_or_default();
    let on = app.clock.today();
    let order = OrderPayment { form: id, settlement, number, bordereau, on };
    match app.store.order_payment(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &back(commitment, settlement),
            "Paiement ordonné : il attend l’agent comptable.",
        )),
        Err(VerbError::Refused(OrderPaymentRefused::UnknownSettlement)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("mandat", orders::order_payment(why));
            Ok(refused(shown.with(form).about(settlement)))
        }
        Err(error) => Err(PageError::of_verb(error, orders::order_payment)),
    }
}

/// Pays a settlement of this commitment, or sends it back.
pub async fn pay(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path((commitment, settlement)): Path<(CommitmentId, SettlementId)>,
    mut form: Form,
) -> Result<Response, PageError> {
    let now = app.clock.now();
    let id = form.hidden("id")?;
    let rejects = form.value("decision") == "reject";
    let label = if rejects { "Motif du rejet" } else { "Référence du paiement" };
    let Some(text) = form.text("reference", label, 200) else {
        let shown = OneCommitment::of(&app, &who, page, commitment, form).await?;
        return Ok(again(shown.about(settlement)));
    };
    let (done, sentence) = if rejects {
        let order = RejectPayment { form: id, settlement, reason: text };
        (
            app.store.reject_payment(&order, who.by(), now).await,
            "Facture rejetée : son montant est rendu à l’engagement.",
        )
    } else {
        let order = Pay { form: id, settlement, reference: text, on: app.clock.today() };
        (app.store.pay(&order, who.by(), now).await, "Facture payée.")
    };
    done.map_err(|error| PageError::of_verb(error, say::pay))?;
    Ok(see_other_saying(&back(commitment, settlement), sentence))
}
