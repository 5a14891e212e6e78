//! `/donateurs/lots/{lot}`: what became of one lot, on a page and on paper.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::{DonorCondition, DonorReport, Imprint, LotCounts};
use domain::disclosure::{Audience, Shown, disclose};
use domain::ids::LotId;
use domain::stock::ItemState;
use store::LotReport;

use crate::charts::BarChart;
use crate::error::PageError;
use crate::page::{Page, file};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund::shown;
use crate::wording::{French as _, Label};

/// The lot.
#[derive(Template, WebTemplate)]
#[template(path = "pages/donors/lot.html")]
pub struct OneLot {
    page: Page,
    report: LotReport,
    counts: LotCounts,
    chart: BarChart,
    conditions: Vec<DonorCondition>,
    hidden: bool,
    households: String,
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LotId>,
) -> Result<OneLot, PageError> {
    let report = app.store.lot_report(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let counts = counts(&report);
    let chart = BarChart::new("lot", "Où sont les appareils", ("Où", "Appareils"))
        .bar("en stock", counts.in_stock)
        .bar("prêtés", counts.lent)
        .bar("en vérification ou réparation", counts.in_workshop)
        .bar("perdus ou volés", counts.lost)
        .bar("sortis du registre", counts.gone);
    let families = disclose(report.households, Audience::Outside);
    Ok(OneLot {
        page,
        counts,
        chart,
        conditions: conditions(&report),
        hidden: matches!(families, Shown::Under(_)),
        households: shown(families),
        report,
    })
}

/// The report for the donor, as a PDF.
pub async fn paper(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<LotId>,
) -> Result<Response, PageError> {
    let report = app.store.lot_report(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let cite = app.store.cite(who.cite()).await?;
    let paper = DonorReport {
        cite: cite.name,
        donor: report.lot.donor_name.clone(),
        lot_label: report.lot.label.clone(),
        received_on: report.lot.received_on,
        acceptance_act: None,
        as_of: app.clock.today(),
        counts: counts(&report),
        households: match disclose(report.households, Audience::Outside) {
            Shown::Exact(count) => documents::Shown::Exact(count),
            Shown::Under(least) => documents::Shown::Under(least),
        },
        conditions: conditions(&report),
        contact: cite.contact,
    };
    let imprint =
        Imprint { identifier: format!("donor-report/{id}/{}", paper.as_of), at: app.clock.now() };
    let bytes = tokio::task::spawn_blocking(move || documents::render(&paper, &imprint))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", "rapport-donateur.pdf", true))
}

fn counts(report: &LotReport) -> LotCounts {
    let lot = &report.lot;
    LotCounts {
        in_stock: lot.count(&[ItemState::Available, ItemState::Reserved]),
        lent: lot.count(&[ItemState::Lent]),
        in_workshop: lot.count(&[ItemState::ToCheck, ItemState::Repair]),
        lost: lot.count(&[ItemState::Lost]),
        gone: lot.count(&[ItemState::Gone]),
        returns: report.returns,
    }
}

fn conditions(report: &LotReport) -> Vec<DonorCondition> {
    let levels: Vec<_> = report.lot.restriction.levels.iter().map(Label::label).collect();
    if levels.is_empty() {
        return Vec::new();
    }
    vec![DonorCondition {
        text: format!("Pour les élèves de : {}", levels.join(", ")),
        enforced:
            "L’attribution ne propose ce lot qu’aux familles qui ont un enfant de ces niveaux."
                .to_owned(),
    }]
}
