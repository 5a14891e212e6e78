//! A class set goes to a school, a tablet of it to a family and back, and the rest comes home.

use domain::Seat;
use domain::ids::ItemId;
use domain::stock::ItemState;
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::households::{in_need, school};
use store::testing::builders::stock::{delivery, tablet, terms};
use tests::{App, Visitor, html};

const NEW: &str = "/mises-a-disposition/nouvelle";

async fn given(app: &App, tablets: u128) -> (Visitor, Vec<ItemId>) {
    let visitor = app.visitor(0, Seat::TownAgent).await;
    let _ = school(app.store(), visitor.by).await;
    let items: Vec<_> = (1..=tablets).map(tablet).collect();
    let ids = items.iter().map(|item| item.id).collect();
    app.store().receive(&delivery(1, items, terms()), visitor.by, start()).await.unwrap();
    (visitor, ids)
}

async fn state(app: &App, item: ItemId, visitor: &Visitor) -> ItemState {
    app.store().item(item, visitor.by).await.unwrap().unwrap().item.state
}

on_both! {
    async fn a_school_has_a_class_set_and_a_family_has_one_of_it(fresh) {
        let app = App::new(fresh);
        let (visitor, items) = given(&app, 3).await;
        let home = in_need(app.store(), 1, visitor.by).await.to_string();
        let here = format!("ecole.{}", school(app.store(), visitor.by).await);
        // Everything that is missing is said at once, and what was scanned stays on the list.
        let ids: Vec<String> = items.iter().map(ToString::to_string).collect();
        let bare = [("objet", ids[0].as_str()), ("faire", "confier")];
        let bare = visitor.fill(NEW, NEW, &bare).await.expect(422);
        let bare = bare.says("choisissez une école ou un organisme").says("convention ou une délibération est nécessaire");
        assert!(bare.text().contains(&ids[0]), "the item stays on the form");
        let added = visitor.fill(NEW, NEW, &[("numeros", "1 2"), ("faire", "ajouter")]).await.expect(200);
        let _ = added.says("2 objets sur la liste");
        let order = [
            ("objet", ids[0].as_str()), ("objet", ids[1].as_str()), ("a_qui", here.as_str()), ("due_on", "2027-06-30"),
            ("responsible", "directrice"), ("faire", "confier"),
        ];
        let done = visitor.fill(NEW, NEW, &order).await.expect(303);
        let place = done.location.unwrap();
        let page = visitor.get(&place).await.expect(200).says("Prêt à un établissement").says("directrice").says("à l’école");
        drop(page);
        let twice = [("objet", ids[1].as_str()), ("objet", ids[2].as_str()), ("a_qui", here.as_str()), ("due_on", "2027-06-30"), ("faire", "confier")];
        let _ = visitor.fill(NEW, NEW, &twice).await.expect(409).says("est confié à un établissement").says("Rien n’a été remis.");
        assert_eq!(state(&app, items[2], &visitor).await, ItemState::Available);

        // Lent on: no longer than the school has it, then read everywhere.
        let lend = format!("/prets/nouveau?foyer={home}");
        let late = [("objet", ids[0].as_str()), ("due_on", "2027-07-01")];
        let _ = visitor.fill(&lend, "/prets/nouveau", &late).await.expect(409).says("à rendre par son école le 30 juin 2027");
        let right = [("objet", ids[0].as_str()), ("due_on", "2027-06-30")];
        let loan = visitor.fill(&lend, "/prets/nouveau", &right).await.expect(303).location.unwrap();
        let _ = visitor.get(&loan).await.expect(200).says("Prêté par une école");
        let _ = visitor.get(&place).await.expect(200).says("chez une famille").says("Essai1");
        let item = format!("/materiel/{}", ids[0]);
        let _ = visitor.get(&item).await.expect(200).says("qui le prête à cette famille").says("École Jean-Zay");
        let schools = format!("/recensement/{}", here.replace("ecole.", "ecoles/"));
        let _ = visitor.get(&schools).await.expect(200).says("2 sur 2 encore là-bas");
        let paper = visitor.get(&format!("{place}/convention.pdf")).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"));
        // Whoever does not see families reads the place, not the family.
        let principal = app.visitor(0, Seat::Principal).await;
        let read = html::visible(&principal.get(&place).await.expect(200).text());
        assert!(!read.contains("Essai1") && !read.contains("chez une famille"), "{read}");

        // The year goes on at the school.
        let extend = format!("{place}/prolonger");
        let _ = visitor.fill(&extend, &extend, &[("due_on", "2027-06-30")]).await.expect(409).says("une date plus tardive");
        let _ = visitor.fill(&extend, &extend, &[("due_on", "")]).await.expect(422);
        let _ = visitor.fill(&extend, &extend, &[("due_on", "2028-06-30")]).await.expect(303);
        let _ = visitor.get(&place).await.expect(200).says("30 juin 2028");

        // The family's part first; the rest at once.
        let end = format!("{place}/retour");
        let form = visitor.get(&end).await.expect(200).says("À reprendre d’abord à la famille");
        assert!(!form.text().contains(&format!("retour.{}", ids[0])), "a family has it");
        let early = format!("retour.{}", ids[0]);
        let _ = visitor.fill(&end, &end, &[(early.as_str(), "good")]).await.expect(409).says("Encore chez une famille");
        let nothing = visitor.fill(&end, &end, &[]).await.expect(422);
        let _ = nothing.says("Rien n’est repris");
        let _ = visitor.fill(&end, &end, &[("tous", "good")]).await.expect(303);
        assert_eq!(state(&app, items[1], &visitor).await, ItemState::ToCheck);
        let back = format!("{loan}/retour");
        let _ = visitor.fill(&back, &back, &[(early.as_str(), "good")]).await.expect(303);
        let shown = visitor.get(&item).await.expect(200).says("il y retourne une fois vérifié et effacé");
        drop(shown);
        let wiped = [("methode", "factory_reset")];
        let _ = visitor.fill(&item, &item, &wiped).await.expect(303);
        assert_eq!(state(&app, items[0], &visitor).await, ItemState::Lent);
        let _ = visitor.get(&item).await.expect(200).says("rendu à l’école ou à l’organisme");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn an_association_is_named_once_and_a_stranger_gets_nothing(fresh) {
        let app = App::new(fresh);
        let (visitor, items) = given(&app, 3).await;
        let ids: Vec<String> = items.iter().map(ToString::to_string).collect();
        let named = |item| [("objet", item), ("a_qui", "nouveau"), ("nom", "Médiathèque"), ("contact", "05 36 49 00 00"), ("act", "convention 7"), ("faire", "confier")];
        let bare = [("objet", ids[0].as_str()), ("a_qui", "nouveau"), ("act", "convention 7"), ("faire", "confier")];
        let _ = visitor.fill(NEW, NEW, &bare).await.expect(422).says("« Nom de l’organisme » est vide");
        let done = visitor.fill(NEW, NEW, &named(&ids[0])).await.expect(303).location.unwrap();
        let _ = visitor.get(&done).await.expect(200).says("Mise à disposition").says("sans terme").says("05 36 49 00 00");
        let _ = visitor.fill(NEW, NEW, &named(&ids[1])).await.expect(409).says("déjà connu");
        let _ = visitor.get(NEW).await.expect(200).says("Organisme : Médiathèque");
        let list = visitor.get("/mises-a-disposition").await.expect(200).says("1 remise en cours");
        drop(list);
        let _ = visitor.get("/mises-a-disposition?voir=en-retard").await.expect(200).says("Rien dans cette liste.");
        let home = in_need(app.store(), 1, visitor.by).await.to_string();
        let lend = format!("/prets/nouveau?foyer={home}");
        let lent = [("objet", ids[0].as_str()), ("due_on", "2027-06-30")];
        let _ = visitor.fill(&lend, "/prets/nouveau", &lent).await.expect(409).says("la famille n’a pas d’élève");
        assert_eq!(state(&app, items[1], &visitor).await, ItemState::Available);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
