//! LibreOffice opens our files, and every cell is what was written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::setup::{self, For};
use crate::shell;

/// `;`, `"`, UTF-8, from the first line; the language is French, texts in quotation marks stay texts as
/// LibreOffice's own dialogue proposes, and numbers are looked for, as a double click would.
const CSV_IN: &str = "CSV:59,34,76,1,,1036,false,true";
/// The same out, without formulas: of a workbook each cell as it is shown, of a text as it was understood,
/// since LibreOffice shows no seconds unless a format says so.
fn csv_out(format: &str) -> String {
    let as_shown = format != "csv";
    format!("csv:Text - txt - csv (StarCalc):59,34,76,1,,1036,false,false,{as_shown},false")
}

/// A profile in French, as the people who open our files have.
const FRENCH: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item></oor:items>
"#;

/// Has LibreOffice open a sample of each format, and compares every cell with what was written.
///
/// # Errors
/// When LibreOffice cannot be installed or run, or a cell differs.
pub fn check() -> Result<()> {
    setup::prepare(&[For::Spreadsheets])?;
    shell::run(shell::cargo().args(["build", "--workspace", "--examples"]))?;
    let program = shell::program()?;
    let samples = program.with_file_name("examples").join("out_samples");
    let folder = std::env::temp_dir().join(format!("cartable-outsiders-{}", std::process::id()));
    let outcome = compare(&samples, &folder);
    match &outcome {
        // Kept when something differs, to be looked at.
        Ok(()) => fs::remove_dir_all(&folder).context("cleaning up")?,
        Err(_) => eprintln!("the files are in {}", folder.display()),
    }
    outcome
}

fn compare(samples: &Path, folder: &Path) -> Result<()> {
    shell::run(Command::new(samples).arg("write").arg(folder))?;
    let profile = folder.join("profile/user");
    fs::create_dir_all(&profile).context("a profile")?;
    fs::write(profile.join("registrymodifications.xcu"), FRENCH).context("a profile")?;
    for format in ["csv", "xlsx", "ods"] {
        let sample = folder.join(format!("sample.{format}"));
        let read = convert(&sample, folder, format)?;
        fs::rename(read, folder.join(format!("read-{format}.csv")))?;
    }
    shell::run(Command::new(samples).arg("compare").arg(folder))
}

/// Opens a file and saves it as CSV, with a profile of its own.
fn convert(file: &Path, folder: &Path, format: &str) -> Result<PathBuf> {
    let into = folder.join(format!("from-{format}"));
    let office = program().context("LibreOffice is not installed")?;
    let mut run = Command::new(office);
    run.arg(format!("-env:UserInstallation=file://{}/profile", folder.display()));
    run.args(["--headless", "--norestore"]);
    if format == "csv" {
        run.arg(format!("--infilter={CSV_IN}"));
    }
    run.args(["--convert-to", &csv_out(format), "--outdir"]).arg(&into).arg(file);
    shell::run(&mut run)?;
    let made = into.join("sample.csv");
    if !made.is_file() {
        bail!("LibreOffice made nothing of {}", file.display());
    }
    Ok(made)
}

/// LibreOffice's program.
pub fn program() -> Option<PathBuf> {
    shell::which("soffice").or_else(|| {
        // The packages without a window put nothing on the path.
        let place = PathBuf::from("/usr/lib/libreoffice/program/soffice");
        place.is_file().then_some(place)
    })
}
