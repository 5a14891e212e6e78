//! Each operation of the fund, right in itself, sent by every seat: only the right ones pass.

use domain::Seat;
use domain::ids::CiteId;
use store::on_both;
use tests::{App, city, html};
use uuid::Uuid;

/// An operation: what it is, who may do it, the page of its form, where it goes, what it says. Ids of the
/// cité stand in braces.
type Operation = (
    &'static str,
    &'static [Seat],
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const PRINCIPAL: &[Seat] = &[Seat::Principal];
const CONVENTIONS: &str = "/fonds/conventions";
const NEW_LINE: &str = "/fonds/nouvelle-ligne";
const NEW_ORDER: &str = "/fonds/engagements/nouveau";
const SIRET: &str = "110 043 015 00012";

/// The operations of a fund, in the order of its chain.
const OPERATIONS: &[Operation] = &[
    (
        "convention",
        PRINCIPAL,
        CONVENTIONS,
        CONVENTIONS,
        &[
            ("nature", "grant"),
            ("titre", "Attributive"),
            ("etape", "drafted"),
            ("le", "01/09/2026"),
        ],
    ),
    (
        "line",
        PRINCIPAL,
        NEW_LINE,
        NEW_LINE,
        &[
            ("label", "Autre"),
            ("code", "X-1"),
            ("funder", "Ville"),
            ("year", "2026"),
            ("purse", "town_budget"),
        ],
    ),
    (
        "notification",
        PRINCIPAL,
        "{line}",
        "{line}/notifications",
        &[("amount", "10,00"), ("reference", "N-2"), ("on", "01/09/2026")],
    ),
    (
        "money received",
        &[Seat::Principal, Seat::Accountant],
        "{line}",
        "{line}/recettes",
        &[("received", "10,00"), ("number", "TR-9"), ("received_on", "01/09/2026")],
    ),
    (
        "request",
        &Seat::TROIKA,
        "/fonds/accords/nouveau",
        "/fonds/accords",
        &[
            ("line", "{line id}"),
            ("purpose", "Housses"),
            ("categorie", "equipment"),
            ("amount", "20,00"),
            ("regime", "normal"),
        ],
    ),
    ("answer", &Seat::TROIKA, "{asked}", "{asked}", &[("answer", "yes")]),
    (
        "order",
        PRINCIPAL,
        NEW_ORDER,
        NEW_ORDER,
        &[
            ("agreement", "{agreement id}"),
            ("supplier", "F"),
            ("purpose", "Housses"),
            ("order_number", "BC-9"),
            ("amount", "10,00"),
        ],
    ),
    (
        "complement",
        PRINCIPAL,
        "{order}",
        "{order}/complements",
        &[("amount", "5,00"), ("motif", "Port")],
    ),
    (
        "delivery",
        &[Seat::Principal, Seat::TownAgent],
        "{order}/livraison",
        "{order}/livraisons",
        &[("numero", "BL-9"), ("le", "01/09/2026")],
    ),
    (
        "invoice",
        PRINCIPAL,
        "{order}/facture",
        "{order}/factures",
        &[
            ("numero", "F-9"),
            ("siret", SIRET),
            ("emise_le", "01/09/2026"),
            ("recue_le", "01/09/2026"),
            ("autre_taux", "0"),
            ("ht", "5,00"),
            ("tva", "0,00"),
            ("ttc", "5,00"),
        ],
    ),
    ("settlement", PRINCIPAL, "{order}", "{order}/factures/{invoice id}", &[]),
    (
        "payment",
        &[Seat::Accountant],
        "{order}",
        "{order}/liquidations/{debt id}",
        &[("decision", "pay"), ("reference", "V-9")],
    ),
    (
        "forecast",
        PRINCIPAL,
        "{line}/previsions",
        "{line}/previsions",
        &[
            ("objet", "Radio"),
            ("categorie", "media"),
            ("mensuel", "10,00"),
            ("nombre", "1"),
            ("debut", "01/10/2026"),
            ("fin", "31/12/2026"),
        ],
    ),
    (
        "threshold",
        PRINCIPAL,
        "/fonds/seuils",
        "/fonds/seuils",
        &[
            ("nature", "local_quotes"),
            ("montant", "500,00"),
            ("devis", "3"),
            ("depuis", "01/01/2026"),
            ("source", "Acte 3"),
        ],
    ),
    ("report", PRINCIPAL, "{line}/compte-rendu", "{line}/compte-rendu", &[("action", "Équiper")]),
    (
        "carry-over",
        PRINCIPAL,
        "{line}/fin-d-exercice",
        "{line}/reports",
        &[("amount", "1,00"), ("act", "DBM")],
    ),
    (
        "repayment",
        PRINCIPAL,
        "{line}/fin-d-exercice",
        "{line}/reversements",
        &[("repaid", "1,00"), ("reference", "OR-9")],
    ),
];

/// Puts the ids of the cité in their places.
fn filled(text: &str, city: &city::City) -> String {
    let (line, order) = (city.line.to_string(), city.commitment.to_string());
    let invoice = Uuid::from_u128(90_984).to_string();
    text.replace("{line}", &format!("/fonds/{line}"))
        .replace("{order}", &format!("/fonds/engagements/{order}"))
        .replace("{asked}", &format!("/fonds/accords/{}", city.asked))
        .replace("{line id}", &line)
        .replace("{agreement id}", &city.agreement.to_string())
        .replace("{invoice id}", &invoice)
        .replace("{debt id}", &city.settlement.to_string())
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
        for (what, seats, page, path, said) in OPERATIONS {
            let (page, path) = (filled(page, &city), filled(path, &city));
            let said: Vec<_> = said.iter().map(|(name, value)| (*name, filled(value, &city))).collect();
            let said: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let before = written(&app, city.agent.cite).await;
            for seat in Seat::OF_A_CITE.into_iter().filter(|seat| !seats.contains(seat)) {
                let other = app.visitor(0, seat).await;
                let token = html::csrf(&other.get("/").await.text()).unwrap();
                let id = Uuid::from_u128(77_000).to_string();
                let mut all = vec![("id", id.as_str())];
                all.extend_from_slice(&said);
                let refused = other.post(&path, &token, &all).await;
                assert_eq!(refused.status, 403, "{what} by {seat}");
                assert_eq!(written(&app, city.agent.cite).await, before, "{what} by {seat} left a trace");
            }
            let right = app.visitor(0, seats[0]).await;
            let passed = right.fill(&page, &path, &said).await;
            assert_eq!(passed.status, 303, "{what} by {}: {}", seats[0], html::visible(&passed.text()));
            assert!(written(&app, city.agent.cite).await > before, "{what} is in the journal");
            // Another right seat is not sent away: what it sends is judged.
            for seat in &seats[1..] {
                let other = app.visitor(0, *seat).await;
                let again = other.fill(&page, &path, &said).await;
                assert!([303, 409, 422].contains(&again.status.as_u16()), "{what} by {seat}: {}", again.status);
            }
        }
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
