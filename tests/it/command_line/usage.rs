//! What is not understood is a French sentence, and 2; help is French too.

use super::program::{cartable, run};

#[test]
fn what_is_not_understood_is_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let add = ["user", "add", "--login", "a", "--name", "A", "--cite", "C", "--seat", "agent"];
    for (words, said) in [
        (&["serve", "--lisen", "a"][..], "« --lisen » n'est pas une option"),
        (&["serve", "--listen"], "attend une valeur"),
        (&["serve", "--listen", "8080"], "« 8080 » n'est pas une adresse suivie d'un port"),
        (&["serve", "--public-url", "cartable.fr"], "comme https://cartable.ville.fr"),
        (&["serve", "--listen", "127.0.0.1:1", "--listen", "127.0.0.1:2"], "donnée deux fois"),
        (&["server"], "« server » n'est pas une commande. Il y a : serve, demo"),
        (&["user", "add"], "Il manque : --login"),
        (&add, "« agent » n'est pas un siège. Il y a : town_agent (agent municipal)"),
        (&["allocate"], "Il manque : --needs"),
    ] {
        let ended = run(cartable(folder.path()).args(words), "").expect(2, &[said, "--help"]);
        for english in ["error", "Usage:", "required", "invalid", "tip:"] {
            assert!(!ended.err.contains(english), "{ended:?}");
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn help_is_french_and_shows_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    for words in
        [&["--help"][..], &["serve", "--help"], &["user", "add", "-h"], &["allocate", "--help"]]
    {
        let mut command = cartable(folder.path());
        command.env("CARTABLE_DATABASE", "postgres://agent:secret@town/c");
        let help = run(command.args(words), "").expect(0, &["Usage : ", "Affiche cette aide"]);
        for foreign in ["secret", "Print help", "Commands:", "[env", "[default", "COMMAND]"] {
            assert!(!help.out.contains(foreign), "{words:?} {foreign}: {}", help.out);
        }
    }
    let _ = run(cartable(folder.path()).arg("--version"), "").expect(0, &["cartable "]);
    let _ = run(&mut cartable(folder.path()), "").expect(2, &["Usage : ", "Commandes"]);
}
