//! `/` says first what waits for whoever is asking, and leads to where it is done.

use domain::Seat;
use domain::disclosure::Shown;
use domain::ids::{ItemId, LoanId};
use domain::loan::{HandedOver, Lend, Outcome};
use domain::people::equipment::{Connection, Equipment};
use domain::stock::{Grade, ItemKind, Restriction};
use jiff::civil::date;
use store::testing::builders::cites::start;
use store::testing::builders::fund::{agreed_line, order as order_of, people};
use store::testing::builders::households::{home as nothing, in_need};
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{give_back, hand_over};
use store::{RecordNeeds, on_both};
use tests::{App, city, html};
use uuid::Uuid;

on_both! {
    async fn each_seat_reads_what_waits_for_it(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let item = |nth: u128| {
            HandedOver::plain(ItemId(Uuid::from_u128(city.lot.0.as_u128() + 2_000_000 + nth)), Grade::New)
        };
        // One loan of two tablets, late: one loan late, not two.
        let due = date(2026, 6, 30);
        let late = Lend::new(LoanId(Uuid::from_u128(96_000)), city.families[3], vec![item(1), item(2)], due, date(2026, 5, 1)).unwrap();
        app.store().lend(&late, city.agent, start()).await.unwrap();
        let held = app.store().reservations(None, 0, 1, city.agent).await.unwrap().1;

        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = agent.get("/").await.expect(200).says(&format!("{held} matériels réservés à remettre"));
        let page = page.says("2 prêts en retard").says("1 fichier à confirmer").says("Les besoins").says("Le matériel").text();
        for path in ["/attributions/reservations", "/prets/retards", "/fichiers"] {
            assert!(page.contains(&format!("class=\"choice\" href=\"{path}\"")), "no way to {path}");
        }
        let _ = agent.get("/prets/retards").await.expect(200).says("2 prêts");
        for seat in Seat::TROIKA {
            let page = app.visitor(0, seat).await.get("/").await.expect(200).says("1 accord attend votre réponse").text();
            assert!(page.contains("href=\"/fonds/accords\""));
            assert!(!page.contains("Essai1"), "{seat} reads a name");
        }
        // Three families served, four waiting: nobody of the table may count them.
        let figures = app.store().figures(date(2026, 9, 1), city.agent).await.unwrap();
        assert!(figures.devices.served < 5 && figures.devices.open < 5, "{figures:?}");
        for seat in Seat::TROIKA {
            let page = app.visitor(0, seat).await.get("/").await.expect(200).text();
            let picture = |id: &str| {
                let picture = page.split("<figure").find(|part| part.contains(&format!("{id}-titre")));
                html::visible(picture.expect("a picture").split("</figure>").next().unwrap())
            };
            let needs = picture("besoins");
            assert!(needs.contains("Servi moins de 5") && needs.contains("En attente moins de 5"), "{needs}");
            let stock = picture("stock");
            assert!(stock.contains("Réservé ou prêté") && !stock.contains("Réservé Prêté"), "{stock}");
        }
        let accountant = app.visitor(0, Seat::Accountant).await;
        let page = accountant.get("/").await.expect(200).says("1 facture à payer").text();
        assert!(page.contains("class=\"choice\" href=\"/fonds#factures\""), "no way to the invoice");
        let _ = accountant.get("/fonds").await.expect(200).says("Factures à payer").says("Fournisseur");
        assert!(!page.contains("Les besoins"), "the accountant reads of needs");
        let administrator = app.visitor(0, Seat::Administrator).await;
        let page = administrator.get("/").await.expect(200).says("Rien ne vous attend").says("Qui siège dans la cité").text();
        assert!(page.contains("Voir les comptes") && !page.contains("/fonds") && !page.contains("/familles"));
    }
}

