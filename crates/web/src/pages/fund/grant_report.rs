//! `/fonds/{line}/compte-rendu`: the report on a line's grant: what the ledger says, what is written beside it,
//! and whether both sides balance.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::fund::{
    Beneficiaries, CERFA_15059_02, LayoutLine, LineKind, Objective, PublicGroup, ReportDraft,
    ReportLine, ReportRow,
};
use domain::ids::FundLineId;
use domain::{Euros, Seat};
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::{GrantBook, SaveGrantReport, SaveGrantReportRefused, VerbError};
use uuid::Uuid;

use super::commit::optional_siret;
use crate::error::PageError;
use crate::form::{Form, amount_sentence};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, grant as say};

/// Publics and indicators that a form has room for.
const ROOM: usize = 5;

/// The longest text of a heading.
const TEXT: usize = 3_000;

/// A row's label, and the names of its two fields.
type Written = (String, String, String);

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/grant_report.html")]
pub struct Report {
    page: Page,
    form: Form,
    book: GrantBook,
    principal: bool,
}

impl Report {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: FundLineId,
        form: Option<Form>,
    ) -> Result<Self, PageError> {
        let book = app.store.grant_book(id, who.cite()).await?.ok_or(PageError::NotFound)?;
        let form = form.unwrap_or_else(|| filled(&book.draft).with("id", app.mint.uuid()));
        let principal = who.seat() == Seat::Principal;
        Ok(Self { page, form, book, principal })
    }

    /// The lines of both sides that have something to tell, and all totals.
    fn lines(&self) -> Vec<(&'static str, Vec<ReportLine>)> {
        let (charges, produits) = self.book.report.lines(&CERFA_15059_02);
        let told = |lines: Vec<ReportLine>| -> Vec<ReportLine> {
            let is_told = |line: &ReportLine| match line.line.kind {
                LineKind::Total(_) => true,
                _ => {
                    line.figures.is_some_and(|figures| figures != domain::fund::Figures::default())
                }
            };
            lines.into_iter().filter(is_told).collect()
        };
        vec![("Charges", told(charges)), ("Produits", told(produits))]
    }

    /// What does not balance, in sentences.
    fn uneven(&self) -> Vec<String> {
        self.book.report.imbalances().iter().map(say::imbalance).collect()
    }

    /// The rows of the form that may be written into, side by side with their headings.
    fn rows(&self) -> Vec<(&'static str, Vec<Written>)> {
        let of = |lines: &[LayoutLine]| {
            let row = |line: &LayoutLine| match line.kind {
                LineKind::Row(row) | LineKind::SubRow(row) | LineKind::OfWhich(row) => {
                    Some((say::row(row), planned(&row), beside(&row)))
                }
                _ => None,
            };
            lines.iter().filter_map(row).collect()
        };
        vec![("Charges", of(CERFA_15059_02.charges)), ("Produits", of(CERFA_15059_02.produits))]
    }

    /// The names and labels of fields that go together, as often as there is room for.
    fn places<const MANY: usize>(
        &self,
        names: &[&str; MANY],
        labels: &[&str; MANY],
    ) -> Vec<Vec<(String, String)>> {
        let of = |nth| {
            let fields = names.iter().zip(labels);
            fields
                .map(|(name, label)| (format!("{name}-{nth}"), format!("{label} {nth}")))
                .collect()
        };
        (1..=ROOM).map(of).collect()
    }

    fn is_total(line: &ReportLine) -> bool {
        matches!(line.line.kind, LineKind::Total(_))
    }

    fn label(line: &ReportLine) -> String {
        match line.line.account {
            "" => line.line.label.to_owned(),
            account => format!("{account} – {}", line.line.label),
        }
    }

    /// The last day on which it may be handed in, where the line says so.
    fn due(&self) -> Option<Date> {
        let months = self.book.line.settings.report_months?;
        let end = Date::new(self.book.line.fiscal_year, 12, 31).ok()?;
        end.checked_add(jiff::Span::new().months(i64::from(months))).ok()
    }
}

/// The names of a row's two fields.
fn planned(row: &ReportRow) -> String {
    format!("prevu-{row}")
}

fn beside(row: &ReportRow) -> String {
    format!("hors-{row}")
}

/// A form with what is kept.
fn filled(draft: &ReportDraft) -> Form {
    let mut form = Form::empty()
        .with("siret", &draft.siret)
        .with("action", &draft.action)
        .with("conduite", &draft.conduct)
        .with("lieux", &draft.places)
        .with("information", &draft.information)
        .with("repartition", &draft.sharing)
        .with("ecarts", &draft.variances)
        .with("contributions", &draft.in_kind)
        .with("observations", &draft.observations)
        .with("signataire", &draft.signatory)
        .with("qualite", &draft.capacity)
        .with("fait-a", &draft.place);
    for (row, amount) in &draft.planned {
        form = form.with(&planned(row), amount.plain(','));
    }
    for (row, amount) in &draft.beside {
        form = form.with(&beside(row), amount.plain(','));
    }
    for (nth, group) in (1..).zip(draft.beneficiaries.groups()) {
        form = form.with(&format!("public-{nth}"), &group.public);
        form = form.with(&format!("nombre-{nth}"), group.count);
    }
    for (nth, one) in (1..).zip(&draft.objectives) {
        form = form.with(&format!("indicateur-{nth}"), &one.indicator);
        form = form.with(&format!("attendu-{nth}"), &one.expected);
        form = form.with(&format!("obtenu-{nth}"), &one.obtained);
    }
    form
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<FundLineId>,
) -> Result<Report, PageError> {
    Report::of(&app, &who, page, id, None).await
}

