//! `/exports/{kind}`: in which form, and for personal data what for; the answer is the file.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use domain::export::{ExportKind, ExportPurpose, FileFormat, FundPart, LoanSelection};
use domain::ids::PlanId;
use jiff::Span;
use jiff::civil::Date;
use store::{FundLine, FundScope, KeptPlan, LogExport};

use crate::error::PageError;
use crate::exports::{Export, as_of, kind_of_slug, media_type, streamed};
use crate::form::{Choice, Form, choices};
use crate::link;
use crate::page::{Page, again};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::exports as say;
use crate::wording::{French as _, Label as _, capital};

/// Months on offer.
const MONTHS: usize = 36;

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
    /// Months, years or lines, of what tells of a part of the fund.
    parts: Vec<Choice>,
}

impl NewExport {
    fn of(
        page: Page,
        form: Form,
        kind: ExportKind,
        plan: Option<KeptPlan>,
        parts: Vec<Choice>,
    ) -> Self {
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
            parts,
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

    /// What the part of the fund is asked as; nothing where there is none.
    const fn part(&self) -> Option<&'static str> {
        say::part(self.kind.scope())
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
    let parts = parts(&app, &who, kind).await?;
    let part = match asking.value("part") {
        "" => parts.first().map_or("", |first| first.value.as_str()),
        asked => asked,
    };
    let format = if kind.scope() == FundPart::None { FileFormat::Xlsx } else { FileFormat::Pdf };
    let form = Form::empty().with("format", format).with("which", "en_cours").with("part", part);
    Ok(NewExport::of(page, form, kind, plan, parts))
}

/// The parts of the fund that may be told, the latest first.
async fn parts(app: &AppState, who: &Who, kind: ExportKind) -> Result<Vec<Choice>, PageError> {
    let scope = kind.scope();
    if scope == FundPart::None {
        return Ok(Vec::new());
    }
    let lines = app.store.fund_lines(who.by()).await?;
    let today = app.clock.today();
    Ok(match scope {
        FundPart::None => Vec::new(),
        FundPart::Month => {
            let first = lines.iter().map(|line| line.fiscal_year).min().unwrap_or(today.year());
            let earlier = |month: &Date| month.checked_sub(Span::new().months(1)).ok();
            std::iter::successors(Some(today.first_of_month()), earlier)
                .take_while(|month| month.year() >= first)
                .take(MONTHS)
                .map(|month| Choice::new(month, capital(&say::month(month))))
                .collect()
        }
        FundPart::Year => {
            let years: BTreeSet<i16> =
                lines.iter().map(|line| line.fiscal_year).chain([today.year()]).collect();
            years.into_iter().rev().map(|year| Choice::new(year, year.to_string())).collect()
        }
        FundPart::Line => {
            let named = |line: &FundLine| format!("{} ({})", line.label, line.fiscal_year);
            lines.iter().map(|line| Choice::new(line.id, named(line))).collect()
        }
    })
}

/// The part that was chosen.
fn scope(form: &mut Form, kind: ExportKind) -> Option<FundScope> {
    let label = say::part(kind.scope()).unwrap_or_default();
    let none = FundScope::default();
    Some(match kind.scope() {
        FundPart::None => none,
        FundPart::Month => {
            let month: Date = form.choice("part", label)?;
            FundScope { month: Some(month.first_of_month()), ..none }
        }
        FundPart::Year => FundScope { year: Some(form.choice("part", label)?), ..none },
        FundPart::Line => FundScope { line: Some(form.choice("part", label)?), ..none },
    })
}

/// Writes the journal's line, then sends the file while it is made.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    headers: HeaderMap,
    Path(slug): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    let kind = asked(&slug, &who)?;
    let plan = plan(&app, &who, kind, &form).await?;
    let format = format(&mut form, kind);
    let purpose = if kind.is_personal() { purpose(&mut form) } else { Some(None) };
    let today = app.clock.today();
    let loans = if kind == ExportKind::Loans { loans(&mut form, today) } else { Some(None) };
    let fund = scope(&mut form, kind);
    let (Some(format), Some(purpose), Some(loans), Some(fund)) = (format, purpose, loans, fund)
    else {
        let parts = parts(&app, &who, kind).await?;
        return Ok(again(NewExport::of(page, form, kind, plan, parts)));
    };
    let id = app.mint.uuid();
    let plan = plan.map(|kept| kept.id);
    let order = LogExport { id, cite: who.cite(), kind, format, loans, plan, fund, purpose };
    let now = app.clock.now();
    let logged = app.store.log_export(&order, Some(who.by()), now).await;
    logged.map_err(|error| PageError::of_verb(error, say::refused))?;
    let author = format!("{} ({})", who.name, who.seat().label());
    let home = Some(link::home(&app, &headers));
    let export = Export { order, cite: who.held.cite_name.clone(), who: author, now, home };
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
