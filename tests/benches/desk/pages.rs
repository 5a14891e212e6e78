//! The pages that are measured.

use store::testing::builders::large::{Size, family_of, item_of, open_loan};

/// A page, and what it is asked for.
pub struct Watched {
    pub name: &'static str,
    /// Its time is promised.
    pub law: bool,
    /// It may lead straight on.
    pub leads_on: bool,
    /// Its address, the nth time.
    pub path: fn(u32, Size) -> String,
}

const fn promised(name: &'static str, path: fn(u32, Size) -> String) -> Watched {
    Watched { name, law: true, leads_on: false, path }
}

const fn besides(name: &'static str, path: fn(u32, Size) -> String) -> Watched {
    Watched { law: false, ..promised(name, path) }
}

/// Numbers as they come, of at most so many.
const fn some(nth: u32, of: u32) -> u32 {
    (nth * 7_919 + 13) % of
}

/// Four digits that end some item's number or serial number, most often.
fn digits(nth: u32, size: Size) -> String {
    format!("{:04}", some(nth, size.items) % 10_000)
}

pub const PAGES: &[Watched] = &[
    promised("search by four digits, /recherche", |nth, size| {
        format!("/recherche?q={}", digits(nth, size))
    }),
    Watched {
        leads_on: true,
        ..promised("search by four digits, /guichet", |nth, size| {
            format!("/guichet?q={}", digits(nth, size))
        })
    },
    promised("search by four digits, /materiel", |nth, size| {
        format!("/materiel?q={}", digits(nth, size))
    }),
    promised("item page, lent", |nth, size| {
        format!("/materiel/{}", item_of(some(nth, size.out())))
    }),
    promised("item page, free", |nth, size| {
        format!("/materiel/{}", item_of(size.items - 1 - some(nth, size.items / 2)))
    }),
    promised("overdue list", |_, _| "/prets/retards".to_owned()),
    promised("overdue list, page 2", |_, _| "/prets/retards?page=2".to_owned()),
    promised("due list", |_, _| "/prets/relances".to_owned()),
    promised("due list, page 2", |_, _| "/prets/relances?page=2".to_owned()),
    besides("loans", |_, _| "/prets".to_owned()),
    besides("one loan", |nth, size| format!("/prets/{}", open_loan(some(nth, size.out())))),
    besides("stock", |_, _| "/materiel".to_owned()),
    besides("stock, free tablets", |_, _| "/materiel?type=tablet&etat=available".to_owned()),
    besides("queue of the desk", |_, _| "/guichet".to_owned()),
    besides("one family", |nth, size| format!("/familles/{}", family_of(some(nth, size.families)))),
    besides("families", |_, _| "/familles".to_owned()),
    besides("a family by its name", |nth, size| {
        format!("/recherche?q=famille{:06}", some(nth, size.families))
    }),
    besides("SIM cards", |_, _| "/cartes-sim".to_owned()),
    besides("home", |_, _| "/".to_owned()),
];
