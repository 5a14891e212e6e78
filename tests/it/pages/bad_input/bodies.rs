//! Bodies and queries that no browser would send, or that are too large.

use domain::Seat;
use store::on_both;
use tests::html;
use uuid::Uuid;

use super::Untouched;

const MULTIPART: &str = "multipart/form-data; boundary=x";
const FORM: &str = "application/x-www-form-urlencoded";

on_both! {
    async fn too_much_is_a_page_that_says_how_much(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent, Seat::Principal]).await;
        let token = html::csrf(&visitors[0].get("/siege").await.text()).unwrap();
        let large = vec![b'a'; 51_000_000];
        for (path, field) in [("/fichiers", "file"), ("/materiel/reception", "fichier")] {
            let answer = visitors[0].upload(path, &token, &[("id", "x")], (field, "f.csv", &large)).await;
            untouched.says(path, answer, 413, "L’envoi dépasse 50 Mo").await;
        }
        let three = "x".repeat(3_000_000);
        let token = html::csrf(&visitors[1].get("/siege").await.text()).unwrap();
        let answer = visitors[1].post("/fonds/nouvelle-ligne", &token, &[("label", &three)]).await;
        untouched.says("a form of 3 MB", answer, 413, "L’envoi dépasse 2 Mo").await;
    }
}

on_both! {
    async fn broken_bodies_are_said_unreadable(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent]).await;
        let agent = &visitors[0];
        let token = html::csrf(&agent.get("/siege").await.text()).unwrap();
        let part = |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let cut = part("csrf", &token) + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\nNom;Pr";
        let headless = part("csrf", &token) + "--x\r\nnonsense\r\n\r\n--x--\r\n";
        for (what, kind, body) in [
            ("cut in the middle of its file", MULTIPART, cut.as_str()),
            ("a part without a name", MULTIPART, headless.as_str()),
        ] {
            for path in ["/fichiers", "/materiel/reception"] {
                let answer = agent.post_raw(path, kind, body.as_bytes().to_vec()).await;
                untouched.says(what, answer, 400, "Le formulaire reçu n’est pas lisible").await;
            }
        }
        let good = format!("csrf={token}&id={}", Uuid::from_u128(740_001));
        for path in ["/fichiers", "/materiel/reception"] {
            let answer = agent.post_raw(path, FORM, good.clone().into_bytes()).await;
            untouched.says("an upload that is no upload", answer, 400, "Le formulaire reçu n’est pas lisible").await;
        }
        let upload = part("csrf", &token) + "--x--\r\n";
        let answer = agent.post_raw("/attributions", MULTIPART, upload.into_bytes()).await;
        untouched.says("a form sent as an upload", answer, 400, "Le formulaire reçu n’est pas lisible").await;
    }
}

on_both! {
    async fn a_form_without_the_token_of_its_session_is_refused_everywhere(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, Seat::ALL).await;
        for line in web::sheet().iter().filter(|line| line.api.is_none() && line.method == "POST" && line.path != "/connexion") {
            let who = visitors.iter().find(|visitor| line.access.admits(visitor.by.seat)).unwrap();
            let other = visitors.iter().find(|visitor| visitor.by != who.by).unwrap();
            let theirs = html::csrf(&other.get("/siege").await.text()).unwrap();
            let path = untouched.city.fill(line.path);
            let id = Uuid::from_u128(740_002).to_string();
            let sentence = "Ce formulaire vient d’une page restée ouverte trop longtemps";
            untouched.says(line.path, who.post(&path, &theirs, &[("id", &id)]).await, 403, sentence).await;
            for (kind, body) in [
                (FORM, format!("id={id}")),
                (MULTIPART, format!("--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n{id}\r\n--x--\r\n")),
                ("application/json", format!("{{\"id\":\"{id}\"}}")),
                (FORM, "csrf=%FF%FE".to_owned()),
            ] {
                untouched.says(line.path, who.post_raw(&path, kind, body.into_bytes()).await, 403, sentence).await;
            }
        }
    }
}

on_both! {
    async fn odd_bytes_in_searches_and_fields_are_no_fault(fresh) {
        let (untouched, visitors) = Untouched::of(fresh, &[Seat::TownAgent, Seat::Administrator]).await;
        let agent = &visitors[0];
        for list in ["/familles", "/materiel", "/recherche", "/prets/nouveau"] {
            for typed in ["%FF%FE", "%C3", "%E2%28%A1", "%", "%zz", "a%00b", "%25_%27%22%3C", "%F0%9F%8E%92"] {
                let answer = agent.get(&format!("{list}?q={typed}")).await;
                let status = answer.status.as_u16();
                assert!([200, 400].contains(&status), "{list}?q={typed}: {status} {}", html::visible(&answer.text()));
                untouched.says(&format!("{list}?q={typed}"), answer, status, "").await;
            }
        }
        let plan = untouched.city.fill("/attributions/plans/{id}");
        let _ = agent.get(&format!("{plan}?q=a%00b&voir=%FF&page=%00")).await;
        let token = html::csrf(&agent.get("/siege").await.text()).unwrap();
        let id = Uuid::from_u128(740_003);
        let sentence = "n’est pas lisible";
        for (path, body) in [
            ("/recensement/ecole", format!("csrf={token}&id={id}&name=A%00B&commune=Toulouse&uai=")),
            ("/attributions", format!("csrf={token}&id={id}&name=A%00B")),
            ("/prets/nouveau", format!("csrf={token}&id={id}&foyer={}&numeros=1%00&due_on=2027-06-30", untouched.city.families[3])),
        ] {
            let answer = agent.post_raw(path, FORM, body.into_bytes()).await;
            untouched.says(path, answer, 400, sentence).await;
        }
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n{id}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"label\"\r\n\r\nLot\u{0}\r\n--x--\r\n"
        );
        let answer = agent.post_raw("/materiel/reception", MULTIPART, body.into_bytes()).await;
        untouched.says("an upload", answer, 400, sentence).await;
        let stranger = untouched.app.stranger(agent.by);
        let answer = stranger.post_raw("/connexion", FORM, b"login=a%00b&password=x%00y".to_vec()).await;
        untouched.says("signing in", answer, 400, sentence).await;
    }
}
