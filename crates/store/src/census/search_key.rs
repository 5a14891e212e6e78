//! One normalised text a household: every name and every telephone number, to be found by a few letters
//! or digits.

use domain::identifiers::Msisdn;
use domain::identifiers::cell::unwrap_formula;
use domain::identifiers::names::matching_key;
use domain::ids::HouseholdId;
use domain::people::register::Register;
use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, SimpleExpr};

use crate::entities::household;

/// What a household is called in a list: its children's family names, or its guardians'.
pub(crate) fn label_of(register: &Register, id: HouseholdId) -> String {
    let mut names: Vec<&str> =
        register.children_of(id).map(|(_, child)| child.family_name.as_str()).collect();
    if names.is_empty() {
        names =
            register.guardians_of(id).map(|(_, guardian)| guardian.family_name.as_str()).collect();
    }
    names.sort_unstable();
    names.dedup_by(|one, other| matching_key(one) == matching_key(other));
    names.join(" / ")
}

/// The text searched in.
pub(crate) fn search_key_of(register: &Register, id: HouseholdId) -> String {
    let mut words: Vec<String> = Vec::new();
    for (_, child) in register.children_of(id) {
        words.extend(family_name(&child.family_name));
        words.push(matching_key(&child.first_name));
    }
    for (_, guardian) in register.guardians_of(id) {
        words.extend(family_name(&guardian.family_name));
        words.push(matching_key(&guardian.first_name));
        words.extend(guardian.mobile.iter().chain(&guardian.phone).map(digits));
    }
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// As written, and closed up: `n diaye` and `ndiaye`.
fn family_name(name: &str) -> Vec<String> {
    let key = matching_key(name);
    let closed = key.replace(' ', "");
    if closed == key { vec![key] } else { vec![key, closed] }
}

fn digits(number: &Msisdn) -> String {
    number.national().chars().filter(char::is_ascii_digit).collect()
}

/// The rows that a typed text finds: each of its words anywhere, or its digits as one number.
///
/// `None` for a text without letter or digit: it finds nothing, whereas no text at all finds everyone.
pub(crate) fn condition(text: &str) -> Option<Condition> {
    let text = unwrap_formula(text);
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    let words: Vec<String> = if number.len() > 1 && !text.chars().any(char::is_alphabetic) {
        // `+33 6 39` is written `06 39` at home.
        let home = Msisdn::parse(text).map_or(number, |number| digits(&number));
        vec![home]
    } else {
        matching_key(text).split_whitespace().map(ToOwned::to_owned).collect()
    };
    if words.is_empty() {
        return None;
    }
    Some(words.iter().fold(Condition::all(), |all, word| all.add(holds(word))))
}

/// How many digits of a telephone number's end are indexed.
pub(crate) const END: usize = 4;

/// The digits that a telephone number may end with, as it is kept (`+33639981234`): nothing for a text with
/// letters, or with fewer than [`END`] digits.
pub(crate) fn phone_end(text: &str) -> Option<String> {
    let text = unwrap_formula(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < END || text.chars().any(char::is_alphabetic) {
        return None;
    }
    // 06 39 98 12 34 at home.
    let whole = digits.len() == 10 && digits.starts_with('0');
    Some(if whole { digits[1..].to_owned() } else { digits })
}

fn holds(word: &str) -> SimpleExpr {
    // A key holds letters and digits only, yet what was typed is never trusted to be a pattern.
    let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Expr::col((household::Entity, household::Column::SearchKey))
        .like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}
