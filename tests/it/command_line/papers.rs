//! `cartable papers`, and a town's own words on the papers that it serves.

use std::path::Path;

use domain::Seat;
use store::Store;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{delivery, hand_over, tablet, terms};
use store::testing::{Database, key};

use super::export::with_key;
use super::program::{Place, agent, cartable, run, serve, session};

/// Writes the texts, and a language that the program does not know.
fn with_wolof(folder: &Path) {
    let _ = run(cartable(folder).args(["papers", "--write-texts", "textes"]), "").expect(0, &[]);
    let somali = std::fs::read_to_string(folder.join("textes/so.toml")).unwrap();
    let wolof = somali.replace("Soomaali\"", "Wolof\"").replace("\"somali\"", "\"wolof\"");
    assert_ne!(wolof, somali);
    std::fs::write(folder.join("textes/wo.toml"), wolof).unwrap();
}

#[test]
fn a_town_copies_the_words_changes_them_and_reads_the_result() {
    let folder = tempfile::tempdir().unwrap();
    with_wolof(folder.path());
    let again = run(cartable(folder.path()).args(["papers", "--write-texts", "textes"]), "");
    let _ = again.expect(1, &["existe déjà", "n'est pas remplacé"]);
    let read = ["papers", "--texts", "textes", "--out", "papiers", "--language", "wo"];
    let made = run(cartable(folder.path()).args(read), "").expect(0, &["papiers sont écrits"]);
    let papers = std::fs::read_dir(folder.path().join("papiers")).unwrap();
    let papers: Vec<_> = papers.map(|paper| paper.unwrap().path()).collect();
    assert_eq!(papers.len(), made.out.lines().count() - 1);
    for paper in papers {
        assert!(paper.to_str().unwrap().ends_with(".wo.pdf"), "{}", paper.display());
        assert!(std::fs::read(&paper).unwrap().starts_with(b"%PDF-1.7"));
    }
    let unknown = ["papers", "--out", "autres", "--language", "wo"];
    let _ = run(cartable(folder.path()).args(unknown), "").expect(1, &["Langues connues"]);
    assert!(!folder.path().join("autres").exists());
}

#[test]
fn words_that_lost_a_place_are_told_and_nothing_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    with_wolof(folder.path());
    let file = folder.path().join("textes/wo.toml");
    let right = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, right.replace("{due}", "ëllëg")).unwrap();
    let out = run(cartable(folder.path()).args(["papers", "--texts", "textes", "--out", "p"]), "");
    let _ = out.expect(1, &["Aucun papier n'est écrit", "wo", "{due}"]);
    for command in ["serve", "demo"] {
        let words = [command, "--listen", "127.0.0.1:0", "--texts", "textes"];
        let refused = run(cartable(folder.path()).args(words), "");
        let _ = refused.expect(1, &["Cartable n'est pas ouvert", "wo", "{due}"]);
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_served_is_printed_in_the_towns_words() {
    let mut place = Place::new(Database::Sqlite).await;
    with_key(&mut place);
    let store = Store::open(&place.at.url, key()).await.unwrap();
    let by = seated(&store, 0, Seat::TownAgent).await;
    let home = in_need(&store, 1, by).await;
    let item = tablet(1);
    store.receive(&delivery(1, vec![item.clone()], terms()), by, start()).await.unwrap();
    let loan = hand_over(1, home, &[item.id]);
    store.lend(&loan, by, start()).await.unwrap();
    with_wolof(place.at.folder.path());
    let session = session(&store, by).await;
    for (words, known) in [(&["--texts", "textes"][..], true), (&[], false)] {
        let mut command = place.cartable(&["serve", "--listen", "127.0.0.1:0"]);
        let serving = serve(command.args(words));
        let read = |path: &str| {
            let url = format!("{}/prets/{}{path}", serving.home, loan.loan());
            let mut answer = agent().get(url).header("Cookie", &session).call().unwrap();
            assert_eq!(answer.status(), 200, "{path}");
            answer.body_mut().read_to_vec().unwrap()
        };
        let page = String::from_utf8(read("/papiers")).unwrap();
        assert_eq!(page.contains("value=\"wo\""), known, "{page}");
        // In an unknown language the paper is in French alone: shorter.
        let beside = read("/papier.pdf?papier=convention&langue=wo").len();
        let alone = read("/papier.pdf?papier=convention&langue=fr").len();
        assert_eq!(beside > alone + alone / 10, known, "{beside} {alone}");
    }
}
