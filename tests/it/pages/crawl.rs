//! Every seat, from the home page by links alone: no dead end, no dead link, no page nobody finds.

use domain::Seat;
use domain::ids::SeatId;
use store::testing::builders::cites::{cite, start};
use store::{HeldSeat, on_both};
use tests::{App, Crawl, Visitor, city};
use uuid::Uuid;

/// Pages that no link inside leads to, and why.
const NOT_LINKED: &[&str] = &[
    // Whoever is signed in has no business there; everybody else is sent there.
    "/connexion",
    // For whoever watches the machine.
    "/sante",
    // Whoever holds a link was sent it.
    "/remise/{token}",
    "/relais/{token}",
];

/// A second seat, so that changing seats is on offer.
async fn sits_twice(app: &App, visitor: &Visitor) {
    let second =
        if visitor.by.seat == Seat::Accountant { Seat::Administrator } else { Seat::Accountant };
    let id = SeatId(Uuid::from_u128(visitor.by.account.0.as_u128() + 500_000));
    let held =
        HeldSeat { id, seat: second, cite: cite(0).id, cite_name: String::new(), deputy: false };
    app.store().give_seat(visitor.by.account, &held, None, start()).await.unwrap();
}

async fn walk(visitor: &Visitor, most: usize) -> Crawl {
    let mut crawl = Crawl::new(visitor.by.seat, most);
    while let Some(path) = crawl.next_path() {
        let answer = visitor.get(&path).await;
        crawl.saw(&path, answer.status.as_u16(), &answer.content_type, &answer.bytes);
    }
    crawl
}

on_both! {
    async fn every_seat_finds_every_page_of_its_own_by_links(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        for seat in Seat::ALL {
            let visitor = app.visitor(0, *seat).await;
            sits_twice(&app, &visitor).await;
            let crawl = walk(&visitor, 30).await;
            assert_eq!(crawl.faults, Vec::<String>::new(), "as {seat}");
            assert_eq!(crawl.missed(), NOT_LINKED, "pages that {seat} may open and finds no link to");
        }
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_lists_of_a_large_cite_stay_light(fresh) {
        let app = App::new(fresh);
        let _ = city::big(app.store()).await;
        let (agent, principal) = (app.visitor(0, Seat::TownAgent).await, app.visitor(0, Seat::Principal).await);
        for visitor in [&agent, &principal] {
            assert_eq!(walk(visitor, 6).await.faults, Vec::<String>::new(), "as {}", visitor.by.seat);
        }
        for list in ["/familles", "/materiel", "/prets", "/prets/retards", "/attributions/attente", "/attributions/reservations"] {
            let page = agent.get(list).await.expect(200).text();
            assert!(page.contains("Page suivante"), "{list} is not longer than a page");
        }
    }
}
