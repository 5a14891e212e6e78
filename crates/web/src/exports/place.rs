//! Where the reading of a table stands, and its next page.

use domain::export::{ExportKind, LoanSelection};
use domain::ids::{CommitmentId, HouseholdId, LoanId, NeedId};
use exchange::out::Cell;
use store::{ExportPage, Failure, LogExport, Store};

use super::decisions::{self, Reading};
use super::{fund, rows};

/// Rows of the waiting list read at once.
const WAITING: usize = 500;

/// Where the next page begins.
pub(super) enum Place {
    Start,
    Tag(String),
    Loan(LoanId),
    Need(NeedId),
    Household(HouseholdId),
    Commitment(CommitmentId),
    Seq(i64),
    /// What is left of the waiting list.
    Waiting(Vec<(NeedId, Option<u32>)>),
    /// A plan, and how much of it was read.
    Plan(Box<Reading>),
}

/// Some rows as cells, and where to go on; nowhere at the end.
pub(super) type Read = (Vec<Vec<Cell>>, Option<Place>);

/// The page at a place. A place of another kind of table begins anew: `pour` never gives one.
pub(super) async fn page(store: &Store, order: &LogExport, at: Place) -> Result<Read, Failure> {
    let cite = order.cite;
    Ok(match (order.kind, at) {
        (kind @ (ExportKind::Items | ExportKind::Sims), at) => {
            let after = if let Place::Tag(tag) = &at { Some(tag.as_str()) } else { None };
            let sims = kind == ExportKind::Sims;
            let found = store.export_items(after, sims, cite).await?;
            read(found, if sims { rows::sim } else { rows::item }, Place::Tag)
        }
        (ExportKind::Loans, at) => {
            let after = if let Place::Loan(id) = at { Some(id) } else { None };
            let which = order.loans.unwrap_or(LoanSelection::All);
            read(store.export_loans(after, which, cite).await?, rows::loan, Place::Loan)
        }
        (ExportKind::Needs, at) => {
            let after = if let Place::Need(id) = at { Some(id) } else { None };
            read(store.export_needs(after, cite).await?, rows::need, Place::Need)
        }
        (ExportKind::Households, at) => {
            let after = if let Place::Household(id) = at { Some(id) } else { None };
            let found = store.export_households(after, cite).await?;
            read(found, rows::household, Place::Household)
        }
        (ExportKind::WaitingList, at) => {
            let mut order = match at {
                Place::Waiting(left) => left,
                _ => store.export_waiting_order(cite).await?,
            };
            let left = order.split_off(order.len().min(WAITING));
            let found = store.export_waiting(&order, cite).await?;
            let cells = found.iter().map(|(rank, row)| rows::waiting(*rank, row)).collect();
            (cells, (!left.is_empty()).then_some(Place::Waiting(left)))
        }
        (ExportKind::Decisions, at) => {
            let mut plan = match at {
                Place::Plan(plan) => plan,
                _ => Box::new(Reading::of(store, order).await?),
            };
            let found = plan.next(store).await?;
            let cells = found.iter().map(decisions::cells).collect();
            (cells, (!found.is_empty()).then_some(Place::Plan(plan)))
        }
        (ExportKind::FundLines, _) => {
            (store.export_fund_lines(cite).await?.iter().map(fund::line).collect(), None)
        }
        (ExportKind::Operations, at) => {
            let after = if let Place::Commitment(id) = at { Some(id) } else { None };
            let mut found = store.export_operations(after, cite).await?;
            if let Some(year) = order.fund.year {
                found.rows.retain(|row| row.fiscal_year == i64::from(year));
            }
            read(found, fund::operation, Place::Commitment)
        }
        // These are laid out whole, by `reports`.
        (ExportKind::Statement | ExportKind::BeforeConvention | ExportKind::Cerfa15059, _) => {
            (Vec::new(), None)
        }
        (ExportKind::Journal, at) => {
            let after = if let Place::Seq(seq) = at { seq } else { 0 };
            read(store.export_journal(after, cite).await?, rows::journal, Place::Seq)
        }
    })
}

fn read<R, K>(found: ExportPage<R, K>, cells: fn(&R) -> Vec<Cell>, at: fn(K) -> Place) -> Read {
    (found.rows.iter().map(cells).collect(), found.next.map(at))
}
