//! What does not pass by the desk: a bag is packed, its family is told a code, a bakery hands it over.

use domain::Seat;
use domain::ids::{HouseholdId, ItemId};
use domain::stock::{ItemKind, Restriction};
use jiff::SignedDuration;
use store::on_both;
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::shelf;
use tests::{App, Visitor, html};
use uuid::Uuid;

/// A family, and two tablets on the shelf.
async fn given(app: &App, agent: &Visitor) -> (HouseholdId, [ItemId; 2]) {
    let home = in_need(app.store(), 1, agent.by).await;
    let lot = shelf(app.store(), 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
    (home, [1, 2].map(|n| ItemId(Uuid::from_u128(lot.0.as_u128() + n))))
}

/// Opens a bakery; gives the path of its page.
async fn bakery(agent: &Visitor) -> String {
    let fields = [
        ("nom", "Boulangerie du Parc"),
        ("adresse", "3 rue du Parc"),
        ("horaires", "du mardi au samedi, 7 h à 19 h"),
        ("jours", "10"),
    ];
    let opened = agent.fill("/envois/relais", "/envois/relais", &fields).await.expect(200);
    let opened = opened.says("affichée cette seule fois");
    let text = html::visible(&opened.text());
    let address = text.split_whitespace().find(|word| word.contains("/relais/")).unwrap();
    address.strip_prefix("http://cartable.test").unwrap().to_owned()
}

/// Packs a tablet for the family by the first way there is; gives the bag's path.
async fn pack(agent: &Visitor, home: HouseholdId, item: ItemId, way: Option<&str>) -> String {
    let shown = format!("/envois/nouveau?foyer={home}");
    let page = agent.get(&shown).await.expect(200).text();
    let first = html::field(&page, "voie").unwrap();
    let item = item.to_string();
    let fields = [
        ("faire", "preparer"),
        ("objet", item.as_str()),
        ("voie", way.unwrap_or(&first)),
        ("due_on", "2027-06-30"),
        ("scelle", "A-77"),
    ];
    let sent = agent.fill(&shown, "/envois/nouveau", &fields).await.expect(303);
    sent.location.unwrap()
}

/// The code on a bag's page, as it is told to the family.
fn code(page: &str) -> String {
    let text = html::visible(page);
    let after = text.split("Code de retrait").nth(1).unwrap();
    let digits: String = after.chars().filter(char::is_ascii_digit).take(6).collect();
    assert_eq!(digits.len(), 6, "{text}");
    digits
}

on_both! {
    async fn a_bakery_hands_a_bag_over_without_an_account_and_without_a_name(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (home, tablets) = given(&app, &agent).await;
        let _ = agent.get("/envois/relais").await.expect(200).says("Aucun point relais");
        let door = bakery(&agent).await;
        let bag = pack(&agent, home, tablets[0], None).await;
        let page = agent.get(&bag).await.expect(200).says("Pochette n° 1").says("A-77").text();
        let code = code(&page);
        for paper in ["convention", "bon-de-remise"] {
            let loan = bag.replace("/envois/", "/prets/");
            let pdf = agent.get(&format!("{loan}/papier.pdf?papier={paper}")).await.expect(200);
            assert!(pdf.bytes.starts_with(b"%PDF"), "{paper} is printed beforehand");
        }
        let loan = bag.replace("/envois/", "/prets/");
        let _ = agent.get(&format!("{loan}/papier.pdf?papier=attestation")).await.expect(404);
        let _ = agent.get(&loan).await.expect(404);

        let shop = app.stranger(agent.by);
        let page = shop.get(&door).await.expect(200).says("Boulangerie du Parc").says("Arrivent").text();
        assert!(!page.to_lowercase().contains("essai"), "a name is on the shop's page: {page}");
        assert!(!page.contains(&home.to_string()) && !page.contains("T1-1"), "who and what is nobody's business");
        let id = bag.strip_prefix("/envois/").unwrap();
        let wrong = shop.fill(&door, &door, &[("geste", "chercher"), ("code", "12")]).await.expect(422);
        let _ = wrong.says("six chiffres");
        let early = shop.fill(&door, &door, &[("geste", "chercher"), ("code", &code)]).await.expect(409);
        let _ = early.says("Aucune pochette ici pour ce code");
        let none = shop.fill(&door, &door, &[("geste", "recevoir")]).await.expect(422);
        let _ = none.says("Cochez au moins une pochette");
        let took = shop.fill(&door, &door, &[("geste", "recevoir"), ("pochette", id)]).await.expect(200);
        let _ = took.says("1 pochette reçue").says("1 pochette ici");
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let found = shop.fill(&door, &door, &[("geste", "chercher"), ("code", &spaced)]).await.expect(200);
        let found = found.says("Donnez la pochette").says("n° 1").says("A-77").text();
        assert!(!found.to_lowercase().contains("essai"));
        let done = shop.fill(&door, &door, &[("geste", "remettre"), ("code", &code)]).await.expect(200);
        let _ = done.says("Merci. Pochette remise.").says("0 pochette ici");
        let again = shop.fill(&door, &door, &[("geste", "remettre"), ("code", &code)]).await.expect(409);
        let _ = again.says("Aucune pochette ici");

        let page = agent.get(&bag).await.expect(200).says("remise à la famille").text();
        assert!(!page.contains("Code de retrait"));
        let _ = agent.get(&loan).await.expect(200).says("T1-1-0001");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_nobody_came_for_goes_back_and_is_free(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (home, tablets) = given(&app, &agent).await;
        let door = bakery(&agent).await;
        let bag = pack(&agent, home, tablets[0], None).await;
        let id = bag.strip_prefix("/envois/").unwrap().to_owned();
        let shop = app.stranger(agent.by);
        let _ = shop.fill(&door, &door, &[("geste", "recevoir"), ("pochette", &id)]).await.expect(200);
        let _ = agent.get("/envois?voir=retours").await.expect(200).says("0 pochette à faire revenir");
        let here = shop.get(&door).await.expect(200).text();
        assert!(!here.contains("à rendre"), "it waits its ten days");
        let _ = shop.fill(&door, &door, &[("geste", "rendre"), ("pochette", &id)]).await.expect(200);
        let _ = agent.get("/envois?voir=retours").await.expect(200).says("1 pochette à faire revenir");
        let _ = agent.get(&bag).await.expect(200).says("en retour");
        let _ = agent.fill(&bag, &bag, &[("geste", "take_back")]).await.expect(303);
        let _ = agent.get(&bag).await.expect(200).says("reprise");
        let _ = agent.get(&format!("/materiel/{}", tablets[0])).await.expect(200).says("disponible");
        let late = agent.submit("/siege", &bag, &[("id", "0199a000-0000-7000-8000-000000000001"), ("geste", "collect")]).await.expect(409);
        let _ = late.says("ce geste n’est plus possible");
        let other = pack(&agent, home, tablets[1], None).await;
        let other = other.strip_prefix("/envois/").unwrap().to_owned();
        let _ = shop.fill(&door, &door, &[("geste", "recevoir"), ("pochette", &other)]).await.expect(200);
        app.clock.advance(SignedDuration::from_hours(24 * 12));
        let _ = shop.get(&door).await.expect(200).says("à rendre").says("Le délai est passé");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_round_is_planned_printed_and_noted_stop_by_stop(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (home, tablets) = given(&app, &agent).await;
        let door = bakery(&agent).await;
        let by_shop = pack(&agent, home, tablets[0], None).await;
        let by_hand = pack(&agent, home, tablets[1], Some("tournee")).await;
        let ids: Vec<&str> = [&by_hand, &by_shop].iter().map(|path| &path["/envois/".len()..]).collect();
        let empty = agent.fill("/envois/tournees", "/envois/tournees", &[("jour", "2026-09-02"), ("coursier", "Navette")]).await;
        let _ = empty.expect(409).says("Cochez au moins une pochette");
        let fields = [("jour", "2026-09-02"), ("coursier", "Navette"), ("pochette", ids[0]), ("pochette", ids[1])];
        let sheet = agent.fill("/envois/tournees", "/envois/tournees", &fields).await.expect(303).location.unwrap();
        let page = agent.get(&sheet).await.expect(200).says("Navette").says("Pochette n° 2").says("3 rue du Parc").text();
        assert!(!page.contains("La famille l’a reçue"), "nothing is noted before it leaves");
        let _ = agent.fill(&sheet, &sheet, &[]).await.expect(303);
        let _ = agent.get(&sheet).await.expect(200).says("en route").says("La famille l’a reçue").says("Absent ou refusé");
        let noted = agent.fill(&by_hand, &by_hand, &[("geste", "collect"), ("tournee", &sheet["/envois/tournees/".len()..])]).await.expect(303);
        assert_eq!(noted.location.as_deref(), Some(sheet.as_str()));
        let _ = agent.get(&by_hand.replace("/envois/", "/prets/")).await.expect(200).says("T1-1-0002");
        let shop = app.stranger(agent.by);
        let _ = shop.get(&door).await.expect(200).says("Arrivent");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_post_has_a_number_and_a_family_without_the_desk_its_bag(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let (home, tablets) = given(&app, &agent).await;
        let shown = format!("/envois/nouveau?foyer={home}");
        let item = tablets[0].to_string();
        let lacks = agent.fill(&shown, "/envois/nouveau", &[("faire", "preparer"), ("objet", &item), ("due_on", "2027-06-30")]).await;
        let _ = lacks.expect(422).says("« Par où » : choisissez");
        let _ = agent.get(&shown).await.expect(200).says("Aucun point relais n’est ouvert");
        let bag = pack(&agent, home, tablets[0], Some("poste")).await;
        let blank = agent.fill(&bag, &bag, &[("geste", "send"), ("suivi", " ")]).await.expect(409);
        let _ = blank.says("« Numéro de suivi » est vide");
        let _ = agent.fill(&bag, &bag, &[("geste", "send"), ("suivi", "6A 123")]).await.expect(303);
        let _ = agent.get(&bag).await.expect(200).says("6A 123").says("en route");
        // Its label at the desk leads to the bag; the desk does not hand it to anybody.
        let scanned = agent.get("/guichet?q=T1-1-0001").await.expect(303);
        assert_eq!(scanned.location.as_deref(), Some(bag.as_str()));
        let taken = agent.fill(&format!("/prets/nouveau?foyer={home}"), "/prets/nouveau", &[("faire", "remettre"), ("objet", &item), ("due_on", "2027-06-30")]).await;
        let _ = taken.expect(409).says("est dans la pochette n° 1");
        let _ = agent.get(&format!("/familles/{home}")).await.expect(200).says("Pochette n° 1");
        let _ = agent.get(&format!("/materiel/{item}")).await.expect(200).says("pochette n° 1");
    }
}

on_both! {
    async fn an_address_given_anew_or_a_shop_that_ended_answers_as_any_wrong_one(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let door = bakery(&agent).await;
        let list = agent.get("/envois/relais").await.expect(200).text();
        let own = list.split("/envois/relais/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let own = format!("/envois/relais/{own}");
        let shop = app.stranger(agent.by);
        let away = shop.fill(&door, &door, &[("geste", "fermer"), ("jusqu_au", "2026-09-30")]).await.expect(200);
        let _ = away.says("Noté : fermé jusqu’au 30 septembre 2026");
        let far = shop.fill(&door, &door, &[("geste", "fermer"), ("jusqu_au", "2027-09-30")]).await.expect(422);
        let _ = far.says("« Fermé jusqu’au »");
        let _ = agent.get(&own).await.expect(200).says("jusqu’au 30 septembre 2026");
        let anew = agent.fill(&own, &own, &[("geste", "adresse")]).await.expect(200);
        let _ = anew.says("affichée cette seule fois");
        let gone = shop.get(&door).await.expect(404).says("Ce lien ne mène à rien");
        assert_eq!(shop.get("/relais/0000").await.expect(404).text(), gone.text());
        let _ = agent.fill(&own, &own, &[("geste", "fermer")]).await.expect(303);
        let _ = agent.get("/envois/relais").await.expect(200).says("fermé");
        let twice = [("nom", "Boulangerie du Parc"), ("adresse", "ici"), ("horaires", "matin"), ("jours", "5")];
        let _ = agent.fill("/envois/relais", "/envois/relais", &twice).await.expect(409).says("porte déjà ce nom");
    }
}
