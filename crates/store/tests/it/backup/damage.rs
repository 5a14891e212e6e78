//! A file that is not what it says is refused for its reason, and nothing is written.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::testing::builders::cites::start;
use store::testing::{Database, key};
use store::{Archive, ArchiveError, RestoreError, on_both};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{backed_up, full};

type Entries = BTreeMap<String, Vec<u8>>;

fn entries(bytes: &[u8]) -> Entries {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = Entries::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        entries.insert(entry.name().unwrap().into_owned(), content);
    }
    entries
}

fn packed(entries: &Entries) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn edited(bytes: &[u8], edit: impl FnOnce(&mut Entries)) -> Vec<u8> {
    let mut entries = entries(bytes);
    edit(&mut entries);
    packed(&entries)
}

fn manifest(entries: &mut Entries, edit: impl FnOnce(&mut Value)) {
    let text = entries.get_mut("manifest.json").unwrap();
    let mut value: Value = serde_json::from_slice(text).unwrap();
    edit(&mut value);
    *text = serde_json::to_vec(&value).unwrap();
}

/// Replaces a table's lines and says so in the manifest: nothing but the database can object.
fn resealed(entries: &mut Entries, table: &str, from: &str, to: &str) {
    let content = entries.get_mut(&format!("tables/{table}.jsonl")).unwrap();
    let text = String::from_utf8(content.clone()).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    *content = text.replace(from, to).into_bytes();
    let (bytes, sha256) = (content.len(), hex::encode(Sha256::digest(&content)));
    manifest(entries, |value| {
        let tables = value["tables"].as_array_mut().unwrap();
        let entry = tables.iter_mut().find(|entry| entry["name"] == table).unwrap();
        (entry["bytes"], entry["sha256"]) = (json!(bytes), json!(sha256));
    });
}

#[track_caller]
fn refused(bytes: Vec<u8>) -> ArchiveError {
    Archive::open(Cursor::new(bytes)).expect_err("a refusal")
}

const CITES: &str = "tables/cites.jsonl";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_cut_or_altered_is_not_opened() {
    use ArchiveError::{
        Altered, LeadsOut, Manifest, Missing, Newer, Repeated, Size, Unknown, Unreadable,
    };
    let fresh = Database::Sqlite.fresh().await;
    full(&fresh).await;
    let good = backed_up(&fresh.store).await;
    Archive::open(Cursor::new(packed(&entries(&good)))).expect("packed otherwise, the same backup");

    for cut in [0, 1, good.len() / 2, good.len() - 1] {
        assert!(matches!(refused(good[..cut].to_vec()), Unreadable(_)), "cut at {cut}");
    }
    assert!(matches!(refused(b"bonjour".to_vec()), Unreadable(_)));
    // A bit that turns is found, or was of no meaning: the rows are then the same.
    let mut found = 0;
    for at in (0..good.len()).step_by(101) {
        let mut turned = good.clone();
        turned[at] ^= 1;
        match Archive::open(Cursor::new(&turned)) {
            Err(_) => found += 1,
            Ok(_) => assert_eq!(entries(&turned), entries(&good), "byte {at}"),
        }
    }
    assert!(found > 20, "{found}");

    let without = edited(&good, |all| drop(all.remove(CITES)));
    assert!(matches!(refused(without), Missing(name) if name == CITES));
    let without = edited(&good, |all| drop(all.remove("manifest.json")));
    assert!(matches!(refused(without), Manifest(_)));
    for out in ["../passwd", "/etc/passwd", "tables/../../x", "C:\\x", "..\\x"] {
        let more = edited(&good, |all| drop(all.insert(out.to_owned(), Vec::new())));
        assert!(matches!(refused(more), LeadsOut(name) if name == out), "{out}");
    }
    let more =
        edited(&good, |all| drop(all.insert("tables/sessions.jsonl".to_owned(), Vec::new())));
    assert!(matches!(refused(more), Unknown(_)));

    let same_size = edited(&good, |all| all.get_mut(CITES).unwrap()[5] ^= 1);
    assert!(matches!(refused(same_size), Altered(name) if name == CITES));
    let bomb = edited(&good, |all| all.get_mut(CITES).unwrap().resize(20_000_000, b'0'));
    assert!(matches!(refused(bomb), Size(name) if name == CITES));
    let rows = edited(&good, |all| manifest(all, |value| value["tables"][1]["rows"] = json!(9)));
    assert!(matches!(refused(rows), Altered(_)));

    let later = edited(&good, |all| manifest(all, |value| value["schema"] = json!("m9999_later")));
    assert!(matches!(refused(later), Newer { schema, .. } if schema == "m9999_later"));
    let later = edited(&good, |all| {
        manifest(all, |value| *value = json!({ "format": 2, "program": "9.0" }));
    });
    assert!(matches!(refused(later), Newer { program, .. } if program == "9.0"));

    // The writer names no entry twice: another name of the same length is put over it.
    let twin = edited(&good, |all| drop(all.insert("tables/citeX.jsonl".to_owned(), Vec::new())));
    let twin = replaced(twin, b"tables/citeX.jsonl", CITES.as_bytes());
    assert!(matches!(refused(twin), Repeated | Unreadable(_)));
    // Sizes declared as the manifest says, and more bytes than that inside.
    let true_size = u32::try_from(entries(&good)[CITES].len()).unwrap();
    let lying = edited(&good, |all| all.get_mut(CITES).unwrap().resize(20_000_000, b'0'));
    let lying = replaced(lying, &20_000_000u32.to_le_bytes(), &true_size.to_le_bytes());
    assert!(matches!(refused(lying), Size(_) | Unreadable(_) | Altered(_)));
}

fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let at: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!at.is_empty());
    for at in at {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

on_both! {
    async fn what_only_the_database_can_refuse_leaves_nothing(fresh) {
        full(&fresh).await;
        let good = backed_up(&fresh.store).await;
        let kind = if fresh.is_postgres() { Database::Postgres } else { Database::Sqlite };
        let broken = [
            ("guardians", "\"00000000-0000-0000-0000-000000011171\"", "\"00000000-0000-0000-0000-0000000fffff\"", "a household that is not there"),
            ("items", "\"lent\"", "\"eaten\"", "a state that is none"),
            ("items", "\"lent\"", "4", "a number for a text"),
            ("items", "\"lent\"", "\"lent\",\"more\"", "a value too many"),
        ];
        for (table, from, to, what) in broken {
            let bytes = edited(&good, |all| resealed(all, table, from, to));
            let mut archive = Archive::open(Cursor::new(bytes)).expect("a backup, as far as it says");
            let place = kind.untouched().await;
            let refused = store::restore(&place.url, &mut archive, &key(), &[], start()).await;
            assert!(matches!(refused, Err(RestoreError::Failed(_) | RestoreError::Archive(_))), "{what}: {refused:?}");
            assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0, "{what}");
            let mut archive = Archive::open(Cursor::new(good.clone())).unwrap();
            // Nothing was left there: the true backup goes in.
            store::restore(&place.url, &mut archive, &key(), &[], start()).await.expect(what);
        }
    }
}
