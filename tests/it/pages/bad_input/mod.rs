//! Invariant 11: bad input is a sentence in French, and nothing is half done.

mod bodies;
mod fields;
mod files;
mod money;

use store::testing::snapshot;
use tests::{Answer, App, City, Visitor, city};

/// A full cité, and what it holds, to be found again untouched.
struct Untouched {
    app: App,
    city: City,
    before: std::collections::BTreeMap<String, i64>,
}

impl Untouched {
    async fn of(fresh: store::testing::Fresh, seats: &[domain::Seat]) -> (Self, Vec<Visitor>) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let mut visitors = Vec::new();
        for seat in seats {
            visitors.push(app.visitor(0, *seat).await);
        }
        let before = snapshot(app.store()).await;
        (Self { app, city, before }, visitors)
    }

    /// The sentence is there, in a whole page, and the database is as before.
    async fn says(&self, what: &str, answer: Answer, status: u16, sentence: &str) {
        let page = answer.text();
        let seen = tests::html::visible(&page);
        assert_eq!(answer.status.as_u16(), status, "{what}: {seen}");
        assert!(seen.contains(sentence), "{what}: {sentence:?} is not in: {seen}");
        assert!(page.contains("<html lang=\"fr\">") && page.contains("<h1"), "{what}: no page");
        assert_eq!(snapshot(self.app.store()).await, self.before, "{what} changed something");
    }
}
