//! Dates, choices and ids of the other forms.

use domain::Seat;
use store::on_both;
use tests::{Visitor, html};
use uuid::Uuid;
use web::routes::Access;

use super::Untouched;

/// A form's id of this test.
fn form(n: u128) -> String {
    Uuid::from_u128(730_000 + n).to_string()
}

on_both! {
    async fn a_loan_is_due_on_a_day_to_come_and_of_something_known(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent]).await;
        let agent = &visitors[0];
        let home = untouched.city.families[4].to_string();
        let page = format!("/prets/nouveau?foyer={home}");
        let base = [("numeros", "DON-0001"), ("due_on", "2027-06-30")];
        for (field, typed, status, sentence) in [
            ("due_on", "2026-08-31", 422, "« À rendre le » est aujourd’hui ou déjà passé"),
            ("due_on", "01/09/2026", 422, "« À rendre le » est aujourd’hui ou déjà passé"),
            ("due_on", "2036-09-01", 422, "« À rendre le » est trop loin : le 1er septembre 2029 au plus tard"),
            ("due_on", "30/02/2027", 422, "« 30/02/2027 » n’est pas une date"),
            ("due_on", "", 422, "« À rendre le » est vide"),
            ("numeros", "", 422, "Aucun objet"),
            ("numeros", "9999999", 422, "« 9999999 » ne correspond à aucun objet"),
            ("numeros", "DON-000", 422, "correspond à plusieurs objets"),
            ("numeros", "DON-0001", 409, "collège"),
            ("objet", "rien", 422, "« Objets » : choisissez parmi les réponses proposées"),
            ("objet", "00000000-0000-7000-8000-000000000000", 409, "Un objet n’est pas connu de votre cité"),
        ] {
            let id = form(1);
            let mut fields = vec![("id", id.as_str()), ("foyer", home.as_str())];
            fields.extend(base.iter().filter(|(known, _)| *known != field && field != "objet" || *known == "due_on" && field == "objet"));
            fields.push((field, typed));
            let answer = agent.submit(&page, "/prets/nouveau", &fields).await;
            untouched.says(&format!("{field} = {typed:?}"), answer, status, sentence).await;
        }
    }
}

/// Posts a form with these fields, and what is read then.
async fn told(
    untouched: &Untouched,
    who: &Visitor,
    page: &str,
    path: &str,
    fields: &[(&str, &str)],
    status: u16,
    sentence: &str,
) {
    let answer = who.submit(page, path, fields).await;
    untouched.says(&format!("{path} with {fields:?}"), answer, status, sentence).await;
}

on_both! {
    async fn unknown_choices_are_refused_by_name(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent, Seat::Administrator, Seat::PrefectDelegate]).await;
        let (agent, administrator, delegate) = (&visitors[0], &visitors[1], &visitors[2]);
        let one = form(2);
        let new = "/familles/nouvelle";
        let family = |school, birth| {
            [
                ("id", one.as_str()), ("family_name", "Essai"), ("first_name", "Camille"), ("commune", "Toulouse"),
                ("child0_first_name", "Sacha"), ("child0_birth", birth), ("child0_school", school), ("child0_level", "CE1"),
                ("equipment", "none"), ("connection", "none"), ("language", "fr"),
            ]
        };
        let nowhere = "00000000-0000-7000-8000-000000000000";
        told(&untouched, agent, new, new, &family("rien", "04/03/2018"), 422, "« École de l’enfant 1 » : choisissez").await;
        told(&untouched, agent, new, new, &family(nowhere, "04/03/2018"), 409, "Choisissez une école de la liste").await;
        told(&untouched, agent, new, new, &family(nowhere, "04/03/2030"), 422, "cette date ne peut pas être celle d’un élève").await;
        let accounts = "/comptes";
        let account = |seat| [("id", one.as_str()), ("name", "N"), ("login", "n@exemple.fr"), ("seat", seat)];
        told(&untouched, administrator, accounts, accounts, &account("maire"), 422, "« Siège » : choisissez").await;
        told(&untouched, administrator, accounts, accounts, &account(""), 422, "« Siège » : choisissez").await;
        let spaced = [("id", one.as_str()), ("name", "N"), ("login", "deux mots"), ("seat", "town_agent")];
        told(&untouched, administrator, accounts, accounts, &spaced, 422, "ne doit pas contenir d’espace").await;
        let asked = format!("/fonds/accords/{}", untouched.city.asked);
        told(&untouched, delegate, &asked, &asked, &[("id", &one), ("answer", "peut-être")], 400, "n’est pas lisible").await;
        let item = format!("/materiel/{}", untouched.city.item);
        told(&untouched, agent, &item, &item, &[("id", &one), ("action", "brûler")], 400, "n’est pas lisible").await;
        let back = format!("/prets/{}/retour", untouched.city.loan);
        let page = agent.get(&back).await.expect(200).text();
        let line = page.split("name=\"").filter_map(|part| part.split('"').next()).find(|name| name.starts_with("retour.")).unwrap().to_owned();
        told(&untouched, agent, &back, &back, &[("id", &one), (&line, "mangé")], 422, "choisissez une des réponses proposées").await;
        told(&untouched, agent, &back, &back, &[("id", &one)], 422, "Rien n’est repris").await;
        let school = "/recensement/ecole";
        let uai = |uai| [("id", one.as_str()), ("name", "École"), ("commune", "Toulouse"), ("uai", uai)];
        told(&untouched, agent, school, school, &uai("ABC"), 422, "sept chiffres et une lettre").await;
        told(&untouched, agent, school, school, &uai("9990001H"), 422, "ne sont pas un département").await;
    }
}

