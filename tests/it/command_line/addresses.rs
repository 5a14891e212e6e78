//! A bad address is a sentence: no password in it, and no key left behind.

use std::time::{Duration, Instant};

use super::program::{cartable, run};

#[test]
fn it_says_what_to_write_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (address, said) in [
        ("cartable.db", "sqlite://cartable.db"),
        ("mysql://agent:secret@town/c", "postgres://"),
        ("agent:secret@town", "postgres://"),
        ("sqlite://", "ne nomme pas de fichier"),
        ("sqlite::memory:", "ne nomme pas de fichier"),
        ("sqlite://nulle/part/c.db", "Le dossier nulle/part n'existe pas"),
        ("sqlite://.", "est un dossier"),
        ("postgres://agent:secret@127.0.0.1:1/c", "ne s'ouvre pas"),
        ("postgres://127.0.0.1:1/c?password=secret&user=agent", "ne s'ouvre pas"),
        ("postgres://agent:secret@127.0.0.1:99999/c", "ne s'ouvre pas"),
    ] {
        for words in
            [&["check"][..], &["serve", "--listen", "127.0.0.1:0"], &["demo", "--no-serve"]]
        {
            let started = Instant::now();
            let ended = run(cartable(folder.path()).args(words).args(["--database", address]), "");
            assert!(started.elapsed() < Duration::from_secs(8), "{address}");
            let ended = ended.expect(1, &[said]);
            assert!(!format!("{ended:?}").contains("secret@"), "{ended:?}");
            assert!(!format!("{ended:?}").contains("=secret"), "{ended:?}");
            let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
            assert!(left.is_empty(), "{address}: {left:?}");
        }
    }
}

#[test]
fn a_server_that_says_nothing_is_told_soon() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("postgres://agent:secret@{}/c", silent.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let ended = run(cartable(folder.path()).args(["check", "--database", &address]), "");
    let _ = ended.expect(1, &["ne s'ouvre pas", "agent:…@127.0.0.1"]);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}
