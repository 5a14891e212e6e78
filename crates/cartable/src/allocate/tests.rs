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
    run_with(root, typed, &Bar::default())
}

fn run_with(root: &Path, typed: &str, bar: &Bar) -> Result<String, Failure> {
    let in_root = |word: &str| {
        if word.starts_with("--") { word.into() } else { root.join(word).into_os_string() }
    };
    let words = std::iter::once("allocate".into()).chain(typed.split(' ').map(in_root));
    allocate(&Typed::try_parse_from(words).unwrap().args, bar)
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

const FUNDS: &str = "fund,available,categories,communes,levels,requires,refuses,flexibility\n\
    F1,500,,,,,,1\n";
const CATALOGUE: &str = "item,kind,category,condition,price,minimum_order,penalty\n\
    T1,tablet,equipment,new,\"149,00\",0,2\n";
const MONEY: &str = "--needs needs.csv --lots lots.csv --funds funds.csv --catalogue catalogue.csv";

/// Two more needs, money for three tablets, and decisions.
fn with_money(pins: &str) -> tempfile::TempDir {
    let root = root();
    let needs =
        format!("{NEEDS}N2,H2,tablet,1,10,C1,,college,,\r\nN3,H3,tablet,2,9,C1,,college,,\r\n");
    for (name, text) in [
        ("needs.csv", needs.as_str()),
        ("funds.csv", FUNDS),
        ("catalogue.csv", CATALOGUE),
        ("pins.csv", &format!("need,lot-or-item,fund,reason,author\n{pins}")),
    ] {
        fs::write(root.path().join(name), text).unwrap();
    }
    root
}

#[test]
fn a_plan_that_buys_is_written_and_verified() {
    let root = with_money("N3,L1,,urgence,Mme B.\n");
    let path = root.path();
    let Ok(told) = run(path, &format!("{MONEY} --pins pins.csv --out out")) else {
        panic!("refused")
    };
    assert!(told.contains("3 besoins servis sur 3.") && told.contains("ligne F1"), "{told}");
    let read = |name: &str| fs::read_to_string(path.join("out").join(name)).unwrap();
    assert_eq!(read("orders.csv"), "fund,item,units,amount\nF1,T1,2,298.00\n");
    assert!(read("assignments.csv").contains("N3,tablet,stock,L1,,,0,0"), "the decision is kept");

    let with_less = FUNDS.replace("500", "160");
    fs::write(path.join("funds.csv"), with_less).unwrap();
    let Ok(_) = run(path, &format!("{MONEY} --pins pins.csv --what-if --out less")) else {
        panic!("refused")
    };
    let unmet = fs::read_to_string(path.join("less/unmet.csv")).unwrap();
    assert!(
        unmet.contains("N2,fonds_epuise") && unmet.contains("tried_more_money=F1:138.00"),
        "{unmet}"
    );
    assert!(check(path, &format!("{MONEY} --pins pins.csv --plan less")).is_ok());
    fs::write(path.join("funds.csv"), FUNDS).unwrap();

    let verify = || check(path, &format!("{MONEY} --pins pins.csv --plan out"));
    let Ok(told) = verify() else { panic!("the plan does not hold") };
    assert!(told.contains("tient."), "{told}");
    for (file, from, to) in [
        ("orders.csv", "298.00", "297.00"),
        ("plan.json", "\"score\": 39", "\"score\": 40"),
        ("plan.json", "\"choice\": 0", "\"choice\": 1"),
    ] {
        let right = read(file);
        fs::write(path.join("out").join(file), right.replacen(from, to, 1)).unwrap();
        assert_ne!(read(file), right, "{file}: {from}");
        assert!(matches!(verify(), Err(Failure::Internal(_))), "{file}: {from}");
        fs::write(path.join("out").join(file), right).unwrap();
    }
    assert!(verify().is_ok());
    // Against another question the plan does not hold.
    fs::write(path.join("funds.csv"), FUNDS.replace("500", "200")).unwrap();
    assert!(matches!(verify(), Err(Failure::Internal(_))));
    assert!(matches!(check(path, &format!("{MONEY} --plan nowhere")), Err(Failure::Input(_))));
    fs::write(path.join("out/plan.json"), "{}").unwrap();
    assert!(matches!(verify(), Err(Failure::Input(_))));
}

#[test]
fn a_search_that_is_stopped_writes_what_it_has_and_says_so() {
    let root = with_money("");
    let path = root.path();
    let bar = Bar::stopped();
    let Ok(told) = run_with(path, &format!("{MONEY} --what-if --out out"), &bar) else {
        panic!("refused")
    };
    assert!(told.contains("Recherche arrêtée avant la fin : "), "{told}");
    assert!(told.contains("3 besoins servis sur 3.") && !told.contains("Autre règle"), "{told}");
    let json = fs::read_to_string(path.join("out/plan.json")).unwrap();
    assert!(json.contains("\"stopped\": true"), "{json}");
    let Ok(told) = check(path, &format!("{MONEY} --plan out")) else { panic!("it does not hold") };
    assert!(told.contains("Sa recherche a été arrêtée avant la fin."), "{told}");
}

#[test]
fn a_limit_on_the_work_is_told_where_it_was_reached() {
    let root = with_money("");
    let path = root.path();
    fs::write(path.join("policy.toml"), "work_limit = 1\n").unwrap();
    let typed = format!("{MONEY} --policy policy.toml --out out");
    let Ok(told) = run(path, &typed) else { panic!("refused") };
    // So few needs are settled without a search tree: the limit was not reached.
    assert!(told.contains("3 besoins servis sur 3.") && !told.contains("work_limit"), "{told}");
}

#[test]
fn decisions_that_contradict_each_other_are_both_named() {
    let told = |pins: &str| {
        let root = with_money(pins);
        match run(root.path(), &format!("{MONEY} --pins pins.csv --out out")) {
            Err(Failure::Infeasible(told)) => (3, told.join(" ")),
            Err(Failure::Input(told)) => (2, told.join(" ")),
            _ => panic!("{pins}: no refusal"),
        }
    };
    let (code, twice) = told("N1,L1,,a,\nN2,L1,,b,\n");
    assert!(code == 3 && twice.contains("ligne 3") && twice.contains("la ligne 2"), "{twice}");
    let (code, poor) = told("N1,T1,F1,a,\nN2,T1,F1,b,\nN3,T1,F1,c,\nN4,T1,F1,d,\n");
    assert!(code == 2 && poor.contains("N4"), "{poor}");
    let (code, unknown) = told("N1,L9,,a,\nN2,T1,F9,,\nN2,,,x,\n");
    for part in ["L9", "lots.csv", "F9", "funds.csv", "reason", "déjà à la ligne 3"] {
        assert!(code == 2 && unknown.contains(part), "{part}: {unknown}");
    }
}

/// Runs `verify` in a folder.
fn check(root: &Path, typed: &str) -> Result<String, Failure> {
    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        args: VerifyArgs,
    }
    let in_root = |word: &str| {
        if word.starts_with("--") { word.into() } else { root.join(word).into_os_string() }
    };
    let words = std::iter::once("verify".into()).chain(typed.split(' ').map(in_root));
    verify::verify(&Typed::try_parse_from(words).unwrap().args)
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