/// Lines whose form needs no id of its own: what they do to an object can be done once, or leaves it
/// the same when done twice; of two new passwords the one shown last holds.
const NO_ID: &[&str] = &[
    // Each loan that is ticked has an id of its own.
    "/prets/rentree",
    "/connexion",
    "/deconnexion",
    "/mot-de-passe",
    "/comptes/{id}/mot-de-passe",
    "/comptes/{id}/debloquer",
    "/fichiers/{id}/confirmer",
    "/fichiers/{id}/abandonner",
    "/fichiers/{id}/annuler",
    "/fichiers/{id}/choix",
    "/fichiers/correspondances/{id}/oublier",
    "/attributions/{id}/abandonner",
    "/attributions/plans/{id}/arreter",
    "/prets/papiers/{id}/arreter",
    "/prets/papiers/{id}/reprendre",
    "/recensement/liens/{id}/retirer",
    "/recensement/liens/{id}/lu",
    "/exports/{kind}",
    "/jetons/{id}/revoquer",
    "/scan/photo",
];

on_both! {
    async fn a_form_whose_id_is_no_id_does_nothing(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, Seat::ALL).await;
        let mut tried = 0;
        for line in web::sheet().iter().filter(|line| line.api.is_none() && line.method == "POST" && !NO_ID.contains(&line.path)) {
            let who = visitors.iter().find(|visitor| line.access.admits(visitor.by.seat)).unwrap();
            let path = untouched.city.fill(line.path);
            let form = if line.access == Access::Link { path.as_str() } else { "/siege" };
            let token = html::csrf(&who.get(form).await.text()).unwrap();
            for id in ["pas-un-numero", "", "90000"] {
                // `seat` is the id that `/siege` takes, a seat's code elsewhere.
                let seat = if line.path == "/siege" { id } else { "town_agent" };
                let fields = [("id", id), ("seat", seat), ("foyer", ""), ("name", "N"), ("answer", "yes"), ("action", "send_to_repair")];
                let answer = if line.limit > 2_000_000 {
                    who.upload(&path, &token, &fields, ("file", "f.csv", b"a;b")).await
                } else {
                    who.post(&path, &token, &fields).await
                };
                untouched.says(&format!("{} with the id {id:?}", line.path), answer, 400, "Le formulaire reçu n’est pas lisible. Rien n’a été enregistré").await;
                tried += 1;
            }
        }
        assert!(tried > 50, "{tried} forms");
    }
}

on_both! {
    async fn an_address_whose_id_is_no_id_leads_nowhere(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, Seat::ALL).await;
        for line in web::sheet().iter().filter(|line| line.api.is_none() && line.path.contains("{id}")) {
            let who = visitors.iter().find(|visitor| line.access.admits(visitor.by.seat)).unwrap();
            let token = html::csrf(&who.get("/siege").await.text()).unwrap();
            for id in ["pas-un-numero", "%00", "..%2f", "é", "00000000-0000-7000-8000-00000000000g"] {
                let id = if id.is_ascii() { id.to_owned() } else { "%C3%A9".to_owned() };
                let path: Vec<&str> = line.path.split('/').map(|part| if part.starts_with('{') { id.as_str() } else { part }).collect();
                let path = path.join("/");
                let what = format!("{} {path}", line.method);
                if line.method == "GET" {
                    untouched.says(&what, who.get(&path).await, 404, "Page introuvable").await;
                } else {
                    let answer = who.post(&path, &token, &[("id", &form(3))]).await;
                    untouched.says(&what, answer, 400, "Rien n’a été enregistré").await;
                }
            }
        }
    }
}
