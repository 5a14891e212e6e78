//! Reading one text file, and holding it against the French one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::{Direction, ESSENTIALS, Language, Text, TextFault, TextProblem, in_section};

/// A file as it is written: what the language is, then sections of sentences.
#[derive(Deserialize)]
struct Written {
    name: Option<String>,
    name_fr: Option<String>,
    dir: Option<String>,
    script: Option<String>,
    checked_by: Option<String>,
    checked_on: Option<String>,
    date: Option<String>,
    #[serde(flatten)]
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

/// The `.toml` files of a folder, by name.
pub(super) fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, TextFault> {
    let unreadable = |path: &Path, error: std::io::Error| TextFault {
        problems: vec![TextProblem::Unreadable {
            path: path.display().to_string(),
            cause: error.to_string(),
        }],
    };
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.extension().is_some_and(|kind| kind == "toml") {
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, text));
        }
    }
    files.sort();
    Ok(files)
}

/// Reads one file, over what was there of its language.
pub(super) fn read(
    name: &str,
    text: &str,
    before: &BTreeMap<Language, Text>,
) -> Result<Text, Vec<TextProblem>> {
    let file = || name.to_owned();
    let language = name.strip_suffix(".toml").and_then(Language::new);
    let language = language.ok_or_else(|| vec![TextProblem::NoLanguage { file: file() }])?;
    let malformed = |error: toml::de::Error| {
        let cause = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        vec![TextProblem::Malformed { file: file(), cause }]
    };
    let written: Written = toml::from_str(text).map_err(malformed)?;
    let known = before.get(&language);
    let french = language == Language::french();
    let mut sentences = known.map(|text| text.sentences.clone()).unwrap_or_default();
    for (section, lines) in written.sections {
        for (key, line) in lines {
            let line = if french { spaced(line.trim()) } else { line.trim().to_owned() };
            sentences.insert(format!("{section}.{key}"), line);
        }
    }
    let changed = known.is_none_or(|text| text.sentences != sentences);
    let said = |value: Option<String>, before: Option<&String>, key| {
        let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        value
            .or_else(|| before.cloned())
            .ok_or_else(|| vec![TextProblem::Heading { file: file(), key }])
    };
    let direction = match written.dir.as_deref() {
        Some("ltr") => Some(Direction::Ltr),
        Some("rtl") => Some(Direction::Rtl),
        Some(_) => None,
        None => known.map(|text| text.direction),
    };
    let date = written.date.or_else(|| known.map(|text| text.date.clone()));
    let date = date.unwrap_or_else(|| "{day}/{month}/{year}".to_owned());
    let checked = written.checked_by.unwrap_or_default().trim().to_owned();
    let checked = (!checked.is_empty())
        .then(|| (checked, written.checked_on.unwrap_or_default().trim().to_owned()))
        .or_else(|| known.filter(|_| !changed).and_then(|text| text.checked.clone()));
    Ok(Text {
        name: said(written.name, known.map(|text| &text.name), "name")?,
        name_in_french: said(written.name_fr, known.map(|text| &text.name_in_french), "name_fr")?,
        direction: direction
            .ok_or_else(|| vec![TextProblem::Heading { file: file(), key: "dir" }])?,
        script: said(written.script, known.map(|text| &text.script), "script")?,
        checked,
        date: if places(&date) == places("{day}{month}{year}") {
            date
        } else {
            return Err(vec![TextProblem::Heading { file: file(), key: "date" }]);
        },
        sentences,
        language,
    })
}

/// What a text lacks, has too much, or says with other places than French.
pub(super) fn compare(text: &Text, french: &Text) -> Vec<TextProblem> {
    let language = || text.language.code().to_owned();
    let mut problems = Vec::new();
    for (key, line) in &text.sentences {
        let Some(model) = french.sentences.get(key) else {
            problems.push(TextProblem::Unknown { language: language(), key: key.clone() });
            continue;
        };
        if places(line) != places(model) {
            let expected: Vec<String> =
                places(model).into_iter().map(|place| format!("{{{place}}}")).collect();
            let expected =
                if expected.is_empty() { "du texte seul".to_owned() } else { expected.join(", ") };
            problems.push(TextProblem::Places { language: language(), key: key.clone(), expected });
        }
    }
    for (key, _) in french.sentences.iter().filter(|(key, _)| in_section(key, ESSENTIALS)) {
        if text.sentences.get(key).is_none_or(String::is_empty) {
            problems.push(TextProblem::Missing { language: language(), key: key.clone() });
        }
    }
    problems
}

/// The names in braces of a sentence.
pub(super) fn places(line: &str) -> BTreeSet<&str> {
    let named = line.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    named.map(|(name, _)| name).collect()
}

/// French as it is printed: the spaces before and inside its signs never break a line. Whoever edits a
/// file types plain ones.
fn spaced(line: &str) -> String {
    let mut line = line.to_owned();
    for (typed, printed) in [
        (" :", "\u{a0}:"),
        (" ;", "\u{202f};"),
        (" !", "\u{202f}!"),
        (" ?", "\u{202f}?"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        ("n° ", "n°\u{a0}"),
        ("art. ", "art.\u{a0}"),
        ("'", "’"),
    ] {
        line = line.replace(typed, printed);
    }
    line
}
