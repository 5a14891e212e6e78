//! `cartable check`: looks, and changes nothing.

use super::program::{Place, on_each, run};
use store::testing::{Database, run_sql};

on_each! {
    async fn it_says_what_is_not_as_it_must_be(place) {
        let _ = place.administrator("alix", "quatre mots sans lien").expect(0, &[]);
        let _ = run(&mut place.cartable(&["check"]), "").expect(0, &["Tout est en ordre"]);
        run_sql(&place.at.url, "UPDATE journal_head SET seq = seq + 1").await;
        let found = run(&mut place.cartable(&["check"]), "");
        let _ = found.expect(1, &["Journal : la tête annonce", "1 anomalie"]);
    }
}

on_each! {
    async fn what_is_not_there_is_not_made(place) {
        for _ in 0..2 {
            let ended = run(&mut place.cartable(&["check"]), "");
            let _ = ended.expect(1, &["base", "--database"]);
            assert_eq!(place.files(), Vec::<String>::new());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_base_is_not_upgraded_by_looking() {
    for (kind, dump) in [
        (Database::Sqlite, include_str!("../../fixtures/databases/m0007.sqlite.sql")),
        (Database::Postgres, include_str!("../../fixtures/databases/m0007.postgres.sql")),
    ] {
        let at = kind.filled(dump).await;
        let options = vec!["--database".to_owned(), at.url.clone()];
        let place = Place { at, options };
        let before = place.files();
        for _ in 0..2 {
            let ended = run(&mut place.cartable(&["check"]), "");
            let _ = ended.expect(1, &["version antérieure", "cartable serve"]);
        }
        let ended = place.administrator("alix", "quatre mots sans lien");
        let _ = ended.expect(1, &["version antérieure"]);
        // Birth dates were sealed with a key that is not here: a new one would match none of them.
        let ended = run(&mut place.cartable(&["serve", "--listen", "127.0.0.1:0"]), "");
        let _ = ended.expect(1, &["n'est pas là", "--key-file"]);
        assert_eq!(place.files(), before);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_programs_file_is_left_alone() {
    let place = Place::new(Database::Sqlite).await;
    run_sql(&place.at.url, "CREATE TABLE moz_places (id INTEGER)").await;
    let before = place.files();
    for words in [&["check"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let ended = run(&mut place.cartable(words), "");
        let _ = ended.expect(1, &["n'est pas une base de Cartable"]);
        assert_eq!(place.files(), before);
    }
}
