//! `policy.toml`: which rule, which draw, and what is asked beyond them.
//!
//! ```toml
//! rule = "count"
//! seed = 7
//! work_limit = 10000       # nodes of one solve; without it: until the end
//! fairness = "quota"       # or "leximin", under count; or "none"
//! fairness_by = "school"   # or "commune"
//! fairness_tiers = [1, 2]  # of leximin; without it: all
//! [[quota]]
//! of = "S00012"
//! tier = 1                 # without it: all tiers together
//! least = 2
//! most = 10
//! ```

use domain::allocation::{Fairness, PlaceKind, Policy, Quota, Rule};
use toml::de::{DeTable, DeValue};

use super::POLICY_FILE;
use super::errors::{BadCell, Wanted};
use super::sheet;

const KEYS: &[&str] =
    &["rule", "seed", "work_limit", "fairness", "fairness_by", "fairness_tiers", "quota"];
const QUOTA_KEYS: &[&str] = &["of", "tier", "least", "most"];
const FAIRNESS: &[&str] = &["none", "quota", "leximin"];
const MOST_NEEDS: u64 = 1_000_000;
const MOST_NODES: u64 = 1_000_000_000;

/// Reads a policy; what it does not say is as in [`Policy::default`].
///
/// # Errors
/// Every fault at once: no UTF-8, no TOML, an unknown key, a word or a number that is none of those
/// allowed, quotas without the fairness that knows them, a limit below the other, leximin under `strict`.
pub fn read_policy(bytes: &[u8]) -> Result<Policy, Vec<BadCell>> {
    let text = sheet::text(POLICY_FILE, bytes).map_err(|fault| vec![fault])?;
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![bad(text, at, "", error.message(), Wanted::Toml)]
    })?;
    let mut reader = Reader { text, faults: Vec::new() };
    let policy = reader.policy(table.get_ref());
    reader.faults.sort_by_key(|fault| fault.line);
    if reader.faults.is_empty() { Ok(policy) } else { Err(reader.faults) }
}

struct Reader<'a> {
    text: &'a str,
    faults: Vec<BadCell>,
}

