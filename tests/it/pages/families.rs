//! A family by telephone: entered, found, its needs noted; seen by nobody but the agent.

use domain::Seat;
use store::on_both;
use store::testing::builders::households::{in_need, school};
use tests::{App, html};

on_both! {
    async fn a_family_by_telephone(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await.to_string();
        let path = "/familles/nouvelle";
        let page = agent.get(path).await.expect(200).text();
        let id = html::field(&page, "id").unwrap();
        let wrong = [
            ("id", id.as_str()),
            ("family_name", "N'Diaye"),
            ("mobile", "639981234"),
            ("postal_code", "3110"),
            ("child0_birth", "32/13/2018"),
            ("language", "fr"),
        ];
        let _ = agent
            .submit(path, path, &wrong)
            .await
            .expect(422)
            .says("« Prénom du responsable » est vide")
            .says("il manque le zéro du début, écrivez 06 39 98 12 34")
            .says("cinq chiffres")
            .says("« 32/13/2018 » n’est pas une date")
            .says("« Équipement à la maison » : choisissez");
        let right = [
            ("id", id.as_str()),
            ("family_name", "N'Diaye"),
            ("first_name", "Aïcha"),
            ("mobile", "06 39 98 12 34"),
            ("commune", "Toulouse"),
            ("child0_first_name", "Élodie"),
            ("child0_birth", "04/03/2018"),
            ("child0_school", school.as_str()),
            ("child0_level", "CE1"),
            ("equipment", "smartphone_only"),
            ("connection", "good"),
            ("accepts_loan", "oui"),
            ("language", "fr"),
            ("priority", "R2"),
        ];
        let family = agent.submit(path, path, &right).await.expect(303).location.unwrap();
        assert_eq!(agent.submit(path, path, &right).await.expect(303).location.unwrap(), family, "posted twice, one family");
        let _ = agent.get(&family).await.expect(200).says("Élodie N'Diaye").says("06 39 98 12 34").says("Appareil en attente").says("réussite éducative");
        let _ = agent.get("/familles?q=ndiaye").await.expect(200).says("1 famille");
        let _ = agent.get("/familles?q=elodie+diaye&voir=besoin").await.expect(200).says("1 famille");
        let again = agent.get(path).await.expect(200).text();
        let other = html::field(&again, "id").unwrap();
        let mut twin = right;
        twin[0].1 = other.as_str();
        let _ = agent.submit(path, path, &twin).await.expect(409).says("déjà dans le registre");
    }
}

on_both! {
    async fn needs_are_noted_and_closed(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let id = in_need(app.store(), 1, agent.by).await;
        let (family, path) = (format!("/familles/{id}"), format!("/familles/{id}/besoins"));
        let _ = agent.get(&family).await.expect(200).says("Appareil en attente").says("Connexion en attente");
        let page = agent.get(&path).await.expect(200).text();
        let form = html::field(&page, "id").unwrap();
        let fields = [("id", form.as_str()), ("equipment", "enough"), ("connection", "good"), ("language", "ar")];
        let _ = agent.submit(&path, &path, &fields).await.expect(303);
        let _ = agent.get(&family).await.expect(200).says("Appareil retiré").says("Langue de contact : arabe").says("besoins notés");
        let _ = agent.get("/familles?voir=besoin").await.expect(200).says("0 famille");
        let fields = [("id", form.as_str()), ("equipment", "elephant"), ("connection", "good"), ("language", "fr")];
        let _ = agent.submit(&path, &path, &fields).await.expect(422).says("choisissez une des réponses proposées");
    }
}

on_both! {
    async fn nobody_else_sees_a_family(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let id = in_need(app.store(), 1, agent.by).await;
        let _ = app.visitor(0, Seat::Principal).await.get(&format!("/familles/{id}")).await.expect(403);
        let foreign = app.visitor(1, Seat::TownAgent).await;
        let _ = foreign.get(&format!("/familles/{id}")).await.expect(404);
        let _ = foreign.get(&format!("/familles/{id}/besoins")).await.expect(404);
        let _ = foreign.get("/familles").await.expect(200).says("0 famille");
    }
}

on_both! {
    async fn a_family_is_erased_after_a_preview(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let id = in_need(app.store(), 1, agent.by).await;
        let path = format!("/familles/{id}/effacer");
        let _ = agent.get(&format!("/familles/{id}")).await.expect(200).says("Effacer cette famille");
        let page = agent.get(&path).await.expect(200).says("1 responsable et 1 enfant").says("2 besoins en attente").text();
        let form = html::field(&page, "id").unwrap();
        let to = agent.submit(&path, &path, &[("id", form.as_str())]).await.expect(303).location.unwrap();
        assert_eq!(to, "/familles");
        for gone in [format!("/familles/{id}"), path.clone(), format!("/familles/{id}/besoins"), format!("/prets/nouveau?foyer={id}")] {
            let answer = agent.get(&gone).await;
            assert!(!html::visible(&answer.text()).contains("Essai1"), "{gone}");
        }
        let _ = agent.get(&format!("/familles/{id}")).await.expect(404);
        let _ = agent.get("/familles").await.expect(200).says("0 famille");
    }
}
