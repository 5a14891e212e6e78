//! Invariant 8: every route says who may use it, and this test walks the sheet with everybody.

use domain::Seat;
use store::on_both;
use tests::App;
use web::routes::Access;

/// A path with an id of nothing in each of its places.
fn filled(path: &str) -> String {
    let nothing = "00000000-0000-7000-8000-000000000000";
    path.split('/')
        .map(|part| if part.starts_with('{') { nothing } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

on_both! {
    async fn every_route_with_every_seat(fresh) {
        let app = App::new(fresh);
        let stranger = app.stranger(app.visitor(0, Seat::Administrator).await.by);
        for seat in Seat::ALL {
            let visitor = app.visitor(1, *seat).await;
            for line in web::sheet() {
                let path = filled(line.path);
                let (mine, theirs) = if line.method == "GET" {
                    (visitor.get(&path).await, stranger.get(&path).await)
                } else if line.path == "/deconnexion" {
                    continue;
                } else {
                    (visitor.post(&path, "no token", &[]).await, stranger.post(&path, "no token", &[]).await)
                };
                let what = format!("{} {} as {seat}", line.method, line.path);
                assert!(!mine.status.is_server_error(), "{what}: {}", mine.text());
                if let Access::Seats(seats) = line.access
                    && !seats.contains(seat)
                {
                    assert_eq!(mine.status, 403, "{what}");
                }
                if line.access != Access::Anyone {
                    let sent_to_sign_in = theirs.location.as_deref().is_some_and(|to| to.starts_with("/connexion"));
                    assert!(sent_to_sign_in, "{what} by a stranger: {} {:?}", theirs.status, theirs.location);
                }
                if line.method == "POST" && line.access.admits(*seat) && line.access != Access::Anyone {
                    assert!(mine.status.is_client_error(), "{what} without a token: {}", mine.status);
                }
            }
        }
    }
}
