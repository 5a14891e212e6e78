//! `/fonds/accords/nouveau`: asking the troïka, with the quotes it is to look at.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::fund::{AgreementRegime, TroikaRule};
use domain::ids::AgreementId;
use store::{AskAgreement, AskRefused, NewAgreementFile, VerbError};

use super::agreement_files::QuoteFields;
use super::categories::OwnCategories;
use crate::error::PageError;
use crate::form::{Choice, Form, Upload, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{purchases, troika as say};

/// The most quotes, and the most other documents, that the form takes; more are added afterwards.
const QUOTES: usize = 3;
const DOCUMENTS: usize = 2;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/ask.html")]
pub struct Ask {
    page: Page,
    form: Form,
    lines: Vec<Choice>,
    /// What each line that restricts it may buy.
    terms: Vec<(String, String)>,
    categories: Vec<Choice>,
    regimes: Vec<Choice>,
    axes: BTreeSet<String>,
    quotes: Vec<QuoteFields>,
    /// Of the other documents: what it is, its file.
    documents: Vec<(String, String)>,
    /// The rule in force.
    rule: TroikaRule,
}

fn document(nth: usize, field: &str) -> String {
    format!("piece{nth}_{field}")
}

/// The hidden field of a document's id.
pub(crate) fn document_id(nth: &usize) -> String {
    document(*nth, "id")
}

fn quotes() -> Vec<QuoteFields> {
    (1..=QUOTES).map(|nth| QuoteFields::new(&format!("devis{nth}"))).collect()
}

impl Ask {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let mut lines = app.store.fund_lines(who.by()).await?;
        lines.retain(|line| line.closed_on.is_none());
        let rules = app.store.troika_rules(who.by()).await?;
        let today = app.clock.today();
        let restricted = lines.iter().filter(|line| !line.terms.categories.is_empty());
        Ok(Self {
            page,
            form,
            terms: restricted
                .map(|line| (line.label.clone(), purchases::of_terms(&line.terms)))
                .collect(),
            lines: lines
                .iter()
                .map(|line| {
                    let label = format!("{} ({} disponibles)", line.label, line.sums.available());
                    Choice::new(line.id, label)
                })
                .collect(),
            categories: OwnCategories::of(app, who).await?.choices(),
            regimes: choices(AgreementRegime::ALL),
            axes: app.store.agreement_axes(who.by()).await?,
            quotes: quotes(),
            documents: (1..=DOCUMENTS)
                .map(|nth| (document(nth, "nom"), document(nth, "fichier")))
                .collect(),
            rule: rules
                .iter()
                .find(|rule| rule.from <= today)
                .map_or(TroikaRule::Unanimous, |rule| rule.rule),
        })
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    asked: Form,
) -> Result<Ask, PageError> {
    let mut form = Form::empty()
        .with("id", app.mint.uuid())
        .with("regime", AgreementRegime::Normal)
        .with("line", asked.value("ligne"));
    for quote in quotes() {
        form = form.with(&quote.id, app.mint.uuid());
    }
    for nth in 1..=DOCUMENTS {
        form = form.with(&document(nth, "id"), app.mint.uuid());
    }
    Ask::of(&app, &who, page, form).await
}

/// The files sent with the form, each with the name of its field; what is wrong is noted on the form.
fn files(upload: &mut Upload) -> Result<Vec<(String, NewAgreementFile)>, PageError> {
    let mut files = Vec::new();
    let sent = |upload: &Upload, field: &str| upload.files.iter().any(|(name, _)| name == field);
    for quote in quotes() {
        if !quote.filled(&upload.form) && !sent(upload, &quote.file) {
            continue;
        }
        let id = upload.form.hidden(&quote.id)?;
        if let Some((said, content)) = quote.read(upload) {
            let file = NewAgreementFile { id, label: String::new(), quote: Some(said), content };
            files.push((quote.file, file));
        }
    }
    for nth in 1..=DOCUMENTS {
        let (name, field) = (document(nth, "nom"), document(nth, "fichier"));
        if upload.form.value(&name).trim().is_empty() && !sent(upload, &field) {
            continue;
        }
        let id = upload.form.hidden(&document(nth, "id"))?;
        let label = upload.form.text(&name, "Ce que c’est", 120);
        if let Some((label, sent)) = label.zip(upload.file(&field)) {
            let file = NewAgreementFile { id, label, quote: None, content: sent.bytes };
            files.push((field, file));
        }
    }
    Ok(files)
}

/// The question; nothing when a field is missing or wrong, each noted.
fn read(
    id: AgreementId,
    form: &mut Form,
    own: &OwnCategories,
    files: Vec<NewAgreementFile>,
    on: jiff::civil::Date,
) -> Option<AskAgreement> {
    let line = form.choice("line", "Ligne");
    let purpose = form.text("purpose", "Dépense", 200);
    let amount = form.amount("amount", "Montant");
    let spending = own.read(form, "categorie", "Catégorie");
    let off_terms = form.optional_text("motif", "Hors des conditions", 300);
    let axis = form.optional_text("axe", "Axe", 120);
    let regime = form.choice("regime", "Convention");
    let deadline = form.optional_date("echeance", "Réponses demandées pour le");
    let document = form.optional_text("document", "Document", 200);
    if form.has_errors() {
        return None;
    }
    Some(AskAgreement {
        id,
        line: line?,
        purpose: purpose?,
        axis: axis?.unwrap_or_default(),
        spending: spending?,
        off_terms: off_terms?.unwrap_or_default(),
        amount: amount?,
        regime: regime?,
        document: document?.unwrap_or_default(),
        deadline: deadline?,
        files,
        on,
    })
}

/// The form as it was sent: a request needs no file, and without one it may come as any other form does.
pub struct Sent(Upload);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        if kind.is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded")) {
            let form = Form::from_request(request, state).await?;
            return Ok(Self(Upload { form, files: Vec::new() }));
        }
        Ok(Self(Upload::from_request(request, state).await?))
    }
}

/// Asks the troïka.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Sent(mut upload): Sent,
) -> Result<Response, PageError> {
    let id: AgreementId = upload.form.hidden("id")?;
    let (names, files): (Vec<_>, Vec<_>) = files(&mut upload)?.into_iter().unzip();
    let mut form = upload.form;
    let own = OwnCategories::of(&app, &who).await?;
    let Some(ask) = read(id, &mut form, &own, files, app.clock.today()) else {
        return Ok(again(Ask::of(&app, &who, page, form).await?));
    };
    match app.store.ask_agreement(&ask, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/accords/{id}"),
            "Accord demandé aux trois sièges de la troïka.",
        )),
        Err(VerbError::Refused(why)) => {
            let field = match why {
                AskRefused::File { nth, .. } => {
                    names.get(nth).map_or_else(String::new, Clone::clone)
                }
                _ => say::ask_field(why).to_owned(),
            };
            let form = form.refused(&field, say::ask(why));
            Ok(refused(Ask::of(&app, &who, page, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::ask)),
    }
}
