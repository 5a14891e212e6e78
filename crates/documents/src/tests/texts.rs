//! The text files: whole, of one shape in every language, and what is said of a bad one.

use std::collections::BTreeSet;

use crate::texts::{Language, TextBook, TextProblem};

const SECTIONS: [&str; 14] = [
    "essentials",
    "common",
    "grades",
    "points",
    "agreement",
    "handover",
    "return",
    "condition",
    "extension",
    "reminder",
    "notice",
    "incident",
    "certificate",
    "gift",
];

fn language(code: &str) -> Language {
    Language::new(code).expect("a code")
}

/// A folder of text files, and what comes of loading it.
fn loaded(files: &[(&str, &str)]) -> Result<TextBook, Vec<TextProblem>> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    TextBook::load(folder.path()).map_err(|fault| fault.problems)
}

#[test]
fn every_language_has_the_essentials_and_four_have_all() {
    let book = TextBook::built_in().unwrap_or_else(|fault| panic!("{fault}"));
    let codes: Vec<&str> = book.texts().map(|text| text.language.code()).collect();
    let expected = [
        "ar", "bn", "en", "es", "fa", "fr", "ps", "pt", "ro", "ru", "so", "sq", "ta", "ti", "tr",
        "uk", "zh",
    ];
    assert_eq!(codes, expected);
    for text in book.texts() {
        assert!(book.is_whole(&text.language, &["essentials"]), "{}", text.language);
        assert_eq!(text.checked, None, "{}: nobody has checked it yet", text.language);
        let whole = SECTIONS.iter().all(|section| book.is_whole(&text.language, &[section]));
        assert_eq!(whole, ["fr", "en", "ar", "ta"].contains(&text.language.code()));
    }
    let french = book.text(&Language::french()).expect("French");
    let sections: BTreeSet<&str> =
        french.sentences.keys().filter_map(|key| Some(key.split_once('.')?.0)).collect();
    assert_eq!(sections, SECTIONS.into_iter().collect(), "a section that no test looks at");
}

#[test]
fn no_sentence_is_the_french_one_by_mistake() {
    let book = TextBook::built_in().expect("right");
    let french = book.text(&Language::french()).expect("French");
    for text in book.texts().filter(|text| text.language != french.language) {
        for (key, sentence) in &text.sentences {
            // Words that are the same, and names.
            let same = french.sentences.get(key) == Some(sentence) && sentence.len() > 12;
            assert!(!same, "{}: {key} is in French", text.language);
            assert!(!sentence.is_empty(), "{}: {key} is empty", text.language);
            assert_eq!(sentence.matches('*').count() % 2, 0, "{}: {key}", text.language);
        }
    }
}

#[test]
fn every_sentence_is_printed_somewhere() {
    let templates = crate::templates::SOURCES.values().map(|source| source.text().to_owned());
    let templates: String = templates.collect();
    // Named by what they are about.
    let by_value = [
        "grades.",
        "points.",
        "incident.step_",
        "incident.loss",
        "incident.theft",
        "condition.same",
        "condition.better",
        "essentials.help_",
        "reminder.sms_",
    ];
    let things = ["tablet", "laptop", "phone", "hotspot"].map(|kind| format!("essentials.{kind}"));
    let book = TextBook::built_in().expect("right");
    for key in book.text(&Language::french()).expect("French").sentences.keys() {
        if by_value.iter().any(|start| key.starts_with(start)) || things.contains(key) {
            continue;
        }
        // By its whole key, or as an article, by its name alone.
        let (_, name) = key.split_once('.').expect("a section");
        let article = format!("\"{}\"", name.strip_suffix("_text").unwrap_or(name));
        let printed = templates.contains(&format!("\"{key}\"")) || templates.contains(&article);
        assert!(printed, "no paper prints {key}");
    }
}

#[test]
fn french_is_spaced_as_it_is_printed() {
    let book = loaded(&[("fr.toml", "[essentials]\ncontact = \"Et l'un : « {contact} » ?\"\n")]);
    let book = book.expect("right");
    let text = book.text(&Language::french()).expect("French");
    assert_eq!(
        text.sentence("essentials.contact"),
        Some("Et l’un\u{a0}: «\u{a0}{contact}\u{a0}»\u{202f}?")
    );
}

#[test]
fn a_town_changes_one_sentence_and_the_rest_stays() {
    let before = TextBook::built_in().expect("right");
    let book = loaded(&[("ar.toml", "checked_by = \"Samia\"\nchecked_on = \"2027-01-05\"\n")]);
    let checked = book.expect("right");
    let arabic = checked.text(&language("ar")).expect("Arabic");
    assert_eq!(arabic.checked, Some(("Samia".to_owned(), "2027-01-05".to_owned())));
    assert_eq!(arabic.sentences, before.text(&language("ar")).expect("Arabic").sentences);

    let book = loaded(&[("ar.toml", "[essentials]\ntitle = \"باختصار\"\n")]).expect("right");
    let arabic = book.text(&language("ar")).expect("Arabic");
    assert_eq!(arabic.sentence("essentials.title"), Some("باختصار"));
    assert_eq!(arabic.sentences.len(), before.text(&language("ar")).expect("").sentences.len());
}

#[test]
fn a_language_can_be_added() {
    let whole = include_str!("../../../../templates/documents/texts/sq.toml");
    let book = loaded(&[("ku.toml", &whole.replace("\"shqip\"", "\"kurdî\""))]).expect("right");
    assert_eq!(book.text(&language("ku")).expect("added").name, "kurdî");
}

#[test]
fn what_is_wrong_is_said_all_at_once() {
    let problems = loaded(&[
        ("ar.toml", "[essentials]\nuntil = \"قريبا\"\ntitel = \"x\"\n"),
        ("ku.toml", "name = \"kurdî\"\nname_fr = \"kurde\"\ndir = \"ltr\"\nscript = \"Latn\"\n"),
        ("arabe.toml", "name = \"x\"\n"),
        ("es.toml", "dir = \"de lado\"\n"),
        ("pt.toml", "[essentials\n"),
        ("fr.toml", "[handover]\ntitre = \"x\"\ntext = \"x\"\n"),
    ])
    .expect_err("wrong");
    let told = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for expected in [
        "arabe.toml\u{a0}: le nom du fichier",
        "« dir »",
        "pt.toml\u{a0}: le fichier n’est pas bien écrit",
        "« essentials.titel »",
        "« handover.titre »",
        "« handover.text » doit contenir {date}, {lender}, {person}",
        "« essentials.until » doit contenir {due}",
        "ku.toml\u{a0}: la phrase « essentials.lost » manque",
    ] {
        let expected = expected.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
        assert!(told.contains(&expected), "{expected:?} missing: {told}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let fault = TextBook::load(std::path::Path::new("/nowhere/at/all")).expect_err("absent");
    assert!(matches!(fault.problems.as_slice(), [TextProblem::Unreadable { .. }]));
}
