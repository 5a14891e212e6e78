//! The command as it is typed: what it refuses, all at once, and that nothing is written then.

use std::fs;
use std::path::Path;

use clap::Parser;

use super::*;

#[derive(Parser)]
struct Typed {
    #[command(flatten)]
    args: AllocateArgs,
}

const NEEDS: &str = "need,household,asks,tier,score,commune,school,level,flags,accepts\r\n\
    N1,H1,tablet,1,20,C1,,college,,\r\n";
const LOTS: &str = "lot,kind,units,condition,mode,communes,levels,requires,refuses,penalty\n\
    L1,tablet,1,new,gift,,,,,0\n";

/// Runs the command in a folder, paths being taken from there.
fn run(root: &Path, typed: &str) -> Result<String, Failure> {
    let in_root = |word: &str| {
        if word.starts_with("--") { word.into() } else { root.join(word).into_os_string() }
    };
    let words = std::iter::once("allocate".into()).chain(typed.split(' ').map(in_root));
    allocate(&Typed::try_parse_from(words).unwrap().args)
}

fn root() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("needs.csv"), NEEDS).unwrap();
    fs::write(root.path().join("lots.csv"), LOTS).unwrap();
    root
}

/// The sentences of a refusal, with the folder's name left out; and nothing is written.
fn refused(root: &Path, typed: &str) -> Vec<String> {
    let Err(Failure::Input(sentences)) = run(root, typed) else {
        panic!("{typed} is no bad input")
    };
    assert!(!root.join("out").exists(), "{typed}");
    let root = format!("{}/", root.display());
    sentences.iter().map(|sentence| sentence.replace(&root, "")).collect()
}

#[test]
fn files_in_plan_out() {
    let root = root();
    let Ok(summary) = run(root.path(), "--needs needs.csv --lots lots.csv --out out") else {
        panic!("refused")
    };
    assert!(summary.contains("1 besoins servis sur 1."), "{summary}");
    for name in PLAN_FILES {
        assert!(root.path().join("out").join(name).is_file(), "{name}");
    }
    assert_eq!(fs::read_dir(root.path().join("out")).unwrap().count(), PLAN_FILES.len());
}

#[test]
fn options_that_are_not_there_yet_are_refused_in_french() {
    let told = refused(
        root().path(),
        "--needs needs.csv --lots lots.csv --funds f.csv --catalogue c.csv --pins p.csv --out out",
    );
    assert_eq!(told.len(), 3, "{told:?}");
    for (sentence, option) in told.iter().zip(["--funds", "--catalogue", "--pins"]) {
        assert!(sentence.starts_with(&format!("L’option {option} n’est pas encore")), "{sentence}");
    }
    use clap::CommandFactory;
    let help = Typed::command().render_long_help().to_string();
    assert!(!help.contains("--funds") && help.contains("--policy"), "{help}");
}

#[test]
fn every_fault_of_every_file_is_told_at_once() {
    let root = root();
    fs::write(root.path().join("needs.csv"), NEEDS.replace(",20,", ",x,")).unwrap();
    fs::write(root.path().join("policy.toml"), "seed = -1\n").unwrap();
    fs::write(root.path().join("file"), "").unwrap();
    let told = refused(
        root.path(),
        "--needs needs.csv --lots nowhere.csv --policy policy.toml --out file",
    );
    let expected = [
        "file : ce fichier existe déjà, et --out demande un dossier. Indiquez un dossier, existant ou à créer.",
        "nowhere.csv : ce fichier est introuvable.",
        "needs.csv, ligne 2, colonne « score », valeur « x » : un nombre entier de 0 à 9999 est attendu.",
        "policy.toml, ligne 1, colonne « seed », valeur « -1 » : un nombre entier de 0 à 9223372036854775807 est attendu.",
    ];
    assert_eq!(told, expected);
    // No fault is told of a file that was not read, and none that comes of its absence.
    let told = refused(root.path(), "--needs nowhere.csv --lots lots.csv --out out");
    assert_eq!(told, ["nowhere.csv : ce fichier est introuvable."]);
}
