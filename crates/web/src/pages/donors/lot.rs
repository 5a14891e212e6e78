//! `/donateurs/lots/{lot}`: what became of one lot, on a page and on paper.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::{DonorCondition, DonorReport, Imprint, LotCounts};
use domain::Seat;
use domain::disclosure::{Audience, Shown, disclose};
use domain::ids::LotId;
use domain::stock::ItemState;
use store::{LotReport, RecordAcceptance, RecordAcceptanceRefused, VerbError};

use crate::charts::BarChart;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, file, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::disclosure::shown;
use crate::wording::donors as say;
use crate::wording::{French as _, Label as _};

/// The label of the act's field.
const ACT: &str = "Acte d’acceptation";

/// The lot.
#[derive(Template, WebTemplate)]
#[template(path = "pages/donors/lot.html")]
pub struct OneLot {
    page: Page,
    form: Form,
    /// May this seat record the act of acceptance?
    records: bool,
    report: LotReport,
    counts: LotCounts,
    chart: BarChart,
    conditions: Vec<DonorCondition>,
    hidden: bool,
    households: String,
}

impl OneLot {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: LotId,
        form: Form,
    ) -> Result<Self, PageError> {
        let report = app.store.lot_report(id, who.by()).await?.ok_or(PageError::NotFound)?;
        let counts = counts(&report);
        let chart = BarChart::new("lot", "Où sont les appareils", ("Où", "Appareils"))
            .bar("en stock", counts.in_stock)
            .bar("prêtés", counts.lent)
            .bar("en vérification ou réparation", counts.in_workshop)
            .bar("perdus ou volés", counts.lost)
            .bar("sortis du registre", counts.gone);
        let families = families(&report);
        Ok(Self {
            page,
            form,
            counts,
            chart,
            records: who.seat() == Seat::TownAgent,
            conditions: say::conditions(&report.lot.restriction),
            hidden: !families.is_exact(),
            households: shown(families),
            report,
        })
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LotId>,
) -> Result<OneLot, PageError> {
    OneLot::of(&app, &who, page, id, Form::empty().with("id", app.mint.uuid())).await
}

/// Records the act that accepted the gift.
pub async fn accept(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(lot): Path<LotId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let Some(act) = form.text("acte", ACT, 120) else {
        return Ok(again(OneLot::of(&app, &who, page, lot, form).await?));
    };
    let order = RecordAcceptance { form: id, lot, act };
    match app.store.record_acceptance(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            Ok(see_other_saying(&format!("/donateurs/lots/{lot}"), "Acte d’acceptation inscrit."))
        }
        Err(VerbError::Refused(RecordAcceptanceRefused::NotGiven)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, say::acceptance_refused)),
    }
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
        acceptance_act: report.lot.acceptance.clone(),
        as_of: app.clock.today(),
        counts: counts(&report),
        households: families(&report),
        conditions: say::conditions(&report.lot.restriction),
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

/// The households equipped, as a donor may read them. None at all is said: the counts of things, which
/// show that nothing ever went out, say it already (`domain.md` §4.5).
fn families(report: &LotReport) -> Shown {
    match report.households {
        0 => Shown::Exact(0),
        some => disclose(some, Audience::Outside),
    }
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
