//! The fund: lines, agreements, commitments.

pub mod account_rows;
pub mod account_statement;
pub mod account_statements;
pub mod agreement;
pub mod agreement_files;
pub mod agreements;
pub mod ask;
pub mod before_convention;
pub mod bought;
pub mod catalogue;
pub mod categories;
pub mod commit;
pub mod commitment;
pub mod convention;
pub mod conventions;
pub mod delivery;
pub mod forecasts;
pub mod grant_report;
pub mod invoice;
pub mod line;
pub mod list;
pub mod new_line;
pub mod notice;
pub mod order_lines;
mod pictures;
pub mod proof;
pub mod settings;
pub mod settlement;
pub mod terms;
pub mod thresholds;
pub mod troika;
pub mod waits;
pub mod year_end;

use domain::ids::FundLineId;
use store::FundLine;

use crate::error::PageError;
use crate::state::AppState;
use crate::who::Who;

/// A line of the asker's cité.
async fn find_line(app: &AppState, who: &Who, id: FundLineId) -> Result<FundLine, PageError> {
    let lines = app.store.fund_lines(who.by()).await?;
    lines.into_iter().find(|line| line.id == id).ok_or(PageError::NotFound)
}
