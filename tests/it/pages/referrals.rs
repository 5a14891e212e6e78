//! A PRE referent sends a family in without saying why; the agent ties it; nobody else learns of it.

use domain::Seat;
use domain::ids::ItemId;
use domain::stock::{ItemKind, Restriction};
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::households::{in_need, school};
use store::testing::builders::referrals::referred;
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::hand_over;
use tests::{App, Crawl, Visitor, city, html};
use uuid::Uuid;

const NEW: &str = "/orientations/nouvelle";
const RECEIVED: &str = "/orientations/recues";

async fn send(referent: &Visitor, typed: &[(&str, &str)]) -> tests::Answer {
    let id = html::field(&referent.get(NEW).await.expect(200).text(), "id").unwrap();
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(typed);
    referent.submit(NEW, NEW, &all).await
}

const FAMILY: [(&str, &str); 6] = [
    ("family_name", "Essai1"),
    ("first_name", "Camille"),
    ("phone", "06 39 98 00 01"),
    ("lacks", "device"),
    ("language", "ar"),
    ("motif", "placement en urgence"),
];

on_both! {
    async fn a_family_is_sent_in_without_a_reason_and_told_apart_from_none(fresh) {
        let app = App::new(fresh);
        let referent = app.visitor(0, Seat::PreReferent).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let page = referent.get(NEW).await.expect(200).says("Ne dites pas pourquoi : aucun motif n’est demandé").text();
        assert!(!page.contains("<textarea") && html::field(&page, "motif").is_none(), "room for a story");
        let _ = send(&referent, &[("family_name", "Essai1"), ("language", "fr")]).await.expect(422)
            .says("« Prénom » est vide").says("sans numéro").says("cochez l’appareil");
        let unknown = send(&referent, &FAMILY).await.expect(303);
        let _ = in_need(app.store(), 1, agent.by).await;
        let known = send(&referent, &FAMILY).await.expect(303);
        assert_eq!(unknown.location, known.location);
        // A person's home and list: theirs, and nothing of the cité.
        let list = referent.get("/orientations").await.expect(200).says("Camille Essai1").says("reçue").text();
        assert_eq!(list.matches("reçue").count(), 2);
        for path in ["/familles", "/materiel", "/attributions", "/fonds", RECEIVED] {
            let _ = referent.get(path).await.expect(403);
        }
        let home = referent.get("/").await.expect(200).says("Orienter une famille").text();
        assert!(!home.contains("<figure") && !home.contains("besoin"));
        let _ = app.visitor(1, Seat::PreReferent).await.get("/orientations").await.expect(200).says("Aucune orientation");
        // Whatever else is sent is kept nowhere.
        let kept = store::testing::rows(app.store(), &["referrals", "journal", "submissions"]).await.join("\n");
        assert!(!kept.contains("placement"), "{kept}");
    }
}

on_both! {
    async fn a_referral_is_tied_to_a_known_family_and_told_to_be_served(fresh) {
        let app = App::new(fresh);
        let referent = app.visitor(0, Seat::PreReferent).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let home = in_need(app.store(), 1, agent.by).await;
        let _ = send(&referent, &FAMILY).await.expect(303);
        let _ = agent.get("/").await.expect(200).says("1 orientation reçue");
        let list = agent.get(RECEIVED).await.expect(200).says("Camille Essai1").says("Il manque : appareil").text();
        let one = list.split("href=\"").find(|part| part.starts_with("/orientations/recues/")).unwrap();
        let one = one.split('"').next().unwrap();
        let page = agent.get(one).await.expect(200).says("Camille Essai1").says("06 39 98 00 01").text();
        let tie = format!("{one}/rattacher");
        let fields = html::hidden(&page, &tie);
        let fields: Vec<(&str, &str)> =
            fields.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let opened = agent.submit(one, &tie, &fields).await.expect(303).location.unwrap();
        assert_eq!(opened, format!("/familles/appel?famille={home}"));
        let _ = agent.get(one).await.expect(404);
        let _ = agent.get(&opened).await.expect(200);
        let _ = agent.get(&format!("/familles/{home}")).await.expect(200).says("réussite éducative").says("Orientation rattachée");
        let mine = referent.get("/orientations").await.expect(200).says("famille jointe").text();
        assert!(!mine.contains("Essai1"), "the name is gone");
        let lot = shelf(app.store(), 1, ItemKind::Tablet, 1, &Restriction::default(), agent.by).await;
        let unit = ItemId(Uuid::from_u128(lot.0.as_u128() + 1));
        app.store().lend(&hand_over(1, home, &[unit]), agent.by, start()).await.unwrap();
        let mine = referent.get("/orientations").await.expect(200).says("servie le").text();
        assert!(!mine.contains("tablette") && !mine.contains("Essai1"));
    }
}

