//! `/prets/{id}/signature`: a signature added to a hand-over, or given for what came back.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::LoanId;
use store::{Side, Sign, SignRefused, VerbError};
use uuid::Uuid;

use super::besides;
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, see_other_saying};
use crate::state::AppState;
use crate::who::Who;

/// The form of a signature.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/sign.html")]
pub struct SignPage {
    page: Page,
    form: Form,
    hand_over: LoanId,
    label: String,
    id: Uuid,
    side: Side,
    languages: Vec<Choice>,
}

impl SignPage {
    fn title(&self) -> &'static str {
        match self.side {
            Side::Out => "Signature de la remise",
            Side::In => "Signature du retour",
        }
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (hand_over, id): (LoanId, Uuid),
) -> Result<SignPage, PageError> {
    let label = match app.store.loan(hand_over, who.by()).await? {
        Some(loan) => loan.label,
        None => app.store.gift(hand_over, who.by()).await?.ok_or(PageError::NotFound)?.label,
    };
    let side = form.value("cote").parse().unwrap_or(Side::Out);
    Ok(SignPage { page, form, hand_over, label, id, side, languages: besides::languages() })
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LoanId>,
    form: Form,
) -> Result<SignPage, PageError> {
    shown(&app, &who, page, form, (id, app.mint.uuid())).await
}

/// Adds the signature.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(hand_over): Path<LoanId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let side: Side = form.hidden("cote")?;
    let signature = besides::signature(&mut form);
    if signature.is_none() && !form.has_errors() {
        form.refuse(
            "signature",
            "Faites signer dans le cadre, ou choisissez « signé sur papier ».",
        );
    }
    let (Some(signature), false) = (signature, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form, (hand_over, id)).await?));
    };
    let order = Sign { form: id, hand_over, side, signature };
    match app.store.sign(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let lent = app.store.handed_out(hand_over, who.by()).await?.lent;
            let noun = if lent { "prets" } else { "remises" };
            Ok(see_other_saying(&format!("/{noun}/{hand_over}"), "Signature gardée."))
        }
        Err(VerbError::Refused(SignRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
