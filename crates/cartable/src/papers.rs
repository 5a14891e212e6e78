//! `cartable papers`: a sample of every paper in every language, to be read before families do.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use documents::samples::{FOR_FAMILIES, FOR_OTHERS, Make};
use documents::{Language, Press, TextBook};

use crate::texts::Texts;

/// What `papers` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Pour changer des phrases : --write-texts DOSSIER y écrit les textes du programme ; gardez les phrases à changer, puis relisez les papiers par --texts DOSSIER, et servez-les par cartable serve --texts DOSSIER. Les polices sont cherchées dans /usr/share/fonts et dans les dossiers de CARTABLE_FONTS."
)]
pub struct Arguments {
    /// Dossier où écrire les papiers ; créé s'il n'existe pas.
    #[arg(long, value_name = "DOSSIER", required_unless_present = "write_texts")]
    out: Option<PathBuf>,
    #[command(flatten)]
    texts: Texts,
    /// Une seule langue à côté du français, par son code : ar, ta…
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Écrit les textes du programme dans un dossier, un fichier par langue, et s'arrête là.
    #[arg(long, value_name = "DOSSIER", conflicts_with_all = ["out", "texts", "language"])]
    write_texts: Option<PathBuf>,
}

/// Renders, and says what was made and which languages cannot be.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(folder) = &arguments.write_texts {
        return write_texts(folder);
    }
    let Some(out) = &arguments.out else { bail!("Nommez un dossier par --out.") };
    let press = arguments.texts.press();
    let press = press.context("Les textes ne sont pas bons. Aucun papier n'est écrit.")?;
    let beside = languages(&press, arguments.language.as_deref())?;
    std::fs::create_dir_all(out)
        .with_context(|| format!("Le dossier {} ne peut pas être créé.", out.display()))?;
    let mut written = 0;
    for language in &beside {
        written += put_all(&press, &FOR_FAMILIES, language.as_ref(), out)?;
    }
    if arguments.language.is_none() {
        written += put_all(&press, &FOR_OTHERS, None, out)?;
        for refused in press.not_offered() {
            println!("Langue non proposée. {refused}");
        }
    }
    println!("{written} papiers sont écrits dans {}.", out.display());
    Ok(ExitCode::SUCCESS)
}

/// French alone, then each language beside it; or only the one that is asked for.
fn languages(press: &Press, asked: Option<&str>) -> Result<Vec<Option<Language>>> {
    let Some(code) = asked else {
        let offered = press.offered().map(|text| Some(text.language.clone()));
        return Ok([None].into_iter().chain(offered).collect());
    };
    let language = Language::new(code).filter(|language| press.texts().text(language).is_some());
    let Some(language) = language else {
        let known: Vec<&str> = press.texts().texts().map(|text| text.language.code()).collect();
        bail!(
            "Aucun texte n'est en «\u{a0}{code}\u{a0}». Langues connues\u{a0}: {}.",
            known.join(", ")
        );
    };
    if let Some(refused) = press.not_offered().find(|refused| refused.language == language) {
        bail!("{refused}");
    }
    Ok(vec![Some(language).filter(|language| *language != Language::french())])
}

fn put_all(
    press: &Press,
    samples: &[(&str, Make)],
    beside: Option<&Language>,
    out: &Path,
) -> Result<usize> {
    let code = beside.map_or("fr", Language::code);
    for (name, make) in samples {
        let file = out.join(format!("{name}.{code}.pdf"));
        let bytes =
            make(press, beside).with_context(|| format!("{name} ({code}) ne se fait pas."))?;
        std::fs::write(&file, bytes)
            .with_context(|| format!("{} ne peut pas être écrit.", file.display()))?;
        println!("{}", file.display());
    }
    Ok(samples.len())
}

fn write_texts(folder: &Path) -> Result<ExitCode> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("Le dossier {} ne peut pas être créé.", folder.display()))?;
    for (name, text) in TextBook::files() {
        let file = folder.join(&name);
        if file.exists() {
            bail!("{} existe déjà\u{a0}: il n'est pas remplacé.", file.display());
        }
        std::fs::write(&file, text)
            .with_context(|| format!("{} ne peut pas être écrit.", file.display()))?;
        println!("{}", file.display());
    }
    Ok(ExitCode::SUCCESS)
}
