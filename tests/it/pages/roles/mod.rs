//! Each operation of the fund, right in itself, sent by every seat: only the right ones pass.

mod operations;

use axum::http::Method;
use domain::Seat;
use domain::ids::CiteId;
use store::{Store, on_both};
use tests::{App, city, html};
use uuid::Uuid;

use self::operations::{ELSEWHERE, OPERATIONS};

/// Puts the ids of the cité, and of what the walk itself has made, in their places.
async fn filled(text: &str, city: &city::City, store: &Store) -> String {
    let by = city.agent;
    let own = |n: u128| Uuid::from_u128(n).to_string();
    let places = |said: &str, id: Uuid| (said.to_owned(), id.to_string());
    let mut found = vec![
        places("{line}", city.line.into()),
        places("{order}", city.commitment.into()),
        places("{asked}", city.asked.into()),
        places("{line id}", city.line.into()),
        places("{agreement id}", city.agreement.into()),
        places("{debt id}", city.settlement.into()),
        places("{school id}", city.school.into()),
        places("{article id}", city.offered.into()),
        ("{invoice id}".to_owned(), own(90_984)),
        ("{pooling}".to_owned(), own(90_980)),
        ("{statement id}".to_owned(), own(90_990)),
        ("{forecast id}".to_owned(), own(90_991)),
        ("{own id}".to_owned(), own(90_992)),
    ];
    let lines = store.fund_lines(by).await.unwrap();
    let new = lines.iter().find(|line| line.label == "Autre" && line.closed_on.is_none());
    found.extend(new.map(|line| places("{new line}", line.id.into())));
    let conventions = store.conventions(by).await.unwrap();
    let new = conventions.iter().find(|one| one.title == "Attributive");
    found.extend(new.map(|one| places("{new convention}", one.id.into())));
    let agreements = store.agreements(by).await.unwrap();
    let first = Some(Seat::TROIKA[0]);
    let new = agreements.iter().find(|one| one.purpose == "Étuis" && one.asked_seat == first);
    found.extend(new.map(|one| places("{new request}", one.id.into())));
    let book = store.commitment(city.commitment, by).await.unwrap().unwrap();
    let new = book.deliveries.iter().find(|one| one.certified_on.is_none());
    found.extend(new.map(|one| places("{delivery id}", one.id.into())));
    let new = book.settlements.iter().find(|one| {
        one.payment_order.is_none() && one.paid_on.is_none() && one.id != city.settlement
    });
    found.extend(new.map(|one| places("{new debt id}", one.id.into())));
    let root = |said: &str| match said {
        "{line}" | "{new line}" => "/fonds/",
        "{order}" => "/fonds/engagements/",
        "{asked}" | "{new request}" => "/fonds/accords/",
        "{pooling}" | "{new convention}" => "/fonds/conventions/",
        _ => "",
    };
    let filled = found.iter().fold(text.to_owned(), |text, (said, id)| {
        text.replace(said, &format!("{}{id}", root(said)))
    });
    assert!(!filled.contains('{'), "{text}: nothing of the cité belongs there yet");
    filled
}

/// Does a path of the sheet, with its places, fit this one?
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern.iter().zip(path).all(|(place, said)| place.starts_with('{') || *place == said)
}

/// What a seat is answered that sends this, from no page.
async fn sent(app: &App, seat: Seat, path: &str, said: &[(&str, &str)]) -> u16 {
    let visitor = app.visitor(0, seat).await;
    let token = html::csrf(&visitor.get("/").await.text()).unwrap();
    let id = Uuid::from_u128(77_000 + seat as u128).to_string();
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(said);
    visitor.post(path, &token, &all).await.status.as_u16()
}

/// How many lines the journal of a cité has.
async fn written(app: &App, cite: CiteId) -> usize {
    let (mut after, mut many) = (Some(0), 0);
    while let Some(from) = after {
        let page = app.store().export_journal(from, cite).await.unwrap();
        many += page.rows.len();
        after = page.next;
    }
    many
}

on_both! {
    async fn each_operation_of_the_fund_passes_by_the_right_seats_alone(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let mut left = web::routes::sheet();
        left.retain(|route| route.method == Method::POST && route.path.starts_with("/fonds") && !ELSEWHERE.contains(&route.path));
        for (what, seats, page, path, said) in OPERATIONS {
            let (page, path) = (filled(page, &city, app.store()).await, filled(path, &city, app.store()).await);
            let mut with_ids = Vec::new();
            for (name, value) in *said {
                with_ids.push((*name, filled(value, &city, app.store()).await));
            }
            let said: Vec<(&str, &str)> = with_ids.iter().map(|(name, value)| (*name, value.as_str())).collect();
            left.retain(|route| !fits(route.path, &path));
            let before = written(&app, city.agent.cite).await;
            for seat in Seat::OF_A_CITE.into_iter().filter(|seat| !seats.contains(seat)) {
                let refused = sent(&app, seat, &path, &said).await;
                assert_eq!(refused, 403, "{what} by {seat}");
                assert_eq!(written(&app, city.agent.cite).await, before, "{what} by {seat} left a trace");
            }
            let right = app.visitor(0, seats[0]).await;
            let passed = right.fill(&page, &path, &said).await;
            assert_eq!(passed.status, 303, "{what} by {}: {}", seats[0], html::visible(&passed.text()));
            assert!(written(&app, city.agent.cite).await > before, "{what} is in the journal");
            // Another right seat is not sent away: what it sends is judged.
            for seat in &seats[1..] {
                let again = sent(&app, *seat, &path, &said).await;
                assert!(again < 500 && again != 403, "{what} by {seat}: {again}");
            }
        }
        let left: Vec<_> = left.iter().map(|route| route.path).collect();
        assert_eq!(left, [] as [&str; 0], "operations that the walk does not take");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
