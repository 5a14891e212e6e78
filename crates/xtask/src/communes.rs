//! The table of communes that comes with the program, made from an open package.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::shell;

/// The package the tables are made from, and its vintage.
const PACKAGE: &str = "@etalab/decoupage-administratif@6.0.0";

/// Writes both tables of `exchange::reference` anew.
pub fn write() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("cartable-communes-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let script =
        format!("npm pack --silent {PACKAGE} && tar -xzf ./*.tgz package/data/communes.json");
    shell::run(Command::new("sh").current_dir(&folder).args(["-c", &script]))
        .context("fetching the table of communes (npm and tar are needed)")?;
    let text = fs::read_to_string(folder.join("package/data/communes.json"))?;
    fs::remove_dir_all(&folder)?;
    let places: Vec<Value> = serde_json::from_str(&text)?;
    let (mut communes, mut former) = (BTreeMap::new(), BTreeMap::new());
    for place in &places {
        let code = word(place, "code")?;
        match word(place, "type")? {
            "commune-actuelle" | "arrondissement-municipal" => {
                let (name, postal) = (word(place, "nom")?, words(place, "codesPostaux").join(","));
                if name.contains([';', '\n']) {
                    bail!("{code}: a name that would break its line");
                }
                communes.insert(code, format!("{name};{postal}"));
                former.extend(words(place, "anciensCodes").into_iter().map(|old| (old, code)));
            }
            "commune-deleguee" | "commune-associee" => {
                former.entry(code).or_insert(word(place, "chefLieu")?);
            }
            other => bail!("{code}: {other:?} is no known kind of place"),
        }
    }
    former.retain(|old, _| !communes.contains_key(old));
    let reference = shell::workspace().join("crates/exchange/src/reference");
    fs::write(reference.join("communes.txt"), lines(&communes))?;
    fs::write(reference.join("former_communes.txt"), lines(&former))?;
    println!("{} communes, {} former codes", communes.len(), former.len());
    Ok(())
}

fn word<'a>(place: &'a Value, name: &str) -> Result<&'a str> {
    place[name].as_str().with_context(|| format!("a place without {name}: {place}"))
}

fn words<'a>(place: &'a Value, name: &str) -> Vec<&'a str> {
    place[name].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn lines(table: &BTreeMap<&str, impl std::fmt::Display>) -> String {
    table.iter().map(|(code, rest)| format!("{code};{rest}\n")).collect()
}
