//! Every page of every seat, as its links lead to it: axe finds nothing, on the narrowest phone and on
//! a desk, with every fold open.

use domain::Seat;
use store::on_both;
use tests::{App, Browser, Crawl, Visitor, city};

/// The addresses this person finds, one for each line of the sheet that answers with a page.
async fn pages(visitor: &Visitor) -> Vec<String> {
    let mut crawl = Crawl::new(visitor.by.seat, 1);
    let mut pages = Vec::new();
    while let Some(path) = crawl.next_path() {
        let answer = visitor.get(&path).await;
        if answer.content_type.starts_with("text/html") {
            pages.push(path.clone());
        }
        crawl.saw(&path, answer.status.as_u16(), &answer.content_type, &answer.bytes);
    }
    assert_eq!(crawl.faults, Vec::<String>::new());
    pages
}

/// What is wrong with the sign-in page and these.
fn look_at(home: &str, cookie: &str, pages: &[String], width: u32) -> Vec<String> {
    let browser = Browser::open(home, width);
    browser.visit("/connexion");
    let mut faults = browser.faults();
    browser.hold(cookie);
    for page in pages {
        browser.visit(page);
        faults.extend(browser.faults());
    }
    faults.into_iter().map(|fault| format!("{width} wide, {fault}")).collect()
}

on_both! {
    async fn every_page_of_every_seat_passes_axe_on_a_phone_and_on_a_desk(fresh) {
        let app = App::new(fresh);
        let _ = city::full(app.store()).await;
        let home = app.listens().await;
        let mut faults = Vec::new();
        for seat in Seat::ALL {
            let visitor = app.visitor(0, *seat).await;
            let pages = pages(&visitor).await;
            assert!(pages.len() > 1, "{seat} finds {pages:?}");
            for width in [320, 1280] {
                let (home, pages) = (home.clone(), pages.clone());
                let cookie = visitor.cookie().unwrap().to_owned();
                let look = move || look_at(&home, &cookie, &pages, width);
                faults.extend(tokio::task::spawn_blocking(look).await.unwrap());
            }
        }
        assert_eq!(faults, Vec::<String>::new());
    }
}
