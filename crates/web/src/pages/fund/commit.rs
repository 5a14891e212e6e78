//! `/fonds/engagements/nouveau`: reserving money for an order.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::fund::{AgreementState, CommitRefused as Rule};
use domain::identifiers::Siret;
use domain::ids::CommitmentId;
use store::{Commit, CommitRefused, VerbError};

use super::conventions::schools;
use super::order_lines::{LineOffers, LinePlace, added, places, read};
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund as say;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/commit.html")]
pub struct NewCommitment {
    page: Page,
    form: Form,
    agreements: Vec<Choice>,
    schools: Vec<Choice>,
    places: Vec<LinePlace>,
    offers: LineOffers,
}

impl NewCommitment {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let all = app.store.agreements(who.by()).await?;
        let usable = all
            .iter()
            .filter(|one| one.state == AgreementState::Agreed && one.remainder.is_positive());
        let agreements = usable
            .map(|one| {
                Choice::new(
                    one.id,
                    format!("{} – {} (reste {})", one.purpose, one.line_label, one.remainder),
                )
            })
            .collect();
        let schools = schools(app, who).await?;
        let (places, offers) = (places(&form), LineOffers::on(app.clock.today()));
        Ok(Self { page, form, agreements, schools, places, offers })
    }
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    asked: Form,
) -> Result<NewCommitment, PageError> {
    let form = Form::empty().with("id", app.mint.uuid()).with("agreement", asked.value("accord"));
    NewCommitment::of(&app, &who, page, form).await
}

/// Commits, or gives the form one more line.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: CommitmentId = form.hidden("id")?;
    if added(&mut form) {
        return Ok(again(NewCommitment::of(&app, &who, page, form).await?));
    }
    let agreement = form.choice("agreement", "Accord");
    let supplier = form.text("supplier", "Fournisseur", 120);
    let siret = optional_siret(&mut form);
    let purpose = form.text("purpose", "Dépense", 200);
    let quote = form.optional_text("quote", "Devis", 60);
    let order_number = form.text("order_number", "Numéro de bon de commande", 60);
    let delivered_to = form.optional_choice("school", "Livré à");
    let made = read(&mut form);
    let (
        Some(agreement),
        Some(supplier),
        Some(siret),
        Some(purpose),
        Some(quote),
        Some(order_number),
        Some(delivered_to),
        Some((lines, amount)),
    ) = (agreement, supplier, siret, purpose, quote, order_number, delivered_to, made)
    else {
        return Ok(again(NewCommitment::of(&app, &who, page, form).await?));
    };
    let order = Commit {
        id,
        agreement,
        supplier,
        purpose,
        order_number,
        amount,
        siret,
        category: None,
        quote: quote.unwrap_or_default(),
        delivered_to,
        lines,
        on: app.clock.today(),
    };
    match app.store.commit(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/engagements/{id}"),
            &format!("{amount} engagés pour le bon de commande {}.", order.order_number),
        )),
        Err(VerbError::Refused(why)) => {
            let field = match why {
                CommitRefused::OrderTaken => "order_number",
                CommitRefused::UnknownSchool => "school",
                CommitRefused::UnknownAgreement | CommitRefused::Rule(Rule::NotAgreed) => {
                    "agreement"
                }
                _ => "amount",
            };
            let form = form.refused(field, say::commit(why));
            Ok(refused(NewCommitment::of(&app, &who, page, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::commit)),
    }
}

/// A SIRET that may be left out; nothing when it is wrong, and the form says why.
pub(super) fn optional_siret(form: &mut Form) -> Option<Option<Siret>> {
    if form.value("siret").trim().is_empty() { Some(None) } else { siret(form).map(Some) }
}

/// A SIRET; nothing when it is wrong, and the form says why.
pub fn siret(form: &mut Form) -> Option<Siret> {
    match Siret::parse(form.value("siret")) {
        Ok(siret) => Some(siret),
        Err(why) => {
            form.refuse("siret", crate::wording::identifiers::siret(&why));
            None
        }
    }
}