on_both! {
    async fn a_referral_becomes_a_new_family_on_the_page_of_the_telephone(fresh) {
        let app = App::new(fresh);
        let referent = app.visitor(0, Seat::PreReferent).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let _ = send(&referent, &FAMILY).await.expect(303);
        let id = app.store().received_referrals(0, 1, agent.by).await.unwrap().0.remove(0).id.to_string();
        let _ = agent.get(&format!("{RECEIVED}/{id}")).await.expect(200).says("Aucune famille connue");
        let path = format!("/familles/appel?orientation={id}");
        let page = agent.get(&path).await.expect(200).text();
        assert_eq!(html::field(&page, "mobile").unwrap(), "06 39 98 00 01");
        assert!(page.contains("value=\"none\" checked") && page.contains("value=\"ar\" selected"));
        let form = page.split("method=\"post\" action=\"/familles/appel\"").nth(1).unwrap();
        let home = html::field(form, "id").unwrap();
        let typed = [
            ("id", home.as_str()), ("rows", "3"), ("orientation", id.as_str()),
            ("family_name", "Essai1"), ("first_name", "Camille"), ("mobile", "06 39 98 00 01"),
            ("child0_first_name", "Sacha"), ("child0_birth", "04/03/2018"), ("child0_school", school.as_str()), ("child0_level", "CE1"),
            ("equipment", "none"), ("connection", "good"), ("language", "ar"), ("accepts_loan", "oui"),
        ];
        let done = agent.submit(&path, "/familles/appel", &typed).await.expect(303).location.unwrap();
        let again = agent.submit("/familles/appel?q=x", "/familles/appel", &typed).await.expect(303).location.unwrap();
        assert_eq!(done, again);
        let _ = agent.get(&format!("/familles/{home}")).await.expect(200).says("réussite éducative");
        let _ = referent.get("/orientations").await.expect(200).says("famille jointe");
        assert_eq!(app.store().received_referrals(0, 1, agent.by).await.unwrap().1, 0);
    }
}

on_both! {
    async fn a_referral_is_left_without_a_family(fresh) {
        let app = App::new(fresh);
        let referent = app.visitor(0, Seat::PreReferent).await;
        let agent = app.visitor(0, Seat::TownAgent).await;
        let one = format!("{RECEIVED}/{}", referred(app.store(), 0, 1).await);
        let close = format!("{one}/sans-suite");
        let page = agent.get(&one).await.expect(200).text();
        let id = html::hidden(&page, &close).into_iter().find(|(name, _)| name == "id").unwrap().1;
        let _ = agent.submit(&one, &close, &[("id", id.as_str())]).await.expect(303);
        let _ = agent.get(RECEIVED).await.expect(200).says("Aucune orientation n’attend");
        let mine = referent.get("/orientations").await.expect(200).says("sans suite").text();
        assert!(!mine.contains("Essai1"));
        let id = Uuid::from_u128(5).to_string();
        let _ = agent.submit(RECEIVED, &close, &[("id", id.as_str())]).await;
        let stranger = app.visitor(1, Seat::TownAgent).await;
        let _ = stranger.get(&one).await.expect(404);
    }
}

on_both! {
    async fn no_other_seat_reads_that_a_family_comes_from_the_pre(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let order = store::TieReferral {
            form: Uuid::from_u128(1), referral: city.referral, household: city.families[4], answers: store::Answers::AsReferred,
        };
        app.store().tie_referral(&order, city.agent, start(), jiff::civil::date(2026, 9, 1)).await.unwrap();
        let agent = app.visitor(0, Seat::TownAgent).await;
        let _ = agent.get(&format!("/familles/{}", city.families[4])).await.expect(200).says("réussite éducative");
        for seat in [Seat::TownCopilot, Seat::Principal, Seat::PrefectDelegate, Seat::Accountant, Seat::NationalReader] {
            let visitor = app.visitor(0, seat).await;
            let mut crawl = Crawl::new(seat, 30);
            let mut read = 0;
            while let Some(path) = crawl.next_path() {
                let answer = visitor.get(&path).await;
                crawl.saw(&path, answer.status.as_u16(), &answer.content_type, &answer.bytes);
                // The interface's own description names every code, of whatever family.
                if path == "/api/v1/openapi.json" {
                    continue;
                }
                let text = html::visible(&answer.text());
                let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
                let told = words.iter().any(|word| ["PRE", "R2", "Orientation", "orientation"].contains(word));
                assert!(!told && !text.contains("réussite éducative"), "{seat} reads at {path}: {text}");
                read += 1;
            }
            assert!(read > 2, "{seat} reads {read} pages");
            let _ = visitor.get(RECEIVED).await.expect(403);
        }
    }
}
