//! `cartable user add`.

use super::program::{Place, on_each, run, serve};
use store::testing::Database;

const PASSWORD: &str = "quatre mots sans lien";

on_each! {
    async fn whoever_is_made_with_capitals_signs_in(place) {
        let _ = place.administrator(" Alix.Bonnet ", PASSWORD).expect(0, &["« alix.bonnet » est créé"]);
        let again = place.administrator("ALIX.bonnet", "un tout autre mot de passe");
        let _ = again.expect(0, &["mot de passe n'ont pas changé"]);
        let serving = serve(&mut place.cartable(&["serve", "--listen", "127.0.0.1:0"]));
        for login in ["alix.bonnet", "Alix.Bonnet"] {
            assert!(serving.sign_in(login, PASSWORD).is_some(), "{login}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_makes_nothing() {
    let place = Place::new(Database::Sqlite).await;
    let add = |login: &str, name: &str, cite: &str, prefix: &str, password: &str| {
        let words = ["user", "add", "--password-stdin", "--seat", "town_agent"];
        let mut command = place.cartable(&words);
        command.args(["--login", login, "--name", name, "--cite", cite, "--prefix", prefix]);
        run(&mut command, password)
    };
    for (ended, code, said) in [
        (add(" ", "A", "C", "ABC", PASSWORD), 2, "l'identifiant est vide"),
        (add("a b", "A", "C", "ABC", PASSWORD), 2, "contient une espace"),
        (add("a", " ", "C", "ABC", PASSWORD), 2, "ce nom est vide"),
        (add("a", "A", " ", "ABC", PASSWORD), 2, "ce nom est vide"),
        (add("a", "A", "C", "abc", PASSWORD), 2, "trois capitales"),
        (add("a", "A", "C", "ABC", "court"), 1, "trop court"),
        (add("camille", "A", "C", "ABC", "camille et compagnie"), 1, "contient votre identifiant"),
    ] {
        let _ = ended.expect(code, &[said]);
        assert_eq!(place.files(), Vec::<String>::new(), "{said}");
    }
    // A cité that is refused leaves no account, an account that is refused no cité.
    let _ = place.administrator("alix", PASSWORD).expect(0, &[]);
    let _ =
        add("b", "B", "Ma cité", "XYZ", PASSWORD).expect(1, &["existe déjà, avec le préfixe ABC"]);
    let _ = add("b", "B", "Autre", "ABC", PASSWORD).expect(1, &["déjà celui d'une autre cité"]);
    let _ = add("b", "B", "Autre", "DEF", "court").expect(1, &["Rien n'a été créé"]);
    let _ = add("b", "B", "Autre", "XYZ", PASSWORD).expect(0, &["« b » est créé"]);
}
