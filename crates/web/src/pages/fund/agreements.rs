//! `/fonds/accords`: what the troïka was asked, and asking it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::Seat;
use domain::fund::{AgreementRegime, AgreementState};
use domain::ids::AgreementId;
use store::{Agreement, AskAgreement};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund as say;
use crate::wording::{French as _, Label as _};

/// The agreements.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/agreements.html")]
pub struct Agreements {
    page: Page,
    form: Form,
    agreements: Vec<Agreement>,
    paging: Paging,
    lines: Vec<Choice>,
    regimes: Vec<Choice>,
    asks: bool,
}

impl Agreements {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        paging: Paging,
        form: Form,
    ) -> Result<Self, PageError> {
        let all = app.store.agreements(who.by()).await?;
        let paging = paging.of(all.len() as u64);
        let agreements = paging.cut(all.into_iter().rev());
        let lines = app.store.fund_lines(who.by()).await?;
        let lines = lines.iter().map(|line| {
            Choice::new(line.id, format!("{} ({} disponibles)", line.label, line.sums.available()))
        });
        let asks = Seat::TROIKA.contains(&who.seat());
        Ok(Self {
            page,
            form,
            agreements,
            paging,
            lines: lines.collect(),
            regimes: choices(AgreementRegime::ALL),
            asks,
        })
    }
}

/// Shows them.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Agreements, PageError> {
    let form = Form::empty().with("id", app.mint.uuid()).with("regime", AgreementRegime::Normal);
    Agreements::of(&app, &who, page, paging, form).await
}

/// Asks the troïka.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: AgreementId = form.hidden("id")?;
    let line = form.choice("line", "Ligne");
    let purpose = form.text("purpose", "Dépense", 200);
    let amount = form.amount("amount", "Montant");
    let regime = form.choice("regime", "Convention");
    let document = form.optional_text("document", "Document", 200);
    let (Some(line), Some(purpose), Some(amount), Some(regime), Some(document)) =
        (line, purpose, amount, regime, document)
    else {
        return Ok(again(Agreements::of(&app, &who, page, paging, form).await?));
    };
    let on = app.clock.today();
    let ask = AskAgreement {
        id,
        line,
        purpose,
        amount,
        regime,
        document: document.unwrap_or_default(),
        on,
    };
    app.store
        .ask_agreement(&ask, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, say::ask))?;
    Ok(see_other_saying(
        &format!("/fonds/accords/{id}"),
        "Accord demandé aux trois sièges de la troïka.",
    ))
}
