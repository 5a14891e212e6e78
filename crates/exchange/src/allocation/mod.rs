//! The files of `cartable allocate`: needs, lots and policy in; the plan out.
//!
//! UTF-8 (a byte-order mark is tolerated), comma or semicolon, header required, `|` between the members
//! of a list, an empty list restricts nothing. Readers report every fault of every file at once.

mod errors;
mod lots;
mod needs;
mod plan_files;
mod plan_json;
mod policy;
mod sheet;

use domain::allocation::Situation;

pub use errors::{BadCell, Wanted};
pub use plan_files::{PLAN_FILES, PlanFile, plan_files};
pub use plan_json::Timings;
pub use policy::read_policy;

/// The name the needs go by in messages.
pub const NEEDS_FILE: &str = "needs.csv";
/// The name the lots go by in messages.
pub const LOTS_FILE: &str = "lots.csv";
/// The name the policy goes by in messages.
pub const POLICY_FILE: &str = "policy.toml";

/// Reads `needs.csv` and `lots.csv`.
///
/// # Errors
/// Every fault of both files, in file and line order: what cannot be parsed, and what parses but makes
/// no situation (doubles, ranges, separators).
pub fn read_situation(needs: &[u8], lots: &[u8]) -> Result<Situation, Vec<BadCell>> {
    let needs = needs::read(needs);
    let lots = lots::read(lots);
    let mut faults: Vec<BadCell> = needs.faults;
    faults.extend(lots.faults);
    let made = Situation::new(needs.rows, lots.rows);
    if let Err(errors) = &made {
        for fault in errors::at_lines(errors, &needs.lines, &lots.lines) {
            // An empty cell is seen by the reader and by the situation: told once.
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    // Needs before lots, top to bottom; inside a line, in the order found.
    faults.sort_by_key(|fault| (fault.file == LOTS_FILE, fault.line));
    made.ok().filter(|_| faults.is_empty()).ok_or(faults)
}
