//! How many people a grant reached, by type of public (first sheet of the form).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// One type of public and how many of it. What a small count may show to whom is for `disclosure`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicGroup {
    /// The type of public, in the words of the cité: "collégiens du quartier".
    pub public: String,
    /// People.
    pub count: u32,
}

/// The beneficiaries of a grant, each type of public once, in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<PublicGroup>", into = "Vec<PublicGroup>")]
pub struct Beneficiaries(Vec<PublicGroup>);

/// Why beneficiaries are not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BeneficiariesFault {
    /// A type of public without words.
    #[error("a public without words")]
    NoWords,
    /// Words of more than [`Beneficiaries::LONGEST`] characters.
    #[error("{public:?} is too long")]
    TooLong {
        /// The words.
        public: String,
    },
    /// One type of public twice, in whatever case.
    #[error("{public:?} twice")]
    Twice {
        /// The words.
        public: String,
    },
}

impl Beneficiaries {
    /// The most characters of a type of public.
    pub const LONGEST: usize = 120;

    /// Beneficiaries by type of public; spaces around the words are dropped.
    ///
    /// # Errors
    /// When words are missing, too long, or there twice.
    pub fn new(groups: Vec<PublicGroup>) -> Result<Self, BeneficiariesFault> {
        let mut seen = BTreeSet::new();
        let mut kept = Vec::new();
        for PublicGroup { public, count } in groups {
            let public = public.split_whitespace().collect::<Vec<_>>().join(" ");
            if public.is_empty() {
                return Err(BeneficiariesFault::NoWords);
            }
            if public.chars().count() > Self::LONGEST {
                return Err(BeneficiariesFault::TooLong { public });
            }
            if !seen.insert(public.to_lowercase()) {
                return Err(BeneficiariesFault::Twice { public });
            }
            kept.push(PublicGroup { public, count });
        }
        Ok(Self(kept))
    }

    /// The types of public.
    #[must_use]
    pub fn groups(&self) -> &[PublicGroup] {
        &self.0
    }

    /// Everybody: a person belongs to one type of public.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().map(|group| u64::from(group.count)).sum()
    }
}

impl TryFrom<Vec<PublicGroup>> for Beneficiaries {
    type Error = BeneficiariesFault;
    fn try_from(groups: Vec<PublicGroup>) -> Result<Self, BeneficiariesFault> {
        Self::new(groups)
    }
}

impl From<Beneficiaries> for Vec<PublicGroup> {
    fn from(beneficiaries: Beneficiaries) -> Self {
        beneficiaries.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(public: &str, count: u32) -> PublicGroup {
        PublicGroup { public: public.to_owned(), count }
    }

    #[test]
    fn each_public_is_there_once_and_has_words() {
        let two = vec![group(" collégiens  du quartier", 200), group("lycéens", u32::MAX)];
        let beneficiaries = Beneficiaries::new(two).unwrap();
        assert_eq!(beneficiaries.groups()[0].public, "collégiens du quartier");
        assert_eq!(beneficiaries.total(), 200 + u64::from(u32::MAX));
        let kept = serde_json::to_string(&beneficiaries).unwrap();
        assert_eq!(serde_json::from_str::<Beneficiaries>(&kept).unwrap(), beneficiaries);
        let fault = |groups| Beneficiaries::new(groups).unwrap_err();
        assert_eq!(fault(vec![group(" ", 1)]), BeneficiariesFault::NoWords);
        let public = "x".repeat(121);
        assert_eq!(fault(vec![group(&public, 1)]), BeneficiariesFault::TooLong { public });
        let twice = vec![group("Lycéens", 1), group("LYCÉENS", 2)];
        assert_eq!(fault(twice), BeneficiariesFault::Twice { public: "LYCÉENS".to_owned() });
    }
}
