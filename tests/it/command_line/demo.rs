//! `cartable demo`.

use std::time::{Duration, Instant};

use super::program::{agent, cartable, on_each, run, serve};

const PASSWORD: &str = "tablette-partagee-2020";

on_each! {
    async fn it_fills_an_empty_base_and_no_other(place) {
        let filled = run(&mut place.cartable(&["demo", "--no-serve"]), "");
        let _ = filled.expect(0, &[PASSWORD, "principal", "agent municipal"]);
        let checked = run(&mut place.cartable(&["check"]), "");
        let _ = checked.expect(0, &["Tout est en ordre"]);
        let again = run(&mut place.cartable(&["demo", "--no-serve"]), "");
        let _ = again.expect(1, &["ne remplit qu'une base vide"]);
    }
}

on_each! {
    async fn the_rhone_s_year_is_closed_reconciled_and_reported_to_the_cent(place) {
        let _ = run(&mut place.cartable(&["demo", "--case", "rhone", "--no-serve"]), "").expect(0, &[PASSWORD]);
        let _ = run(&mut place.cartable(&["check"]), "").expect(0, &["Tout est en ordre"]);
        let export = |words: &[&str], out: &str| {
            let words = [&["export"], words, &["--out", out]].concat();
            let _ = run(&mut place.cartable(&words), "").expect(0, &["export écrit et inscrit au journal"]);
            std::fs::read_to_string(place.at.folder.path().join(out)).unwrap()
        };
        let report = export(&["cerfa15059", "--year", "2020", "--line", "VILLE"], "cr.csv");
        assert!(report.contains("TOTAL DES CHARGES;45000,00;39444,00;87,7;TOTAL DES PRODUITS;45000,00;39444,00;87,7"), "{report}");
        assert!(report.contains("TOTAL;46200,00;40884,00;88,5;TOTAL;46200,00;40884,00;88,5"), "{report}");
        assert!(!report.contains("à équilibrer"), "{report}");
        let may = export(&["statement", "--month", "2020-05"], "mai.csv");
        assert!(may.contains("\r\nVILLE;"), "{may}");
        assert!(may.contains("Lycée des Alpes, qu’aucune convention en vigueur ne couvre"), "{may}");
        assert!(may.contains("Tablette;198;171;27;0;0"), "{may}");
        let year = export(&["statement", "--month", "2021-01"], "janvier.csv");
        let closed = "VILLE;Ville, programme 147 (2020);Ministère de la Ville;45000,00;45000,00;-5556,00;0,00;0,00;0,00;39444,00;39444,00;0,00;39444,00;0,00\r\n";
        assert!(year.contains(closed), "{year}");
        let early = export(&["before-convention", "--year", "2020"], "avant.csv");
        assert_eq!(early.matches("\r\n1").count(), 2, "two orders of April: {early}");
        let operations = export(&["operations", "--year", "2020"], "operations.csv");
        assert_eq!(operations.matches(";paiement;").count(), 10, "{operations}");
    }
}

#[test]
fn its_first_page_comes_within_ten_seconds_and_its_address_can_be_opened() {
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let mut serving = serve(cartable(folder.path()).args(["demo", "--listen", "0.0.0.0:0"]));
    assert!(serving.home.starts_with("http://127.0.0.1:"), "{}", serving.home);
    let (status, page) = serving.get("/connexion");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(status, 200, "{page}");
    serving.wait_for(|said| said.contains("HTTPS").then_some(()));
    // A warning, but nobody is locked out of a demonstration: the cookie travels on plain HTTP.
    let cookie = serving.sign_in("agent", PASSWORD).expect("a session");
    assert!(!cookie.contains("Secure"), "{cookie}");
    let session = cookie.split(';').next().unwrap();
    let home = agent().get(format!("{}/", serving.home)).header("Cookie", session).call();
    assert_eq!(home.unwrap().status(), 200);
    serving.signal("INT");
    assert_eq!(serving.ends(Duration::from_secs(10)), Some(0), "{}", serving.said());
}

#[test]
#[cfg(unix)]
fn its_folder_is_nobody_elses() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let _ = run(cartable(folder.path()).args(["demo", "--no-serve"]), "").expect(0, &[]);
    let made: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!(made[0].metadata().unwrap().permissions().mode() & 0o777, 0o700);
    assert!(made[0].path().join("cartable.db.key").exists());
}
