//! What the papers of a cité say: blank at first, said once by its administrator, printed from then on.

use domain::Seat;
use store::{NewCite, on_both};
use tests::{App, city, html};
use uuid::Uuid;

const FIELDS: [(&str, &str); 8] = [
    ("name", "Grand Mirail"),
    ("lead_school", "Collège des Violettes"),
    ("lender_name", "Ville de Toulouse"),
    ("lender_address", "1 place du Capitole, 31000 Toulouse"),
    ("lender_signatory", "L’adjointe à l’éducation"),
    ("act_reference", "Délibération 2026-12"),
    ("contact", "05 36 49 12 34"),
    ("dpo_contact", "dpo@ville.example"),
];

on_both! {
    async fn the_administrator_says_what_the_papers_say(fresh) {
        let app = App::new(fresh);
        let administrator = app.visitor(0, Seat::Administrator).await;
        let id = Uuid::from_u128(1).to_string();
        let mut fields = vec![("id", id.as_str())];
        fields.extend(FIELDS);
        for _ in 0..2 {
            let _ = administrator.submit("/cite", "/cite", &fields).await.expect(303);
        }
        let page = administrator.get("/cite").await.expect(200).says("Grand Mirail").text();
        for (name, value) in FIELDS {
            assert_eq!(html::field(&page, name).as_deref(), Some(value), "{name}");
        }
        let cite = app.store().cite(administrator.by.cite).await.unwrap();
        assert_eq!((cite.missing(), cite.tag_prefix.as_str()), (Vec::new(), "TSA"));
        let lines = app.store().journal_of(administrator.by.cite.0, administrator.by).await.unwrap();
        let line = lines.iter().find(|line| line.verb == "describe_cite").unwrap();
        assert!(line.facts.contains("lender_signatory") && !line.facts.contains("adjointe"), "{}", line.facts);
        assert_eq!(lines.iter().filter(|line| line.verb == "describe_cite").count(), 1, "one form is one line");

        let blank = Uuid::from_u128(2).to_string();
        let missing = [("id", blank.as_str()), ("name", " ")];
        let _ = administrator.submit("/cite", "/cite", &missing).await.expect(422).says("« Nom de la cité » est vide");
        let long = "x".repeat(161);
        let missing = [("id", blank.as_str()), ("name", "Cité"), ("contact", long.as_str())];
        let _ = administrator.submit("/cite", "/cite", &missing).await.expect(422).says("160 au plus");
        let missing = [("id", blank.as_str()), ("name", "Cité"), ("contact", "05 36 49 12 34")];
        let _ = administrator.submit("/cite", "/cite", &missing).await.expect(303);
        let _ = administrator.get("/cite").await.expect(200).says("6 mentions manquent");
        let page = administrator.get("/").await.expect(200).says("6 mentions manquent sur les papiers").text();
        assert!(page.contains("class=\"choice\" href=\"/cite\""));
        let agent = app.visitor(0, Seat::TownAgent).await;
        let _ = agent.get("/cite").await.expect(403);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_paper_with_blanks_can_still_be_printed(fresh) {
        let app = App::new(fresh);
        let city = city::full(app.store()).await;
        let administrator = app.visitor(0, Seat::Administrator).await;
        let id = Uuid::from_u128(1).to_string();
        let _ = administrator.submit("/cite", "/cite", &[("id", id.as_str()), ("name", "Cité")]).await.expect(303);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let paper = agent.get(&format!("/prets/{}/convention.pdf", city.loan)).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"));
        let paper = agent.get(&format!("/donateurs/lots/{}/rapport.pdf", city.donor_lot)).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"));
        let _ = agent.get(&format!("/prets/{}", city.loan)).await.expect(200).says("à remplir à la main");
    }
}

#[test]
fn every_mention_may_be_blank() {
    let cite = NewCite {
        id: domain::ids::CiteId(Uuid::from_u128(1)),
        name: "Cité".into(),
        tag_prefix: "ABC".into(),
        lead_school: String::new(),
        lender_name: " ".into(),
        lender_address: String::new(),
        lender_signatory: String::new(),
        act_reference: String::new(),
        contact: String::new(),
        dpo_contact: String::new(),
        tutorial: String::new(),
        sender: String::new(),
    };
    // Without a tutorial or a name to remind by, no paper has a line to fill in by hand.
    let optional = [store::Mention::Tutorial, store::Mention::Sender];
    let missing = cite.missing();
    assert_eq!(missing.len() + optional.len(), store::Mention::ALL.len());
    assert!(optional.iter().all(|one| !missing.contains(one)));
}
