//! `/fonds/engagements/{commitment}`: settling, cancelling, paying, and what was bought.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::fund::SettlementState;
use domain::ids::{CommitmentId, SettlementId};
use domain::sim::YearShare;
use store::{
    CancelCommitment, CommitmentBook, Pay, RejectPayment, Settle, SettleRefused, SimOrder,
    VerbError,
};

use crate::error::PageError;
use crate::form::Form;
use crate::nav::may_open;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund as say;
use crate::wording::{French as _, Label as _, count};

/// The commitment.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/commitment.html")]
pub struct OneCommitment {
    page: Page,
    form: Form,
    book: CommitmentBook,
    /// What was ordered for SIM cards.
    sims: Option<SimOrder>,
    principal: bool,
    accountant: bool,
    /// May this seat open the pages of what was bought?
    lends: bool,
    /// The invoice that the form sent was about.
    about: Option<SettlementId>,
}

impl OneCommitment {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: CommitmentId,
        form: Form,
    ) -> Result<Self, PageError> {
        let book = app.store.commitment(id, who.by()).await?.ok_or(PageError::NotFound)?;
        let sims = app.store.sim_order(id, who.by()).await?;
        let (principal, accountant) =
            (who.seat() == Seat::Principal, who.seat() == Seat::Accountant);
        let lends = may_open(who.seat(), "/materiel/lots/{id}");
        Ok(Self { page, form, book, sims, principal, accountant, lends, about: None })
    }

    /// What is wrong with the payment of one invoice.
    fn wrong(&self, invoice: &SettlementId) -> Option<&str> {
        self.form.error("reference").filter(|_| self.about == Some(*invoice))
    }

    /// The id of an invoice's field: the one with an error is where the summary leads.
    fn place(&self, invoice: &SettlementId) -> String {
        match self.wrong(invoice) {
            Some(_) => "reference".to_owned(),
            None => format!("reference-{invoice}"),
        }
    }

    fn cards(order: &SimOrder) -> String {
        count(order.cards, "carte SIM", "cartes SIM")
    }

    fn months(year: &YearShare) -> String {
        count(u64::from(year.months), "mois", "mois")
    }

    fn items(&self, items: &u64) -> String {
        count(*items, "appareil", "appareils")
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<CommitmentId>,
) -> Result<OneCommitment, PageError> {
    OneCommitment::of(&app, &who, page, id, Form::empty().with("id", app.mint.uuid())).await
}

/// Recognises a debt.
pub async fn settle(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(commitment): Path<CommitmentId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: SettlementId = form.hidden("id")?;
    let invoice = form.text("invoice", "Numéro de facture", 60);
    let amount = form.amount("amount", "Montant");
    let (Some(invoice), Some(amount)) = (invoice, amount) else {
        return Ok(again(OneCommitment::of(&app, &who, page, commitment, form).await?));
    };
    let order = Settle { id, commitment, invoice, amount, on: app.clock.today() };
    match app.store.settle(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/engagements/{commitment}"),
            "Facture liquidée : elle attend l’agent comptable.",
        )),
        Err(VerbError::Refused(why)) => {
            let field = if why == SettleRefused::InvoiceTaken { "invoice" } else { "amount" };
            let form = form.refused(field, say::settle(why));
            Ok(refused(OneCommitment::of(&app, &who, page, commitment, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::settle)),
    }
}

/// Gives back what was not settled.
pub async fn cancel(
    State(app): State<AppState>,
    who: Who,
    Path(commitment): Path<CommitmentId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = CancelCommitment { form: form.hidden("id")?, commitment };
    let released = app
        .store
        .cancel_commitment(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, say::cancel))?;
    let sentence = format!("Engagement annulé : {released} de nouveau disponibles sur la ligne.");
    Ok(see_other_saying(&format!("/fonds/engagements/{commitment}"), &sentence))
}

/// Pays a settlement of this commitment, or sends it back.
pub async fn pay(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path((commitment, settlement)): Path<(CommitmentId, SettlementId)>,
    mut form: Form,
) -> Result<Response, PageError> {
    let back = format!("/fonds/engagements/{commitment}");
    let now = app.clock.now();
    let id = form.hidden("id")?;
    let rejects = form.value("decision") == "reject";
    let label = if rejects { "Motif du rejet" } else { "Référence du paiement" };
    let Some(text) = form.text("reference", label, 200) else {
        let shown = OneCommitment::of(&app, &who, page, commitment, form).await?;
        return Ok(again(OneCommitment { about: Some(settlement), ..shown }));
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
    Ok(see_other_saying(&back, sentence))
}
