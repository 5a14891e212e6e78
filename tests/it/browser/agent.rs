//! The town agent signs in and looks around; every page passes axe at both widths.

use domain::Seat;
use domain::ids::{AccountId, SeatId};
use store::testing::Database;
use store::testing::builders::cites::{cite, seated, start};
use store::{By, NewAccount};
use tests::Browser;
use uuid::Uuid;
use web::{AppState, Clock};

const PASSWORD: &str = "quatre mots sans lien";

/// The program on a free port, with one town agent who has a password.
pub(super) async fn serve() -> (String, store::testing::Fresh, By) {
    let fresh = Database::Sqlite.fresh().await;
    seated(&fresh.store, 0, Seat::Principal).await;
    let agent = NewAccount {
        id: AccountId(Uuid::from_u128(77)),
        login: "camille".into(),
        name: "Camille Roux".into(),
        password_hash: web::password::hash(PASSWORD, [3; 16]).unwrap(),
        seat_id: SeatId(Uuid::from_u128(77)),
        seat: Seat::TownAgent,
        cite: cite(0).id,
    };
    fresh.store.create_account(&agent, None, start()).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let home = format!("http://{}", listener.local_addr().unwrap());
    let state = AppState::with_clock(fresh.store.clone(), Clock::fixed(start()), false);
    tokio::spawn(web::serve(listener, state, std::future::pending()));
    let by = By { account: agent.id, cite: cite(0).id, seat: Seat::TownAgent };
    (home, fresh, by)
}

/// Signs the agent in, as a person does.
pub(super) fn sign_in(browser: &Browser) {
    browser.visit("/connexion");
    browser.write("input[name=login]", "camille");
    browser.write("input[name=password]", PASSWORD);
    browser.click("main form button");
    browser.arrives_at("/", "/connexion");
}

fn look_around(home: &str, width: u32) {
    let browser = Browser::open(home, width);
    browser.visit("/");
    assert!(browser.path().starts_with("/connexion"), "{}", browser.path());
    browser.is_accessible();
    sign_in(&browser);
    browser.is_accessible();
    let seats = web::sheet();
    let open = seats.iter().filter(|line| {
        line.method == "GET" && !line.path.contains('{') && line.access.admits(Seat::TownAgent)
    });
    for line in open.filter(|line| !line.path.starts_with("/static") && line.path != "/sante") {
        browser.visit(line.path);
        browser.is_accessible();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_the_agent_on_a_phone_and_on_a_desk() {
    let (home, _fresh, _) = serve().await;
    for width in [360, 1280] {
        let home = home.clone();
        tokio::task::spawn_blocking(move || look_around(&home, width)).await.unwrap();
    }
}
