//! Instances in folders of files.

use std::fmt::Write as _;

use domain::allocation::{Rows, Situation, SituationNeed};
use domain::stock::Level;
use exchange::allocation::{SituationFiles, read_situation};

/// Reads a folder; without money when only the stock counts.
pub fn read(folder: &str, stock_alone: bool) -> Situation {
    let file = |name: &str| std::fs::read(format!("{folder}/{name}")).unwrap();
    let (needs, lots) = (file("needs.csv"), file("lots.csv"));
    let money = (!stock_alone).then(|| (file("funds.csv"), file("catalogue.csv")));
    read_situation(&SituationFiles {
        needs: &needs,
        lots: &lots,
        funds: money.as_ref().map(|(funds, _)| funds.as_slice()),
        catalogue: money.as_ref().map(|(_, catalogue)| catalogue.as_slice()),
        pins: None,
    })
    .unwrap()
}

/// Writes a folder.
pub fn write(folder: &str, rows: &Rows) {
    std::fs::create_dir_all(folder).unwrap();
    let file = |name: &str, text: String| std::fs::write(format!("{folder}/{name}"), text).unwrap();
    let mut needs =
        "need,household,asks,tier,score,commune,school,level,flags,accepts\n".to_owned();
    rows.needs.iter().for_each(|row| need(&mut needs, row));
    file("needs.csv", needs);
    let mut lots =
        "lot,kind,units,condition,mode,communes,levels,requires,refuses,penalty\n".to_owned();
    for row in &rows.lots {
        let (communes, levels) = (row.communes.join("|"), levels(&row.levels));
        let (requires, refuses) = (row.requires.join("|"), row.refuses.join("|"));
        let (condition, mode) = (row.condition.code(), row.mode.code());
        let (lot, kind, units, penalty) = (&row.lot, &row.kind, row.units, row.penalty);
        writeln!(
            lots,
            "{lot},{kind},{units},{condition},{mode},{communes},{levels},{requires},{refuses},{penalty}"
        )
        .unwrap();
    }
    file("lots.csv", lots);
    let mut funds =
        "fund,available,categories,communes,levels,requires,refuses,flexibility\n".to_owned();
    for row in &rows.funds {
        let (categories, communes) = (row.categories.join("|"), row.communes.join("|"));
        let (levels, requires) = (levels(&row.levels), row.requires.join("|"));
        let (fund, available, flexibility) = (&row.fund, row.available.plain('.'), row.flexibility);
        writeln!(
            funds,
            "{fund},{available},{categories},{communes},{levels},{requires},,{flexibility}"
        )
        .unwrap();
    }
    file("funds.csv", funds);
    let mut items = "item,kind,category,condition,price,minimum_order,penalty\n".to_owned();
    for row in &rows.catalogue {
        let (item, kind, category) = (&row.item, &row.kind, &row.category);
        let (condition, price) = (row.condition.code(), row.price.plain('.'));
        let (minimum, penalty) = (row.minimum_order, row.penalty);
        writeln!(items, "{item},{kind},{category},{condition},{price},{minimum},{penalty}")
            .unwrap();
    }
    file("catalogue.csv", items);
}

fn need(text: &mut String, row: &SituationNeed) {
    let asks: Vec<String> = row.asks.iter().map(ToString::to_string).collect();
    let accepts = [("loan", row.accepts_loan), ("refurbished", row.accepts_refurbished)];
    let accepts: Vec<&str> = accepts.iter().filter(|(_, is)| *is).map(|(word, _)| *word).collect();
    let (asks, accepts, flags) = (asks.join(">"), accepts.join("|"), row.flags.join("|"));
    let (need, household, tier, score) = (&row.need, &row.household, row.tier, row.score);
    let (commune, school, level) = (&row.commune, &row.school, row.level.code());
    writeln!(
        text,
        "{need},{household},{asks},{tier},{score},{commune},{school},{level},{flags},{accepts}"
    )
    .unwrap();
}

fn levels(levels: &[Level]) -> String {
    levels.iter().map(|level| level.code()).collect::<Vec<_>>().join("|")
}