/// A value and where it stands.
type Value<'a> = toml::Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn policy(&mut self, table: &DeTable<'_>) -> Policy {
        self.known(table, KEYS);
        let mut policy = Policy::default();
        let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
        if let Some(rule) = self.word(table, "rule", &rules).and_then(|word| word.parse().ok()) {
            policy.rule = rule;
        }
        let most = i64::MAX.cast_unsigned();
        policy.seed = self.number(table, "seed", 0, most).unwrap_or(policy.seed);
        // The bounds fit the type.
        policy.work_limit =
            self.number(table, "work_limit", 1, MOST_NODES).map(|nodes| nodes as u32);
        policy.fairness = self.fairness(table, policy.rule);
        policy
    }

    fn fairness(&mut self, table: &DeTable<'_>, rule: Rule) -> Fairness {
        let kinds: Vec<&str> = PlaceKind::ALL.iter().map(|kind| kind.code()).collect();
        let by = self.word(table, "fairness_by", &kinds).and_then(|word| word.parse().ok());
        let by = by.unwrap_or(PlaceKind::School);
        let fairness = self.word(table, "fairness", FAIRNESS).unwrap_or_default();
        let quotas = self.quotas(table);
        let tiers = self.tiers(table);
        match fairness.as_str() {
            "quota" => Fairness::Quota { by, quotas },
            "leximin" if rule == Rule::Strict => {
                self.told(table, "fairness", Wanted::RuleCount);
                Fairness::None
            }
            "leximin" => Fairness::Leximin { by, tiers },
            _ => {
                // A limit that nobody would keep is no limit.
                for key in ["fairness_by", "fairness_tiers", "quota"] {
                    self.told(table, key, Wanted::Fairness);
                }
                Fairness::None
            }
        }
    }

    fn tiers(&mut self, table: &DeTable<'_>) -> Vec<u8> {
        let Some(value) = get(table, "fairness_tiers") else { return Vec::new() };
        let list = value.get_ref().as_array().map(|list| list.iter().collect::<Vec<_>>());
        let tiers: Option<Vec<u8>> = list.and_then(|list| {
            let tier = |value: &&Value<'_>| whole(value.get_ref()).filter(|n| (1..=9).contains(n));
            list.iter().map(|value| tier(value).and_then(|n| u8::try_from(n).ok())).collect()
        });
        tiers.unwrap_or_else(|| {
            self.told(table, "fairness_tiers", Wanted::Between { least: 1, most: 9 });
            Vec::new()
        })
    }

    fn quotas(&mut self, table: &DeTable<'_>) -> Vec<Quota> {
        let Some(value) = get(table, "quota") else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.told(table, "quota", Wanted::KnownKey(QUOTA_KEYS.to_vec()));
            return Vec::new();
        };
        let mut quotas = Vec::new();
        for value in list {
            let Some(quota) = value.get_ref().as_table() else { continue };
            self.known(quota, QUOTA_KEYS);
            let of = get(quota, "of").and_then(|value| value.get_ref().as_str());
            if of.is_none() {
                self.faults.push(self.at(value, "of", Wanted::NotEmpty));
            }
            let least = self.number(quota, "least", 0, MOST_NEEDS).unwrap_or_default();
            let most = self.number(quota, "most", 0, MOST_NEEDS);
            if most.is_some_and(|most| most < least) {
                let wanted = Wanted::Between { least: least as u32, most: MOST_NEEDS };
                self.told(quota, "most", wanted);
            }
            quotas.push(Quota {
                of: of.unwrap_or_default().to_owned(),
                // The bounds fit their types.
                tier: self.number(quota, "tier", 1, 9).map(|tier| tier as u8),
                least: least as u32,
                most: most.map(|most| most as u32),
            });
        }
        quotas
    }

    fn known(&mut self, table: &DeTable<'_>, keys: &[&'static str]) {
        for (key, value) in table {
            let key = key.get_ref().as_ref();
            if !keys.contains(&key) {
                self.faults.push(self.at(value, key, Wanted::KnownKey(keys.to_vec())));
            }
        }
    }

    /// A word of a few; none if the key is not there.
    fn word(&mut self, table: &DeTable<'_>, key: &str, all: &[&'static str]) -> Option<String> {
        let word = get(table, key)?.get_ref().as_str().filter(|word| all.contains(word));
        if word.is_none() {
            self.told(table, key, Wanted::OneOf(all.to_vec()));
        }
        word.map(str::to_owned)
    }

    /// A whole number between two bounds; none if the key is not there.
    fn number(&mut self, table: &DeTable<'_>, key: &str, least: u32, most: u64) -> Option<u64> {
        let number = whole(get(table, key)?.get_ref());
        let number = number.filter(|number| (u64::from(least)..=most).contains(number));
        if number.is_none() {
            self.told(table, key, Wanted::Between { least, most });
        }
        number
    }

    /// Notes a fault of a key, if it is there.
    fn told(&mut self, table: &DeTable<'_>, key: &str, wanted: Wanted) {
        if let Some(value) = get(table, key) {
            self.faults.push(self.at(value, key, wanted));
        }
    }

    fn at(&self, value: &Value<'_>, key: &str, wanted: Wanted) -> BadCell {
        let span = value.span();
        let written = self.text.get(span.clone()).unwrap_or_default();
        bad(self.text, span.start, key, written, wanted)
    }
}

fn get<'t, 'a>(table: &'t DeTable<'a>, key: &str) -> Option<&'t Value<'a>> {
    table.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| value)
}

fn whole(value: &DeValue<'_>) -> Option<u64> {
    let integer = value.as_integer()?;
    let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok()?;
    u64::try_from(number).ok()
}

fn bad(text: &str, at: usize, key: &str, value: &str, wanted: Wanted) -> BadCell {
    let before = text.get(..at).unwrap_or(text);
    let line = 1 + before.matches('\n').count() as u64;
    BadCell { file: POLICY_FILE, line, column: key.to_owned(), value: value.to_owned(), wanted }
}
