//! `cartable backup` and `cartable restore`, as the person in charge of the server types them.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use domain::Seat;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::{Database, Untouched};
use store::{ForgetHousehold, Store};
use uuid::Uuid;

use super::program::{Place, cartable, on_each, run, serve};

/// A key that both the program and the test hold.
const KEY: [u8; 32] = [7; 32];

/// A place with a register in it, open to the test, and the file of its key.
async fn given(place: &Place) -> (Store, PathBuf) {
    let key = key_file(&place.at);
    std::fs::write(&key, KEY).unwrap();
    (Store::open(&place.at.url, store::testing::key()).await.unwrap(), key)
}

/// Where the program looks for the key of this place.
fn key_file(at: &Untouched) -> PathBuf {
    let name = if at.url.starts_with("sqlite") { "cartable.db.key" } else { "cartable.key" };
    at.folder.path().join(name)
}

fn path(file: &std::path::Path) -> &str {
    file.to_str().unwrap()
}

on_each! {
    async fn a_live_register_is_saved_restored_and_nobody_comes_back(place) {
        let (store, key) = given(&place).await;
        let by = seated(&store, 0, Seat::TownAgent).await;
        let gone = in_need(&store, 1, by).await;
        let folder = place.at.folder.path().to_owned();
        let file = folder.join("s.zip");
        // It serves, and families come in all the while.
        let serving = serve(&mut place.cartable(&["serve", "--listen", "127.0.0.1:0"]));
        let writing = {
            let store = store.clone();
            tokio::spawn(async move {
                for n in 2..60 {
                    in_need(&store, n, by).await;
                }
            })
        };
        let saved = tokio::task::block_in_place(|| run(&mut place.cartable(&["backup", "--to", path(&file)]), ""));
        let _ = saved.expect(0, &["est sauvegardée dans", "clé secrète d'empreinte", ".effacements"]);
        writing.await.unwrap();
        drop(serving);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let bytes = std::fs::read(&file).unwrap();
        let _ = run(&mut place.cartable(&["backup", "--to", path(&file)]), "").expect(1, &["existe déjà", "--to"]);
        assert_eq!(std::fs::read(&file).unwrap(), bytes);
        assert!(!place.files().iter().any(|name| name.contains("partiel")), "{:?}", place.files());

        // A full target is refused, and is as before.
        let _ = run(&mut place.cartable(&["restore", "--from", path(&file)]), "").expect(1, &["n'est pas vide", "Rien n'est restauré"]);
        // After the backup, a family is erased: the list beside the key knows.
        let list = key.with_extension("effacements");
        let store = store.with_erasures(store::ErasureFile::at(list.clone()));
        let order = ForgetHousehold { form: Uuid::from_u128(800_005), household: gone };
        store.forget_household(&order, by, start()).await.unwrap();

        for kind in [Database::Sqlite, Database::Postgres] {
            let there = Place::new(kind).await;
            let restore = |more: &[&str]| {
                let mut command = there.cartable(&["restore", "--from", path(&file)]);
                run(command.args(more), "")
            };
            let _ = restore(&[]).expect(1, &["clé secrète d'empreinte", "--key-file"]);
            std::fs::write(key_file(&there.at), [8; 32]).unwrap();
            let _ = restore(&["--no-erasures"]).expect(1, &["en est une autre"]);
            std::fs::write(key_file(&there.at), KEY).unwrap();
            let _ = restore(&[]).expect(1, &["effacements", "--erasures", "--no-erasures", "Rien n'est restauré"]);
            assert_eq!(there.files().len(), 1, "only the key: {:?}", there.files());
            let _ = restore(&["--erasures", path(&list)]).expect(0, &["est restaurée", "1 famille effacée", "Tout est en ordre"]);
            let _ = run(&mut there.cartable(&["check"]), "").expect(0, &["Tout est en ordre"]);
            let back = Store::open(&there.at.url, store::testing::key()).await.unwrap();
            assert_eq!(back.household(gone, by).await.unwrap(), None);
            assert_eq!(back.forgotten().await.unwrap(), store.forgotten().await.unwrap());
            assert!(key_file(&there.at).with_extension("effacements").exists(), "the list goes on");
            let _ = restore(&["--no-erasures"]).expect(1, &["n'est pas vide"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_midway_it_leaves_nothing_under_the_names_that_count() {
    let place = Place::new(Database::Sqlite).await;
    let (store, _) = given(&place).await;
    let by = seated(&store, 0, Seat::TownAgent).await;
    for n in 1..200 {
        in_need(&store, n, by).await;
    }
    let file = place.at.folder.path().join("s.zip");
    let whole = place.at.folder.path().join("whole.zip");
    let _ = run(&mut place.cartable(&["backup", "--to", path(&whole)]), "").expect(0, &[]);
    let there = Place::new(Database::Sqlite).await;
    std::fs::write(key_file(&there.at), KEY).unwrap();
    let target = there.at.folder.path().join("cartable.db");
    let (mut backups, mut restores) = (0, 0);
    for pause in (0..40).map(|n| Duration::from_millis(4 * n)) {
        backups += u32::from(killed(place.cartable(&["backup", "--to", path(&file)]), pause));
        if file.exists() {
            store::Archive::open(std::fs::File::open(&file).unwrap())
                .expect("whole under its name");
            std::fs::remove_file(&file).unwrap();
        }
        let words = ["restore", "--from", path(&whole), "--no-erasures"];
        restores += u32::from(killed(there.cartable(&words), pause));
        if target.exists() {
            let _ = run(&mut there.cartable(&["check"]), "").expect(0, &["Tout est en ordre"]);
            std::fs::remove_file(&target).unwrap();
        }
        for left in there.files().into_iter().filter(|name| name.contains(".restauration")) {
            std::fs::remove_file(there.at.folder.path().join(left)).unwrap();
        }
    }
    assert!(backups > 3 && restores > 3, "hardly anything was cut short: {backups}, {restores}");
}

/// Runs for a while, then kills; was it still at work?
fn killed(mut command: std::process::Command, pause: Duration) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = quiet.spawn().expect("the program starts");
    let started = Instant::now();
    while started.elapsed() < pause {
        if child.try_wait().expect("a state").is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("a signal");
    child.wait().expect("an end").code().is_none()
}

#[test]
fn what_is_no_backup_is_told_in_french() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.zip"), "bonjour").unwrap();
    let ended = run(cartable(folder.path()).args(["restore", "--from", "s.zip"]), "");
    let _ = ended.expect(1, &["n'est pas une sauvegarde de Cartable"]);
    let ended = run(cartable(folder.path()).args(["restore", "--from", "autre.zip"]), "");
    let _ = ended.expect(1, &["ne s'ouvre pas"]);
    let both = ["restore", "--from", "s.zip", "--erasures", "l", "--no-erasures"];
    let _ =
        run(cartable(folder.path()).args(both), "").expect(2, &["ne vont pas ensemble", "--help"]);
    let _ = run(cartable(folder.path()).args(["backup"]), "").expect(2, &["Il manque : --to"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
