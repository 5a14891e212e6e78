//! `/fonds/engagements/{commitment}`: an order and its chain, from what was ordered to what was paid.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::fund::{MatchDifference, PaymentClock, SettlementState};
use domain::ids::{CommitmentId, SchoolId, SettlementId};
use domain::sim::YearShare;
use jiff::civil::Date;
use store::{
    CancelCommitment, CommitmentBook, Complement, Convention, InvoiceRecord, SettlementRecord,
    SimOrder, VerbError,
};

use super::bought::Bought;
use crate::error::PageError;
use crate::form::Form;
use crate::nav::may_open;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count, fund as say, orders};

/// The commitment.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/commitment.html")]
pub struct OneCommitment {
    page: Page,
    form: Form,
    book: CommitmentBook,
    /// What it buys for an adopted plan.
    bought: Option<Bought>,
    /// What was ordered for SIM cards.
    sims: Option<SimOrder>,
    schools: Vec<store::School>,
    conventions: Vec<Convention>,
    today: Date,
    principal: bool,
    accountant: bool,
    /// May this seat note what came?
    receives: bool,
    /// May this seat open the pages of what was bought?
    lends: bool,
    /// The settlement, or the invoice, that the form sent was about.
    about: Option<String>,
}

impl OneCommitment {
    /// The page as this form leaves it.
    ///
    /// # Errors
    /// When there is no such commitment in this cité, or the database fails.
    pub async fn of(
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
        Ok(Self {
            page,
            form,
            bought: Bought::of(app, who, book.commitment.agreement).await?,
            book,
            sims,
            schools: app.store.schools(who.by()).await?,
            conventions: app.store.conventions(who.by()).await?,
            today: app.clock.today(),
            principal,
            accountant,
            receives: may_open(who.seat(), "/fonds/engagements/{id}/livraison"),
            lends: may_open(who.seat(), "/materiel/lots/{id}"),
            about: None,
        })
    }

    /// The same with this form.
    #[must_use]
    pub fn with(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The same, its form being about one document.
    #[must_use]
    pub fn about(self, id: impl std::fmt::Display) -> Self {
        Self { about: Some(id.to_string()), ..self }
    }

    /// What is wrong with a field of one document's form.
    fn wrong(&self, field: &str, id: &impl std::fmt::Display) -> Option<&str> {
        let about = self.about.as_ref().is_some_and(|about| *about == id.to_string());
        self.form.error(field).filter(|_| about)
    }

    /// The id of such a field: the one with an error is where the summary leads.
    fn place(&self, field: &str, id: &impl std::fmt::Display) -> String {
        match self.wrong(field, id) {
            Some(_) => field.to_owned(),
            None => format!("{field}-{id}"),
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

    fn school(&self, id: &SchoolId) -> &str {
        let school = self.schools.iter().find(|school| school.id == *id);
        school.map_or("", |school| school.name.as_str())
    }

    /// Did something go to a school that no convention in force then covers? An alert, not a block
    /// (`domain.md` §2.3).
    fn is_uncovered(&self, school: &SchoolId, on: &Date) -> bool {
        !self
            .conventions
            .iter()
            .any(|one| one.schools.contains(school) && one.life.is_in_force(*on))
    }

    /// The settlement of an invoice that stands.
    fn settled(&self, invoice: &InvoiceRecord) -> Option<&SettlementRecord> {
        self.book
            .settlements
            .iter()
            .find(|one| one.paper == Some(invoice.id) && one.state != SettlementState::Rejected)
    }

    /// Those of before invoices were kept.
    fn bare(&self) -> impl Iterator<Item = &SettlementRecord> {
        self.book.settlements.iter().filter(|one| one.paper.is_none())
    }

    fn rejected(&self, invoice: &InvoiceRecord) -> Vec<&SettlementRecord> {
        let mine =
            self.book.settlements.iter().filter(|one| {
                one.paper == Some(invoice.id) && one.state == SettlementState::Rejected
            });
        mine.collect()
    }

    /// What to look at before an invoice is settled.
    fn remarks(&self, nth: &usize) -> Vec<String> {
        let matched = self.book.matched.as_ref();
        let found = matched.map(|one| one.remarks_on(*nth).collect::<Vec<&MatchDifference>>());
        found.unwrap_or_default().into_iter().map(orders::difference).collect()
    }

    /// What is still awaited.
    fn awaited(&self) -> Vec<String> {
        let matched = self.book.matched.as_ref();
        let all = matched.map(domain::fund::ThreeWay::differences).unwrap_or_default();
        let waits = all.iter().filter(|one| !one.is_remark_on_invoice());
        waits.map(orders::difference).collect()
    }

    /// The days left to pay an invoice, from its reception or the last certificate before it.
    fn clock(&self, invoice: &InvoiceRecord) -> Option<String> {
        let unpaid = self.settled(invoice).is_none_or(|one| one.state != SettlementState::Paid);
        if !unpaid || !invoice.total.gross().is_positive() {
            return None;
        }
        let done = self.book.deliveries.iter().filter_map(|one| one.certified_on).max()?;
        let clock = PaymentClock::new(invoice.received_on, done)?;
        Some(orders::clock(&clock, self.today))
    }

    fn has_service_done(&self) -> bool {
        self.book.deliveries.iter().any(|one| one.certified_on.is_some())
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

/// Reserves more money for the order.
pub async fn complement(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(commitment): Path<CommitmentId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let shown = OneCommitment::of(&app, &who, page, commitment, Form::empty()).await?;
    let amount = form.amount("amount", "Montant");
    let reason = form.text("motif", "Motif", 200);
    let (Some(amount), Some(reason)) = (amount, reason) else {
        return Ok(again(OneCommitment { form, ..shown }));
    };
    let order = Complement { id, commitment, amount, reason, on: app.clock.today() };
    match app.store.complement(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/engagements/{commitment}"),
            &format!("{amount} de plus engagés."),
        )),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("amount", orders::complement(why));
            Ok(refused(OneCommitment { form, ..shown }))
        }
        Err(error) => Err(PageError::of_verb(error, orders::complement)),
    }
}

/// The address of a settlement's commitment.
#[must_use]
pub fn back(commitment: CommitmentId, settlement: SettlementId) -> String {
    format!("/fonds/engagements/{commitment}#{settlement}")
}
