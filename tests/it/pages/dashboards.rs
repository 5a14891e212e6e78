//! `/` says first what waits for whoever is asking, and leads to where it is done.

use domain::Seat;
use domain::ids::{ItemId, LoanId};
use domain::loan::{HandedOver, Lend};
use domain::stock::Grade;
use jiff::civil::date;
use store::on_both;
use store::testing::builders::cites::start;
use tests::{App, city, html};
use uuid::Uuid;

on_both! {
    async fn each_seat_reads_what_waits_for_it(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let item = |nth: u128| HandedOver { item: ItemId(Uuid::from_u128(city.lot.0.as_u128() + 2_000_000 + nth)), grade: Grade::New };
        // One loan of two tablets, late: one loan late, not two.
        let due = date(2026, 6, 30);
        let late = Lend::new(LoanId(Uuid::from_u128(96_000)), city.families[3], vec![item(1), item(2)], due, date(2026, 5, 1)).unwrap();
        app.store().lend(&late, city.agent, start()).await.unwrap();
        let held = app.store().reservations(0, 1, city.agent).await.unwrap().1;

        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = agent.get("/").await.expect(200).says(&format!("{held} matériels réservés à remettre"));
        let page = page.says("2 prêts en retard").says("1 fichier à confirmer").says("Les besoins").says("Le matériel").text();
        for path in ["/attributions/reservations", "/prets/retards", "/recensement"] {
            assert!(page.contains(&format!("class=\"choice\" href=\"{path}\"")), "no way to {path}");
        }
        let _ = agent.get("/prets/retards").await.expect(200).says("2 prêts");
        for seat in Seat::TROIKA {
            let page = app.visitor(0, seat).await.get("/").await.expect(200).says("1 accord attend votre réponse").text();
            assert!(page.contains("href=\"/fonds/accords\""));
            assert!(!page.contains("Essai1"), "{seat} reads a name");
        }
        let accountant = app.visitor(0, Seat::Accountant).await;
        let page = accountant.get("/").await.expect(200).says("1 facture à payer").text();
        assert!(!page.contains("Les besoins"), "the accountant reads of needs");
        let administrator = app.visitor(0, Seat::Administrator).await;
        let page = administrator.get("/").await.expect(200).says("Voir les comptes").text();
        assert!(!page.contains("/fonds") && !page.contains("/familles"));
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
        let seen = html::visible(&page);
        let row = seen.split("Cité d'essai 0").nth(2).unwrap_or(&seen);
        assert!(!row.split_whitespace().take(12).any(|word| word == "2"), "{row}");
        let second = seen.split("Cité d'essai 1").nth(1).unwrap();
        assert_eq!(second.matches("moins de 11").count(), 4, "nobody is few: {second}");
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
            if !matches!(seat, Seat::Administrator | Seat::NationalReader) {
                assert!(page.contains("Rien ne vous attend"), "{seat}");
            }
        }
    }
}
