//! Files of every kind: taken in, taken back, all or nothing.

mod mappings;
mod needs;
mod schools;
mod stock;
mod undo;

use domain::ids::{ImportId, SchoolId};
use domain::people::census::{ImportKind, Tally};
use store::testing::builders::cites::start;
use store::testing::{Fresh, rows};
use store::{By, CensusFile, ConfirmImport, ImportRefused, Rows, StageImport, Store, VerbError};
use uuid::Uuid;

/// Every row of the tables that imports write.
pub async fn tables(fresh: &Fresh) -> Vec<String> {
    let written = [
        "households",
        "guardians",
        "children",
        "needs",
        "donors",
        "lots",
        "items",
        "item_moves",
        "import_changes",
    ];
    rows(&fresh.store, &written).await
}

/// Stages and confirms a file under the number `n`.
pub async fn take(
    store: &Store,
    n: u128,
    kind: ImportKind,
    file: &CensusFile,
    school: Option<SchoolId>,
    by: By,
) -> Result<(ImportId, Tally), VerbError<ImportRefused>> {
    let id = ImportId(Uuid::from_u128(9_000 + n));
    let new =
        StageImport { id, kind, school, file_name: "liste.csv", content: b"x", settings: "{}" };
    store.stage_import(&new, by, start()).await.unwrap();
    let shown = store.dry_run(id, file, by).await?;
    let accepted = std::collections::BTreeSet::new();
    let order = ConfirmImport { id, file, accepted: &accepted, shown: &shown.digest };
    let tally = store.confirm_import(&order, by, start()).await?;
    assert_eq!(tally, shown.tally, "what is confirmed is what was shown");
    Ok((id, tally))
}

pub fn file(rows: Rows) -> CensusFile {
    CensusFile { rows, rejected: 0 }
}
