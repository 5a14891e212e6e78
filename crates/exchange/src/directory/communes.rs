//! Which communes' schools are wanted.

use std::collections::BTreeSet;

use domain::identifiers::names::matching_key;
use domain::identifiers::{CommuneCode, CommuneCodeError};

/// The communes whose schools are wanted, by INSEE's code or by name; naming none wants them all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Communes {
    codes: BTreeSet<CommuneCode>,
    names: BTreeSet<String>,
}

impl Communes {
    /// As a person lists them: `31555, Muret`. Naming Paris, Lyon or Marseille names its arrondissements.
    #[must_use]
    pub fn listed(text: &str) -> Self {
        let mut communes = Self::default();
        for word in text.split([',', ';', '\n']).map(str::trim) {
            match CommuneCode::parse(word) {
                Ok(code) | Err(CommuneCodeError::LeadingZeroLost { proposed: code }) => {
                    communes.codes.insert(code);
                }
                Err(_) => {
                    communes.names.insert(matching_key(word));
                }
            }
        }
        communes.names.remove("");
        communes
    }

    /// Is none named?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.names.is_empty()
    }

    /// Is this one of them?
    pub(super) fn hold(&self, code: Option<&CommuneCode>, name: &str) -> bool {
        let coded = |code: &CommuneCode| {
            self.codes.contains(code) || code.city().is_some_and(|city| self.codes.contains(&city))
        };
        self.is_empty() || code.is_some_and(coded) || self.is_named(&matching_key(name))
    }

    fn is_named(&self, name: &str) -> bool {
        let city = name.strip_suffix(" arrondissement").and_then(|rest| rest.rsplit_once(' '));
        self.names.contains(name) || city.is_some_and(|(city, _)| self.names.contains(city))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communes_are_listed_by_code_or_by_name() {
        let code = |text: &str| CommuneCode::parse(text).unwrap();
        let some = Communes::listed("31555; muret,\n1053, Lyon , ");
        assert!(some.hold(Some(&code("31555")), "") && some.hold(None, "MURET"));
        assert!(some.hold(Some(&code("01053")), "Bourg-en-Bresse"));
        assert!(some.hold(Some(&code("69383")), "Lyon 3e Arrondissement"));
        assert!(!some.hold(Some(&code("31395")), "Murets") && !some.hold(None, ""));
        assert!(Communes::listed("69123").hold(Some(&code("69383")), ""));
        for nothing in ["", " , ;\n"] {
            assert!(Communes::listed(nothing).is_empty());
            assert!(Communes::listed(nothing).hold(None, "Anywhere"));
        }
    }
}
