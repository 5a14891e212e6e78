//! `/exports/{kind}`: in which form, and for personal data what for; the answer is the file.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use domain::export::{ExportKind, ExportPurpose, FileFormat, LoanSelection};
use domain::ids::PlanId;
use jiff::civil::Date;
use store::{KeptPlan, LogExport};

use crate::error::PageError;
use crate::exports::{Export, as_of, kind_of_slug, media_type, streamed};
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::exports as say;
use crate::wording::{French as _, Label as _};

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/exports/new.html")]
pub struct NewExport {
    page: Page,
    form: Form,
    kind: ExportKind,
    /// Of which plan, for its decisions.
    plan: Option<KeptPlan>,
    formats: Vec<Choice>,
    purposes: Vec<Choice>,
    which: Vec<Choice>,
}

impl NewExport {
    fn of(page: Page, form: Form, kind: ExportKind, plan: Option<KeptPlan>) -> Self {
        let which = [("en_cours", "En cours aujourd’hui"), ("termines", "Terminés")];
        let more = [("tous", "Tous"), ("jour", "En cours un autre jour, que vous indiquez")];
        let which = which.into_iter().chain(more);
        Self {
            page,
            form,
            kind,
            plan,
            formats: choices(kind.formats()),
            purposes: choices(ExportPurpose::ALL),
            which: which.map(|(value, label)| Choice::new(value, label)).collect(),
        }
    }
}

impl NewExport {
    const fn slug(&self) -> &'static str {
        say::slug(self.kind)
    }

    const fn holds(&self) -> &'static str {
        say::holds(self.kind)
    }

    fn is_of_loans(&self) -> bool {
        self.kind == ExportKind::Loans
    }
}

/// The kind of an address that this seat may have.
fn asked(slug: &str, who: &Who) -> Result<ExportKind, PageError> {
    let kind = kind_of_slug(slug).ok_or(PageError::NotFound)?;
    if kind.open_to(who.seat()) { Ok(kind) } else { Err(PageError::Forbidden) }
}

/// The plan that a form names, for its decisions; there is nothing to export without one.
async fn plan(
    app: &AppState,
    who: &Who,
    kind: ExportKind,
    form: &Form,
) -> Result<Option<KeptPlan>, PageError> {
    if kind != ExportKind::Decisions {
        return Ok(None);
    }
    let id: PlanId = form.value("plan").parse().map_err(|_| PageError::NotFound)?;
    let kept = app.store.plan(id, who.by()).await?;
    kept.map(Some).ok_or(PageError::NotFound)
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(slug): Path<String>,
    asking: Form,
) -> Result<NewExport, PageError> {
    let kind = asked(&slug, &who)?;
    let plan = plan(&app, &who, kind, &asking).await?;
    let form = Form::empty().with("format", FileFormat::Xlsx).with("which", "en_cours");
    Ok(NewExport::of(page, form, kind, plan))
}

/// Writes the journal's line, then sends the file while it is made.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(slug): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    let kind = asked(&slug, &who)?;
    let plan = plan(&app, &who, kind, &form).await?;
    let format = format(&mut form, kind);
    let purpose = if kind.is_personal() { purpose(&mut form) } else { Some(None) };
    let today = app.clock.today();
    let loans = if kind == ExportKind::Loans { loans(&mut form, today) } else { Some(None) };
    let (Some(format), Some(purpose), Some(loans)) = (format, purpose, loans) else {
        return Ok(again(NewExport::of(page, form, kind, plan)));
    };
    let id = app.mint.uuid();
    let plan = plan.map(|kept| kept.id);
    let order = LogExport { id, cite: who.cite(), kind, format, loans, plan, purpose };
    let now = app.clock.now();
    let logged = app.store.log_export(&order, Some(who.by()), now).await;
    logged.map_err(|error| PageError::of_verb(error, say::refused))?;
    let author = format!("{} ({})", who.name, who.seat().label());
    let export = Export { order, cite: who.held.cite_name.clone(), who: author, now };
    Ok(download(app, export))
}

fn format(form: &mut Form, kind: ExportKind) -> Option<FileFormat> {
    let format = form.choice("format", "Format du fichier")?;
    if kind.formats().contains(&format) {
        return Some(format);
    }
    form.refuse("format", say::NO_PDF);
    None
}

fn purpose(form: &mut Form) -> Option<Option<ExportPurpose>> {
    form.choice("purpose", "À quoi servira ce fichier").map(Some)
}

fn loans(form: &mut Form, today: Date) -> Option<Option<LoanSelection>> {
    let which = match form.value("which") {
        "en_cours" => LoanSelection::Open,
        "termines" => LoanSelection::Past,
        "tous" => LoanSelection::All,
        "jour" => {
            let day = form.date("day", "Jour")?;
            if day > today {
                form.refuse("day", "« Jour » est à venir : indiquez un jour passé.");
                return None;
            }
            as_of(day).ok()?
        }
        _ => {
            form.refuse("which", "« Quels prêts » : choisissez une des réponses proposées.");
            return None;
        }
    };
    Some(Some(which))
}

fn download(app: AppState, export: Export) -> Response {
    let name = format!("attachment; filename=\"{}\"", export.file_name());
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static(media_type(export.order.format));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, streamed(app.store, export)).into_response()
}
