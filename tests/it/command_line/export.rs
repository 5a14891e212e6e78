//! `cartable export`: a file or a sentence, never half a file, and never over another.

use super::program::{Place, on_each, run};
use domain::Seat;
use store::Store;
use store::testing::builders::cites::seated;
use store::testing::key;
use tests::city;

/// The program's own way to the key that tests seal with.
pub fn with_key(place: &mut Place) {
    let file = place.at.folder.path().join("essai.key");
    std::fs::write(&file, [7_u8; 32]).unwrap();
    place.options.extend(["--key-file".to_owned(), file.display().to_string()]);
}

on_each! {
    async fn every_kind_in_every_format(place) {
        let mut place = place;
        with_key(&mut place);
        let store = Store::open(&place.at.url, key()).await.unwrap();
        let city = city::full(&store).await;
        let kinds = ["items", "sims", "loans", "needs", "households", "waiting-list", "fund-lines", "operations", "journal"];
        for kind in kinds {
            for format in ["csv", "xlsx", "ods"] {
                let out = format!("{kind}.{format}");
                let ended = run(&mut place.cartable(&["export", kind, "--cite", HERE, "--out", &out, "--purpose", "audit"]), "");
                let _ = ended.expect(0, &["export écrit et inscrit au journal"]);
                let bytes = std::fs::read(place.at.folder.path().join(&out)).unwrap();
                let start: &[u8] = if format == "csv" { "\u{feff}".as_bytes() } else { b"PK" };
                assert!(bytes.starts_with(start), "{out}");
            }
        }
        let plan = city.adopted_plan.to_string();
        for (format, start) in [("csv", "\u{feff}".as_bytes()), ("xlsx", b"PK"), ("ods", b"PK"), ("pdf", b"%PDF-1.7")] {
            let out = format!("decisions.{format}");
            let words = ["export", "decisions", "--cite", HERE, "--plan", &plan, "--out", &out, "--purpose", "audit"];
            let _ = run(&mut place.cartable(&words), "").expect(0, &["export écrit et inscrit au journal"]);
            assert!(std::fs::read(place.at.folder.path().join(&out)).unwrap().starts_with(start), "{out}");
        }
        for kind in ["statement", "operations", "before-convention", "cerfa15059"] {
            for (format, start) in [("csv", "\u{feff}".as_bytes()), ("xlsx", b"PK"), ("ods", b"PK"), ("pdf", b"%PDF-1.7")] {
                if kind == "operations" && format != "pdf" {
                    continue;
                }
                let out = format!("{kind}.{format}");
                let part = if kind == "statement" { ["--month", "2026-09"] } else { ["--year", "2026"] };
                let words = ["export", kind, "--cite", HERE, part[0], part[1], "--out", &out];
                let _ = run(&mut place.cartable(&words), "").expect(0, &["export écrit et inscrit au journal"]);
                assert!(std::fs::read(place.at.folder.path().join(&out)).unwrap().starts_with(start), "{out}");
            }
        }
        let read = |name: &str| std::fs::read_to_string(place.at.folder.path().join(name)).unwrap();
        assert!(read("households.csv").contains("Camille Essai1;06 39 98 00 01;"), "{}", read("households.csv"));
        assert!(read("loans.csv").contains("par la ligne de commande"), "{}", read("loans.csv"));
        assert!(read("fund-lines.csv").contains("\r\n2026;VE-147;"), "{}", read("fund-lines.csv"));
        assert!(read("decisions.csv").contains(";Essai1;"), "{}", read("decisions.csv"));
        assert!(!read("items.csv").contains("Données personnelles"));
        assert!(read("statement.csv").contains("\r\nVE-147;"), "{}", read("statement.csv"));
        assert!(read("cerfa15059.csv").contains("TOTAL DES CHARGES;"), "{}", read("cerfa15059.csv"));
        let lines = store.export_journal(0, city.agent.cite).await.unwrap().rows;
        assert!(lines.iter().all(|line| line.verb != "export"), "nobody's seat did it");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

/// The cité that is full; another beside it waits for what it sends.
const HERE: &str = "Cité d'essai 0";

/// A number that no plan has.
const NO_PLAN: &str = "00000000-0000-7000-8000-000000000000";

on_each! {
    async fn what_cannot_be_written_is_a_sentence_and_leaves_nothing(place) {
        let mut place = place;
        with_key(&mut place);
        let store = Store::open(&place.at.url, key()).await.unwrap();
        let _ = city::full(&store).await;
        let _ = seated(&store, 1, Seat::TownAgent).await;
        let kept = place.at.folder.path().join("a-moi.csv");
        std::fs::write(&kept, "à moi").unwrap();
        let before = place.files();
        let one = "Cité d'essai 0";
        for (words, code, said) in [
            (&["items", "--out", "a-moi.csv"][..], 1, "existe déjà et n'a pas été remplacé"),
            (&["items", "--out", "a.pdf"], 1, "Terminez-le par .csv, .xlsx ou .ods"),
            (&["items", "--out", "nulle/part.csv"], 1, "Le dossier nulle n'existe pas"),
            (&["items", "--out", "a.csv"], 1, "dites laquelle par --cite. Il y a : «"),
            (&["items", "--out", "a.csv", "--cite", "Ailleurs"], 1, "Il n'y a pas de cité « Ailleurs »"),
            (&["items", "--out", "a.csv", "--cite", one, "--month", "2026-09"], 1, "ne va qu'avec la situation du fonds"),
            (&["statement", "--out", "a.csv", "--cite", one, "--year", "2026"], 1, "ne va qu'avec operations"),
            (&["statement", "--out", "a.csv", "--cite", one, "--month", "2099-01"], 1, "ce mois est à venir"),
            (&["statement", "--out", "a.csv", "--cite", one, "--month", "mai"], 2, "« mai » n'est pas un mois"),
            (&["cerfa15059", "--out", "a.csv", "--cite", one, "--year", "2025"], 1, "n'a aucune ligne pour l'exercice 2025"),
            (&["cerfa15059", "--out", "a.csv", "--cite", one, "--year", "2026", "--line", "X"], 1, "Il n'y a pas de ligne « X » en 2026. Il y a : « VE-147 »"),
            (&["loans", "--out", "a.csv", "--cite", one], 1, "--purpose. Il y a : desk ("),
            (&["loans", "--out", "a.csv", "--purpose", "desk", "--as-of", "2099-01-01"], 1, "ce jour est à venir"),
            (&["items", "--out", "a.csv", "--state", "open"], 1, "ne vont qu'avec les prêts"),
            (&["loans", "--out", "a.csv", "--purpose", "rire"], 2, "« rire » n'est pas un usage"),
            (&["loans", "--out", "a.csv", "--as-of", "hier"], 2, "« hier » n'est pas un jour"),
            (&["decisions", "--out", "a.csv", "--purpose", "desk"], 1, "Dites de quel plan, par --plan"),
            (&["decisions", "--out", "a.doc", "--purpose", "desk"], 1, "Terminez-le par .csv, .xlsx, .ods ou .pdf"),
            (&["decisions", "--out", "a.csv", "--plan", "tour"], 2, "« tour » n'est pas le numéro d'un plan"),
            (&["items", "--out", "a.csv", "--plan", NO_PLAN], 1, "L'option --plan ne va qu'avec les décisions"),
            (&["decisions", "--out", "a.csv", "--plan", NO_PLAN, "--cite", one, "--purpose", "desk"], 1, "n'a pas de plan de ce numéro"),
            (&["recettes", "--out", "a.csv"], 2, "« recettes » ne s'exporte pas. Il y a : items"),
            (&["items"], 2, "Il manque : --out"),
        ] {
            let mut all = vec!["export"];
            all.extend(words);
            let _ = run(&mut place.cartable(&all), "").expect(code, &[said]);
            assert_eq!(place.files(), before, "{words:?}");
        }
        assert_eq!(std::fs::read_to_string(kept).unwrap(), "à moi");
    }
}
