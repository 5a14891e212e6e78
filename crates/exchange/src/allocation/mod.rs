//! The files of `cartable allocate`: needs, lots, funds, catalogue and policy in; the plan out.
//!
//! UTF-8 (a byte-order mark is tolerated), comma or semicolon, header required, `|` between the members
//! of a list, an empty list restricts nothing. Readers report every fault of every file at once.

mod catalogue;
mod errors;
mod funds;
mod lots;
mod needs;
mod pins;
mod plan_files;
mod plan_json;
mod policy;
mod sheet;

use domain::allocation::{Rows, Situation, Table};

pub use errors::{BadCell, Wanted};
pub use plan_files::{Beside, PLAN_FILES, PlanFile, plan_files};
pub use plan_json::{Timings, read_plan};
pub use policy::read_policy;

/// The name the policy goes by in messages.
pub const POLICY_FILE: &str = "policy.toml";

/// The name a table's file goes by in messages.
#[must_use]
pub const fn file_of(table: Table) -> &'static str {
    match table {
        Table::Needs => "needs.csv",
        Table::Lots => "lots.csv",
        Table::Funds => "funds.csv",
        Table::Catalogue => "catalogue.csv",
        Table::Pins => "pins.csv",
    }
}

/// What is in the files of a situation.
#[derive(Debug, Clone, Copy, Default)]
pub struct SituationFiles<'a> {
    /// `needs.csv`.
    pub needs: &'a [u8],
    /// `lots.csv`.
    pub lots: &'a [u8],
    /// `funds.csv`: without it there is no money.
    pub funds: Option<&'a [u8]>,
    /// `catalogue.csv`: without it nothing can be bought.
    pub catalogue: Option<&'a [u8]>,
    /// `pins.csv`: without it nothing was decided by hand.
    pub pins: Option<&'a [u8]>,
}

/// Reads the files of a situation.
///
/// # Errors
/// Every fault of every file, in file and line order: what cannot be parsed, and what parses but makes
/// no situation (doubles, ranges, separators).
pub fn read_situation(files: &SituationFiles<'_>) -> Result<Situation, Vec<BadCell>> {
    let needs = needs::read(files.needs);
    let lots = lots::read(files.lots);
    let funds = files.funds.map(funds::read).unwrap_or_default();
    let catalogue = files.catalogue.map(catalogue::read).unwrap_or_default();
    let pins = files.pins.map(pins::read).unwrap_or_default();
    let mut faults: Vec<BadCell> = needs.faults;
    faults.extend(lots.faults);
    faults.extend(funds.faults);
    faults.extend(catalogue.faults);
    faults.extend(pins.faults);
    let made = Situation::new(Rows {
        needs: needs.rows,
        lots: lots.rows,
        funds: funds.rows,
        catalogue: catalogue.rows,
        pins: pins.rows,
    });
    if let Err(errors) = &made {
        let lines = |table| match table {
            Table::Needs => &needs.lines[..],
            Table::Lots => &lots.lines,
            Table::Funds => &funds.lines,
            Table::Catalogue => &catalogue.lines,
            Table::Pins => &pins.lines,
        };
        for fault in errors::at_lines(errors, lines) {
            // An empty cell is seen by the reader and by the situation: told once.
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    // Table by table, top to bottom; inside a line, in the order found.
    let place = |file: &str| Table::ALL.iter().position(|&table| file_of(table) == file);
    faults.sort_by_key(|fault| (place(fault.file), fault.line));
    made.ok().filter(|_| faults.is_empty()).ok_or(faults)
}
