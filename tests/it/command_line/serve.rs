//! `cartable serve`.

use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use super::program::{Place, agent, cartable, on_each, run, serve};
use store::testing::Database;

on_each! {
    async fn the_line_it_prints_makes_an_administrator_who_can_sign_in(place) {
        let key = place.at.folder.path().join("la clé.key");
        let key = key.to_str().unwrap();
        let mut serving = serve(&mut place.cartable(&["serve", "--listen", "127.0.0.1:0", "--key-file", key]));
        let (_, page) = serving.get("/connexion");
        assert!(page.contains("--database"), "{page}");
        let line = serving.wait_for(|said| said.lines().find(|line| line.contains("user add")).map(str::to_owned));
        let program = std::env::var("CARTABLE_BIN").unwrap();
        assert!(line.trim().starts_with(&program), "{line}");
        // From another folder: the line names the database and the key.
        let elsewhere = tempfile::tempdir().unwrap();
        let made = run(Command::new("sh").args(["-c", line.trim()]).current_dir(elsewhere.path()), "");
        let made = made.expect(0, &["est créé"]);
        let password = made.out.split_once("fois) : ").unwrap().1.trim();
        assert!(serving.sign_in("admin", password).is_some());
        assert!(serving.sign_in("admin", "pas le bon du tout").is_none());
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_busy_port_is_a_sentence_and_makes_nothing() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "demo"] {
        let folder = tempfile::tempdir().unwrap();
        let ended = run(cartable(folder.path()).args([command, "--listen", &address]), "");
        let _ = ended.expect(1, &[&address, "n'est pas libre", "--listen 127.0.0.1:8081"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn variables_say_the_same_as_options() {
    let folder = tempfile::tempdir().unwrap();
    let serving = serve(
        cartable(folder.path())
            .arg("serve")
            .env("CARTABLE_LISTEN", "127.0.0.1:0")
            .env("CARTABLE_DATABASE", "sqlite://registre.db")
            .env("CARTABLE_KEY_FILE", "secret.key"),
    );
    assert_eq!(serving.get("/sante").0, 200);
    for file in ["registre.db", "secret.key"] {
        assert!(folder.path().join(file).exists(), "{file}");
    }
    assert!(!folder.path().join("registre.db.key").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_https_cookies_travel_on_it_alone() {
    let place = Place::new(Database::Sqlite).await;
    let _ = place.administrator("alix", "quatre mots sans lien").expect(0, &[]);
    for (url, https) in [("https://cartable.exemple", true), ("http://cartable.exemple", false)] {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut serving =
            serve(&mut place.cartable(&["serve", "--listen", &port, "--public-url", url]));
        assert_eq!(serving.home, url);
        serving.home = format!("http://{port}");
        let cookie = serving.sign_in("alix", "quatre mots sans lien").expect("a session");
        assert_eq!(cookie.contains("Secure"), https, "{cookie}");
        let page = agent().get(format!("{}/connexion", serving.home)).call().unwrap();
        let told =
            page.headers().get("strict-transport-security").map(|told| told.to_str().unwrap());
        assert_eq!(told, https.then_some("max-age=31536000"));
    }
}

#[test]
fn told_to_stop_it_ends_well_and_told_twice_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = serve(cartable(folder.path()).args(["serve", "--listen", "127.0.0.1:0"]));
    serving.signal("TERM");
    assert_eq!(serving.ends(Duration::from_secs(10)), Some(0), "{}", serving.said());

    let mut serving = serve(cartable(folder.path()).args(["serve", "--listen", "127.0.0.1:0"]));
    // Somebody has begun to ask and does not come to the end: the first signal waits for them.
    let mut slow =
        std::net::TcpStream::connect(serving.home.trim_start_matches("http://")).unwrap();
    let half = b"POST /connexion HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nlogin";
    std::io::Write::write_all(&mut slow, half).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    serving.signal("TERM");
    serving.wait_for(|said| said.contains("se terminent").then_some(()));
    std::thread::sleep(Duration::from_millis(500));
    assert!(serving.is_there(), "{}", serving.said());
    serving.signal("TERM");
    assert_ne!(serving.ends(Duration::from_secs(3)), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_base_without_its_key_is_refused_and_no_key_is_made() {
    for kind in [Database::Sqlite, Database::Postgres] {
        let place = Place::new(kind).await;
        let _ = place.administrator("alix", "quatre mots sans lien").expect(0, &[]);
        let files = place.files();
        let name = files.iter().find(|name| name.ends_with(".key")).expect("a key").clone();
        let key = place.at.folder.path().join(&name);
        let kept = std::fs::read(&key).unwrap();
        for (content, said) in [(None, "n'est pas là"), (Some([9; 32]), "n'est pas celle")] {
            std::fs::remove_file(&key).unwrap();
            if let Some(content) = content {
                std::fs::write(&key, content).unwrap();
            }
            for words in
                [&["serve", "--listen", "127.0.0.1:0"][..], &["check"], &["demo", "--no-serve"]]
            {
                let _ = run(&mut place.cartable(words), "").expect(1, &[said, "--key-file"]);
                assert_eq!(key.exists(), content.is_some());
            }
            std::fs::write(&key, &kept).unwrap();
        }
        let _ = run(&mut place.cartable(&["check"]), "").expect(0, &[]);
    }
}
