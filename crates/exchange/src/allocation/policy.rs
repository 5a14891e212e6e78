//! `policy.toml`: which rule, which draw.

use domain::allocation::{Policy, Rule};
use toml::de::{DeTable, DeValue};

use super::POLICY_FILE;
use super::errors::{BadCell, Wanted};
use super::sheet;

const KEYS: &[&str] = &["rule", "seed", "fairness"];

/// Reads a policy; what it does not say is as in [`Policy::default`].
///
/// # Errors
/// Every fault at once: no UTF-8, no TOML, an unknown key, a rule that is neither `strict` nor `count`,
/// a seed that is no whole number from 0 to 9 223 372 036 854 775 807 (TOML's largest), a fairness.
pub fn read_policy(bytes: &[u8]) -> Result<Policy, Vec<BadCell>> {
    let text = sheet::text(POLICY_FILE, bytes).map_err(|fault| vec![fault])?;
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![bad(text, at, "", error.message(), Wanted::Toml)]
    })?;
    let mut policy = Policy::default();
    let mut faults = Vec::new();
    for (key, value) in table.get_ref() {
        let key = key.get_ref().as_ref();
        let span = value.span();
        let written = text.get(span.clone()).unwrap_or_default();
        let wanted = match key {
            "rule" => match rule(value.get_ref()) {
                Some(rule) => {
                    policy.rule = rule;
                    continue;
                }
                None => Wanted::OneOf(Rule::ALL.iter().map(|rule| rule.code()).collect()),
            },
            "seed" => match seed(value.get_ref()) {
                Some(seed) => {
                    policy.seed = seed;
                    continue;
                }
                None => Wanted::Between { least: 0, most: i64::MAX.cast_unsigned() },
            },
            "fairness" if value.get_ref().as_str() == Some("none") => continue,
            "fairness" => Wanted::NoFairnessYet,
            _ => Wanted::KnownKey(KEYS.to_vec()),
        };
        faults.push(bad(text, span.start, key, written, wanted));
    }
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(policy) } else { Err(faults) }
}

fn rule(value: &DeValue<'_>) -> Option<Rule> {
    value.as_str()?.parse().ok()
}

fn seed(value: &DeValue<'_>) -> Option<u64> {
    let integer = value.as_integer()?;
    let seed = i64::from_str_radix(integer.as_str(), integer.radix()).ok()?;
    u64::try_from(seed).ok()
}

fn bad(text: &str, at: usize, key: &str, value: &str, wanted: Wanted) -> BadCell {
    let before = text.get(..at).unwrap_or(text);
    let line = 1 + before.matches('\n').count() as u64;
    BadCell { file: POLICY_FILE, line, column: key.to_owned(), value: value.to_owned(), wanted }
}
