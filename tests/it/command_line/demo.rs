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