on_both! {
    async fn the_national_reader_reads_no_small_number_and_no_cite_apart(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let _ = app.visitor(1, Seat::TownAgent).await;
        let reader = app.visitor(0, Seat::NationalReader).await;
        let page = reader.get("/").await.expect(200).says("Cité d'essai 0").says("Cité d'essai 1").says("moins de 11").text();
        let served = app.store().figures(date(2026, 9, 1), city.agent).await.unwrap().devices.served;
        assert_eq!(served, 2, "few enough to be hidden");
        let row = |name: &str| {
            let row = page.split("<tr>").find(|row| row.contains(&format!(">{name}</th>")));
            html::visible(row.expect("a row of the cité").split("</tr>").next().unwrap())
        };
        let first = row("Cité d&#39;essai 0");
        assert!(first.contains("moins de 11") && !first.split_whitespace().any(|word| word == "2"), "{first}");
        assert_eq!(row("Cité d&#39;essai 1").matches("moins de 11").count(), 4, "nobody is few");
        for path in ["/familles", "/fonds", "/attributions", "/donateurs", "/materiel", "/comptes"] {
            let _ = reader.get(path).await.expect(403);
        }
    }
}

on_both! {
    async fn nothing_waits_in_a_new_cite(fresh) {
        let app = App::new(fresh);
        for seat in Seat::ALL {
            let page = app.visitor(0, *seat).await.get("/").await.expect(200).text();
            if !matches!(seat, Seat::Administrator | Seat::NationalReader | Seat::PreReferent) {
                assert!(page.contains("Rien ne vous attend"), "{seat}");
                assert!(!page.contains("class=\"choice\""), "{seat}");
            }
        }
    }
}

on_both! {
    async fn a_family_served_three_times_is_one_family(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let store = app.store();
        let mut loan = 97_000;
        // Four families, three loans each: twelve served needs, four families.
        for n in 1..=4_u128 {
            let home = in_need(store, n, agent.by).await;
            let lot = shelf(store, n, ItemKind::Tablet, 3, &Restriction::default(), agent.by).await;
            for unit in 1..=3_u128 {
                loan += 1;
                let tablet = ItemId(Uuid::from_u128(lot.0.as_u128() + unit));
                store.lend(&hand_over(loan, home, &[tablet]), agent.by, start()).await.unwrap();
                let back = [(tablet, Outcome::Returned(Grade::Good))];
                store.take_back(&give_back(99_000 + loan, loan, &back), agent.by, start()).await.unwrap();
                let form = Uuid::from_u128(98_000 + loan);
                let again = RecordNeeds { form, household: home, state: nothing(Equipment::None, Connection::None) };
                store.record_needs(&again, agent.by, start(), date(2026, 9, 2)).await.unwrap();
            }
        }
        let served = store.figures(date(2026, 9, 1), agent.by).await.unwrap().devices.served;
        assert_eq!(served, 12, "needs");
        let read = store.national_figures().await.unwrap().remove(0);
        assert_eq!(read.devices.1, Shown::Under(11), "four families");
    }
}

on_both! {
    async fn the_agent_finds_who_is_still_to_be_asked_and_the_principal_what_to_commit(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let home = in_need(app.store(), 1, agent.by).await;
        let unknown = nothing(Equipment::Unknown, Connection::Good);
        let order = RecordNeeds { form: Uuid::from_u128(1), household: home, state: unknown };
        app.store().record_needs(&order, agent.by, start(), date(2026, 9, 2)).await.unwrap();
        let _ = in_need(app.store(), 2, agent.by).await;
        let page = agent.get("/").await.expect(200).says("1 famille dont l’équipement est à noter").text();
        assert!(page.contains("href=\"/familles?voir=a-noter\""));
        let _ = agent.get("/familles?voir=a-noter").await.expect(200).says("1 famille").says("à demander");
        let _ = agent.get("/familles").await.expect(200).says("2 familles");

        let people = people(app.store()).await;
        let (_, agreement) = agreed_line(app.store(), &people, 10_000, 5_000).await;
        let principal = app.visitor(0, Seat::Principal).await;
        let _ = principal.get("/").await.expect(200).says("1 accord donné, rien n’est encore engagé");
        app.store().commit(&order_of(agreement, 8_001, 1_000), people.principal, start()).await.unwrap();
        let page = principal.get("/").await.expect(200).text();
        assert!(!page.contains("rien n’est encore engagé"));
    }
}
