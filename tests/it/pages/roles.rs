//! Each operation of the fund, right in itself, sent by every seat: only the right ones pass.

use domain::Seat;
use domain::ids::CiteId;
use store::on_both;
use tests::{App, city, html};
use uuid::Uuid;

/// An operation: what it is, who may do it, the page of its form, where it goes, what it says.
struct Operation {
    what: &'static str,
    seats: &'static [Seat],
    page: String,
    path: String,
    fields: Vec<(&'static str, String)>,
}

const PRINCIPAL: &[Seat] = &[Seat::Principal];

fn fields(fields: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// The operations of a fund, in the order of its chain.
fn operations(city: &city::City) -> Vec<Operation> {
    let line = format!("/fonds/{}", city.line);
    let order = format!("/fonds/engagements/{}", city.commitment);
    let debt = format!("{order}/liquidations/{}", city.settlement);
    let invoice = format!("{order}/factures/{}", Uuid::from_u128(90_984));
    let one = |what, seats, page: &str, path: String, said: &[(&'static str, &str)]| Operation {
        what,
        seats,
        page: page.to_owned(),
        path,
        fields: fields(said),
    };
    let asked = format!("/fonds/accords/{}", city.asked);
    let (agreement, of_line) = (city.agreement.to_string(), city.line.to_string());
    let siret = "110 043 015 00012";
    vec![
        one(
            "convention",
            PRINCIPAL,
            "/fonds/conventions",
            "/fonds/conventions".into(),
            &[
                ("nature", "grant"),
                ("titre", "Attributive"),
                ("etape", "drafted"),
                ("le", "01/09/2026"),
            ],
        ),
        one(
            "line",
            PRINCIPAL,
            "/fonds/nouvelle-ligne",
            "/fonds/nouvelle-ligne".into(),
            &[
                ("label", "Autre"),
                ("code", "X-1"),
                ("funder", "Ville"),
                ("year", "2026"),
                ("purse", "town_budget"),
            ],
        ),
        one(
            "notification",
            PRINCIPAL,
            &line,
            format!("{line}/notifications"),
            &[("amount", "10,00"), ("reference", "N-2"), ("on", "01/09/2026")],
        ),
        one(
            "money received",
            &[Seat::Principal, Seat::Accountant],
            &line,
            format!("{line}/recettes"),
            &[("received", "10,00"), ("number", "TR-9"), ("received_on", "01/09/2026")],
        ),
        one(
            "request",
            &Seat::TROIKA,
            "/fonds/accords/nouveau",
            "/fonds/accords".into(),
            &[
                ("line", &of_line),
                ("purpose", "Housses"),
                ("categorie", "equipment"),
                ("amount", "20,00"),
                ("regime", "normal"),
            ],
        ),
        one("answer", &Seat::TROIKA, &asked, asked.clone(), &[("answer", "yes")]),
        one(
            "order",
            PRINCIPAL,
            "/fonds/engagements/nouveau",
            "/fonds/engagements/nouveau".into(),
            &[
                ("agreement", &agreement),
                ("supplier", "F"),
                ("purpose", "Housses"),
                ("order_number", "BC-9"),
                ("amount", "10,00"),
            ],
        ),
        one(
            "complement",
            PRINCIPAL,
            &order,
            format!("{order}/complements"),
            &[("amount", "5,00"), ("motif", "Port")],
        ),
        one(
            "delivery",
            &[Seat::Principal, Seat::TownAgent],
            &format!("{order}/livraison"),
            format!("{order}/livraisons"),
            &[("numero", "BL-9"), ("le", "01/09/2026")],
        ),
        one(
            "invoice",
            PRINCIPAL,
            &format!("{order}/facture"),
            format!("{order}/factures"),
            &[
                ("numero", "F-9"),
                ("siret", siret),
                ("emise_le", "01/09/2026"),
                ("recue_le", "01/09/2026"),
                ("autre_taux", "0"),
                ("ht", "5,00"),
                ("tva", "0,00"),
                ("ttc", "5,00"),
            ],
        ),
        one("settlement", PRINCIPAL, &order, invoice, &[]),
        one(
            "payment",
            &[Seat::Accountant],
            &order,
            debt,
            &[("decision", "pay"), ("reference", "V-9")],
        ),
        one(
            "forecast",
            PRINCIPAL,
            &format!("{line}/previsions"),
            format!("{line}/previsions"),
            &[
                ("objet", "Radio"),
                ("categorie", "media"),
                ("mensuel", "10,00"),
                ("nombre", "1"),
                ("debut", "01/10/2026"),
                ("fin", "31/12/2026"),
            ],
        ),
        one(
            "threshold",
            PRINCIPAL,
            "/fonds/seuils",
            "/fonds/seuils".into(),
            &[
                ("nature", "local_quotes"),
                ("montant", "500,00"),
                ("devis", "3"),
                ("depuis", "01/01/2026"),
                ("source", "Acte 3"),
            ],
        ),
        one(
            "report",
            PRINCIPAL,
            &format!("{line}/compte-rendu"),
            format!("{line}/compte-rendu"),
            &[("action", "Équiper")],
        ),
        one(
            "carry-over",
            PRINCIPAL,
            &format!("{line}/fin-d-exercice"),
            format!("{line}/reports"),
            &[("amount", "1,00"), ("act", "DBM")],
        ),
        one(
            "repayment",
            PRINCIPAL,
            &format!("{line}/fin-d-exercice"),
            format!("{line}/reversements"),
            &[("repaid", "1,00"), ("reference", "OR-9")],
        ),
    ]
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
        for operation in operations(&city) {
            let Operation { what, seats, page, path, fields } = operation;
            let said: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
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