/// Keeps what is written.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(line): Path<FundLineId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let Some(draft) = read(&mut form) else {
        return Ok(again(Report::of(&app, &who, page, line, Some(form)).await?));
    };
    let order = SaveGrantReport { form: id, line, draft };
    match app.store.save_grant_report(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            Ok(see_other_saying(&format!("/fonds/{line}/compte-rendu"), "Compte rendu enregistré."))
        }
        Err(VerbError::Refused(SaveGrantReportRefused::UnknownLine)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let form = form.refused(&field(why), say::save(why));
            Ok(refused(Report::of(&app, &who, page, line, Some(form)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::save)),
    }
}

/// The field that a refusal is about.
fn field(why: SaveGrantReportRefused) -> String {
    use domain::fund::ReportFault::{NegativePlan, TooLarge};
    match why {
        SaveGrantReportRefused::Figures(NegativePlan { row }) => planned(&row),
        SaveGrantReportRefused::Figures(TooLarge { row }) => beside(&row),
        _ => "action".to_owned(),
    }
}

/// What is written; nothing when a field is wrong, each noted.
fn read(form: &mut Form) -> Option<ReportDraft> {
    let text = |form: &mut Form, field, label| {
        form.optional_text(field, label, TEXT).map(Option::unwrap_or_default)
    };
    let draft = ReportDraft {
        action: text(form, "action", "Intitulé de l’action").unwrap_or_default(),
        conduct: text(form, "conduite", say::CONDUCT).unwrap_or_default(),
        places: text(form, "lieux", say::PLACES).unwrap_or_default(),
        information: text(form, "information", say::INFORMATION).unwrap_or_default(),
        sharing: text(form, "repartition", say::SHARING).unwrap_or_default(),
        variances: text(form, "ecarts", say::VARIANCES).unwrap_or_default(),
        in_kind: text(form, "contributions", say::IN_KIND).unwrap_or_default(),
        observations: text(form, "observations", say::OBSERVATIONS).unwrap_or_default(),
        signatory: text(form, "signataire", "Nom du signataire").unwrap_or_default(),
        capacity: text(form, "qualite", "Qualité").unwrap_or_default(),
        place: text(form, "fait-a", "Fait à").unwrap_or_default(),
        planned: amounts(form, planned, "prévision"),
        beside: amounts(form, beside, "hors registre"),
        siret: optional_siret(form)
            .flatten()
            .map_or_else(String::new, |siret| siret.as_str().to_owned()),
        beneficiaries: beneficiaries(form),
        objectives: objectives(form),
    };
    (!form.has_errors()).then_some(draft)
}

fn amounts(
    form: &mut Form,
    field: fn(&ReportRow) -> String,
    column: &str,
) -> BTreeMap<ReportRow, Euros> {
    let mut amounts = BTreeMap::new();
    for row in ReportRow::ALL {
        let name = field(row);
        if form.value(&name).trim().is_empty() {
            continue;
        }
        match Euros::parse(form.value(&name)) {
            Ok(amount) => drop(amounts.insert(*row, amount)),
            Err(why) => {
                let label = format!("{}, {column}", say::row(*row));
                let sentence = amount_sentence(&label, form.value(&name), why);
                form.refuse(&name, sentence);
            }
        }
    }
    amounts
}

fn beneficiaries(form: &mut Form) -> Beneficiaries {
    let mut groups = Vec::new();
    for nth in 1..=ROOM {
        let (public, count) = (format!("public-{nth}"), format!("nombre-{nth}"));
        if form.value(&public).trim().is_empty() && form.value(&count).trim().is_empty() {
            continue;
        }
        let said = form.text(&public, "Type de public", Beneficiaries::LONGEST);
        let many = form.count(&count, "Nombre", 0..=1_000_000);
        groups.extend(said.zip(many).map(|(public, count)| PublicGroup { public, count }));
    }
    Beneficiaries::new(groups).unwrap_or_else(|_| {
        form.refuse("public-1", "Types de public : chacun une seule fois.");
        Beneficiaries::default()
    })
}

fn objectives(form: &mut Form) -> Vec<Objective> {
    let mut found = Vec::new();
    for nth in 1..=ROOM {
        let read = |form: &mut Form, name: &str, label| {
            form.optional_text(&format!("{name}-{nth}"), label, 200).flatten().unwrap_or_default()
        };
        let one = Objective {
            indicator: read(form, "indicateur", "Indicateur"),
            expected: read(form, "attendu", "Attendu"),
            obtained: read(form, "obtenu", "Obtenu"),
        };
        if one != Objective::default() {
            found.push(one);
        }
    }
    found
}
