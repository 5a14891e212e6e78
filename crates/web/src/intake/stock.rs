//! Rows of things as the register compares them, and the lots that new ones come in.

use domain::delivery::ReceivedItem;
use domain::ids::ItemId;
use domain::people::census::ImportKind;
use domain::stock::{ItemKind, LotCondition};
use exchange::stock::{StockRow, stock};
use exchange::{FileError, Grid, Mapping};
use jiff::civil::Date;
use store::{CensusFile, Rows, StockEntry, StockFile, StockLot};
use uuid::Uuid;

use super::{Preview, ReadFile, Reader};
use crate::wording::numbers::{row_error, row_warning};
use crate::wording::{French as _, capital, kinds};

/// Things that come in together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    kind: ItemKind,
    donor: Option<String>,
    acceptance: Option<String>,
    received_on: Date,
}

/// A list of things.
pub(super) fn read(
    reader: &Reader<'_>,
    grid: &Grid,
    mapping: &Mapping,
) -> Result<ReadFile, FileError> {
    let settings = reader.settings;
    let card = (reader.kind == ImportKind::Sims).then_some(ItemKind::Hotspot);
    let reading = stock(grid, mapping, settings.item_kind.or(card), reader.today)?;
    let mut rejected: Vec<(u64, String)> =
        reading.rejected().map(|row| (row.line, capital(&row_error(&row.reason)))).collect();
    let mut warnings = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut entries = Vec::new();
    for row in reading.accepted() {
        let donor = row.donor.clone().or_else(|| settings.donor.clone());
        if reader.kind == ImportKind::Donations && donor.is_none() {
            let sentence = "Le donateur manque : remplissez la colonne, ou dites-le une fois pour tout le fichier.";
            rejected.push((row.line, sentence.to_owned()));
            continue;
        }
        let remarks = row.warnings.iter().map(|warning| capital(row_warning(warning)));
        warnings.extend(remarks.map(|remark| (row.line, remark)));
        if row.held {
            let sentence = "L’appareil était sorti dans l’ancien registre : le prêt n’est pas repris. Vérifiez où il est, puis enregistrez son prêt ici.";
            warnings.push((row.line, sentence.to_owned()));
        }
        let group = Group {
            kind: row.kind,
            acceptance: row.acceptance.clone().filter(|_| donor.is_some()),
            donor,
            received_on: row.received_on.unwrap_or(reader.today),
        };
        let lot = groups.iter().position(|known| *known == group).unwrap_or_else(|| {
            groups.push(group);
            groups.len() - 1
        });
        entries.push(StockEntry {
            line: row.line,
            item: item(row),
            former_tag: row.former_tag.clone(),
            lot,
        });
    }
    rejected.sort();
    let mut preview = Preview::default();
    let numbers = entries.iter().flat_map(|entry| entry.item.numbers()).map(|(_, value)| value);
    let donors = groups.iter().filter_map(|group| group.donor.clone());
    donors.chain(numbers).for_each(|name| preview.add(name));
    let label = settings.label.clone().unwrap_or_else(|| "Fichier importé".to_owned());
    let condition = settings.condition.unwrap_or(LotCondition::Good);
    let lots = lots(&label, condition, groups);
    Ok(ReadFile {
        source: Some(grid.source.clone()),
        file: CensusFile {
            rows: Rows::Stock(StockFile { entries, lots }),
            rejected: rejected.len(),
        },
        rejected,
        warnings,
        preview: preview.names(),
    })
}

fn item(row: &StockRow) -> ReceivedItem {
    ReceivedItem {
        id: ItemId(Uuid::nil()),
        kind: row.kind,
        serial: row.serial.clone(),
        imei: row.imei.clone(),
        iccid: row.iccid.clone(),
        msisdn: row.msisdn.clone(),
    }
}

/// One lot a group; the label says what tells a group from the others.
fn lots(label: &str, condition: LotCondition, groups: Vec<Group>) -> Vec<StockLot> {
    let varies = |differs: fn(&Group, &Group) -> bool| {
        groups.windows(2).any(|pair| differs(&pair[0], &pair[1]))
    };
    let kind = varies(|one, other| one.kind != other.kind);
    let donor = varies(|one, other| one.donor != other.donor);
    let act = varies(|one, other| one.acceptance != other.acceptance);
    let day = varies(|one, other| one.received_on != other.received_on);
    let named = |group: &Group| {
        let parts = [
            Some(label.to_owned()),
            group.donor.clone().filter(|_| donor),
            Some(kinds(group.kind).to_owned()).filter(|_| kind),
            group.acceptance.clone().filter(|_| act),
            Some(group.received_on.short()).filter(|_| day),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let labels: Vec<String> = groups.iter().map(named).collect();
    let lots = groups.into_iter().zip(labels);
    let lot = |(group, label): (Group, String)| StockLot {
        label,
        kind: group.kind,
        donor: group.donor,
        acceptance: group.acceptance,
        received_on: group.received_on,
        condition,
    };
    lots.map(lot).collect()
}
