//! `cartable user token`.

use super::program::{agent, on_each, run, serve};

const PASSWORD: &str = "quatre mots sans lien";

on_each! {
    async fn a_token_made_here_opens_what_it_says_and_no_more(place) {
        let add = ["user", "add", "--login", "camille", "--name", "Camille", "--seat", "principal", "--cite", "Ma cité"];
        let _ = place.administrator("alix", PASSWORD).expect(0, &[]);
        let _ = run(place.cartable(&add).arg("--password-stdin"), &format!("{PASSWORD}\n")).expect(0, &[]);
        let token = |login: &str, scope: &str| {
            let words = ["user", "token", "--label", "Tableur", "--login", login, "--scope", scope];
            run(&mut place.cartable(&words), "")
        };
        let made = token("camille", "fund:read").expect(0, &["cartable_", "ne sera plus jamais affiché"]);
        let secret = made.out.trim().to_owned();
        assert_eq!(secret.len(), 81, "alone on standard output: {secret}");
        for (login, scope, code, said) in [
            ("camille", "items:read", 1, "ne permet pas la portée items:read"),
            ("camille", "items", 2, "n'est pas une portée"),
            ("personne", "all", 1, "Aucun compte"),
            ("alix", "all", 1, "n'offre rien aux programmes"),
        ] {
            let _ = token(login, scope).expect(code, &[said]);
        }
        let serving = serve(&mut place.cartable(&["serve", "--listen", "127.0.0.1:0"]));
        let get = |path: &str| {
            let header = format!("Bearer {secret}");
            let answer = agent().get(format!("{}{path}", serving.home)).header("Authorization", header).call();
            answer.expect("an answer").status().as_u16()
        };
        assert_eq!((get("/api/v1/fund-lines"), get("/api/v1/rounds"), get("/api/v1/items")), (200, 403, 403));
    }
}
