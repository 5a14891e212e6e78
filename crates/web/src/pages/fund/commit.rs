//! `/fonds/engagements/nouveau`: reserving money for an order.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::fund::{AgreementState, CommitRefused as Rule};
use domain::ids::CommitmentId;
use store::{Commit, CommitRefused, VerbError};

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
        Ok(Self { page, form, agreements })
    }
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<NewCommitment, PageError> {
    let form = Form::empty().with("id", app.mint.uuid()).with("agreement", form.value("accord"));
    NewCommitment::of(&app, &who, page, form).await
}

/// Commits.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: CommitmentId = form.hidden("id")?;
    let agreement = form.choice("agreement", "Accord");
    let supplier = form.text("supplier", "Fournisseur", 120);
    let purpose = form.text("purpose", "Dépense", 200);
    let order_number = form.text("order_number", "Numéro de bon de commande", 60);
    let amount = form.amount("amount", "Montant");
    let (Some(agreement), Some(supplier), Some(purpose), Some(order_number), Some(amount)) =
        (agreement, supplier, purpose, order_number, amount)
    else {
        return Ok(again(NewCommitment::of(&app, &who, page, form).await?));
    };
    let order =
        Commit { id, agreement, supplier, purpose, order_number, amount, on: app.clock.today() };
    match app.store.commit(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/engagements/{id}"), "Dépense engagée.")),
        Err(VerbError::Refused(why)) => {
            let field = match why {
                CommitRefused::OrderTaken => "order_number",
                CommitRefused::Rule(Rule::Short { .. } | Rule::OverAgreement { .. }) => "amount",
                _ => "agreement",
            };
            let form = form.refused(field, say::commit(why));
            Ok(refused(NewCommitment::of(&app, &who, page, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::commit)),
    }
}
