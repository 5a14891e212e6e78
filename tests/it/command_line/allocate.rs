//! `cartable allocate`: how it ends.

use std::path::Path;

use super::program::{Ended, cartable, run};

const INSTANCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instances/250-1-single");

fn allocate(folder: &Path, needs: &str, out: &str) -> Ended {
    let lots = format!("{INSTANCE}/lots.csv");
    run(cartable(folder).args(["allocate", "--needs", needs, "--lots", &lots, "--out", out]), "")
}

#[test]
fn zero_when_solved_two_on_bad_input_one_on_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let needs = format!("{INSTANCE}/needs.csv");
    let _ = allocate(folder.path(), &needs, "plan").expect(0, &[]);
    assert!(std::fs::read_dir(folder.path().join("plan")).unwrap().count() > 0);

    std::fs::write(folder.path().join("vide.csv"), "").unwrap();
    std::fs::write(folder.path().join("faux.csv"), "une;colonne\n1;2\n").unwrap();
    for wrong in ["vide.csv", "faux.csv", "absent.csv"] {
        let ended = allocate(folder.path(), wrong, "rien").expect(2, &[wrong]);
        assert!(ended.err.contains("Rien"), "{ended:?}");
        assert!(!folder.path().join("rien").exists(), "{wrong}");
    }
    // A file stands where the folder should be: that is said, and can be mended.
    for taken in ["vide.csv", "vide.csv/plan"] {
        let _ = allocate(folder.path(), &needs, taken).expect(2, &["vide.csv"]);
    }
    // Where no folder can be made, nothing that was given is wrong.
    let ended = allocate(folder.path(), &needs, "/proc/nulle-part/plan");
    assert_eq!(ended.code, Some(1), "{ended:?}");
}
