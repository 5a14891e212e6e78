//! Writes a sample of each format, then compares what another program made of them.
//!
//! `cargo xtask outsiders` runs `out_samples write FOLDER`, has LibreOffice open `sample.*` there and
//! save each as `read-<format>.csv`, then runs `out_samples compare FOLDER`.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;

use domain::Euros;
use domain::export::ExportFormat;
use exchange::out::{Cell, Column, Head, begin};
use jiff::civil::date;

const COLUMNS: [Column; 7] = [
    Column { title: "Texte", width: 30 },
    Column { title: "ICCID", width: 23 },
    Column { title: "Nombre", width: 10 },
    Column { title: "Montant", width: 16 },
    Column { title: "Jour", width: 12 },
    Column { title: "Instant", width: 20 },
    Column { title: "Oui ou non", width: 10 },
];

const NOTICE: [&str; 3] = [
    "Données personnelles – ne pas diffuser",
    "Usage déclaré : répondre à un contrôle",
    "À supprimer au plus tard le 1er octobre 2026",
];

const TEXTS: [&str; 13] = [
    "Élève d’Aïcha",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "+33 6 39 98 12 34",
    "-2+3",
    "a;b \"c\"",
    "deux\nlignes",
    " blancs  autour ",
    "<b>&amp;</b>",
    "_x0041_",
    "06 39 98 12 34",
    "𝒜 🎒 œuvre",
];

fn rows() -> Vec<Vec<Cell>> {
    let row = |(nth, text): (usize, &str)| {
        let nth = i64::try_from(nth).unwrap_or(0);
        vec![
            Cell::Text(text.to_owned()),
            Cell::Identifier(format!("0893301{nth:013}")),
            Cell::Integer(nth - 3),
            Cell::Euros(Euros::from_cents(nth * 123_450 - 5)),
            Cell::Day(date(2026, 9, 1)),
            Cell::Instant(jiff::Timestamp::from_second(1_782_857_109 + nth).unwrap_or_default()),
            if nth == 4 { Cell::Blank } else { Cell::YesNo(nth % 2 == 0) },
        ]
    };
    TEXTS.into_iter().enumerate().map(row).collect()
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match &words[..] {
        [word, folder] if word == "write" => write(Path::new(folder)).map(|()| Vec::new()),
        [word, folder] if word == "compare" => compare(Path::new(folder)),
        _ => Ok(vec!["usage: out_samples write|compare FOLDER".to_owned()]),
    };
    let wrong = done.unwrap_or_else(|error| vec![error.to_string()]);
    for line in &wrong {
        eprintln!("{line}");
    }
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn write(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for format in ExportFormat::ALL {
        let head = Head {
            sheet: "Essai".to_owned(),
            notice: NOTICE.map(str::to_owned).into(),
            columns: COLUMNS.into(),
        };
        let file = BufWriter::new(File::create(folder.join(format!("sample.{format}")))?);
        let mut out = begin(*format, head, file)?;
        for row in rows() {
            out.row(&row)?;
        }
        out.finish()?;
    }
    Ok(())
}

/// What differs, a line each.
fn compare(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut wrong = Vec::new();
    for format in ExportFormat::ALL {
        let path = folder.join(format!("read-{format}.csv"));
        let text = fs::read_to_string(&path)?;
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(b';').has_headers(false).flexible(true);
        let read: Vec<csv::StringRecord> = reader
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
            .records()
            .collect::<Result<_, _>>()?;
        let (above, rows) = (NOTICE.len() + 1, rows());
        if read.len() != above + rows.len() {
            wrong.push(format!("{format}: {} rows instead of {}", read.len(), above + rows.len()));
            continue;
        }
        for (line, record) in NOTICE.iter().zip(&read) {
            if &record[0] != *line {
                wrong.push(format!("{format}: {line:?} became {:?}", &record[0]));
            }
        }
        let mut same = 0;
        for (row, record) in rows.iter().zip(&read[above..]) {
            for (nth, cell) in row.iter().enumerate() {
                let seen = record.get(nth).unwrap_or_default();
                if is_same(cell, seen, *format) {
                    same += 1;
                } else {
                    wrong.push(format!("{format}: {cell:?} became {seen:?}"));
                }
            }
        }
        println!("{format}: {same} cells of {} are what was written", rows.len() * COLUMNS.len());
    }
    Ok(wrong)
}

/// Is a cell, as LibreOffice shows it, what was written?
fn is_same(cell: &Cell, seen: &str, format: ExportFormat) -> bool {
    match cell {
        // The apostrophe that keeps a CSV from running it is all that is added.
        Cell::Text(text) if format == ExportFormat::Csv => {
            seen == text
                || seen.strip_prefix('\'') == Some(text) && text.starts_with(['=', '@', '-'])
        }
        Cell::Text(text) | Cell::Identifier(text) => seen == text,
        Cell::Integer(number) => seen == number.to_string(),
        Cell::Euros(euros) => cents(seen) == Some(euros.cents()),
        Cell::Day(day) => seen == day.strftime("%d/%m/%Y").to_string(),
        Cell::Instant(at) => {
            let paris = jiff::tz::TimeZone::get("Europe/Paris").unwrap_or(jiff::tz::TimeZone::UTC);
            seen == at.to_zoned(paris).strftime("%d/%m/%Y %H:%M:%S").to_string()
        }
        Cell::YesNo(yes) => seen == if *yes { "Oui" } else { "Non" },
        Cell::Blank => seen.is_empty(),
    }
}

/// `1 234,50 €`, `1,234.50 €`, `1234,5` as cents.
fn cents(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| c.is_ascii_digit() || ".,-".contains(*c)).collect();
    let mark = plain.rfind(['.', ',']).filter(|at| plain.len() - at <= 3);
    let (whole, parts) = mark.map_or((plain.as_str(), ""), |at| (&plain[..at], &plain[at + 1..]));
    let whole = whole.replace(['.', ','], "");
    format!("{whole}{parts:0<2}").parse().ok()
}
