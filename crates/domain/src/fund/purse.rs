//! The purses that money comes from, and what a line of each starts with (`domain.md` §2.1).

use super::purchase::Category;
use super::rules::{BeforeConvention, Share};
use crate::scoring::Flag;

crate::vocabulary! {
    /// Whose money it is, and by which door it comes.
    Purse {
        /// The fund held by the lead collège (lines 276 to 286 of the founding note).
        CiteFund = "cite_fund",
        /// The envelope of the politique de la ville, delegated to the town (lines 319 to 335).
        NotifiedEnvelope = "notified_envelope",
        /// The State's national envelope for priority districts (lines 338 to 340).
        NationalEnvelope = "national_envelope",
        /// The town's own budget.
        TownBudget = "town_budget",
        /// Gifts of money.
        Donors = "donors",
    }
}

/// What a new line is filled in with: a proposal that its form shows, and every word of which may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineModel {
    /// A short name for the address of its form.
    pub key: &'static str,
    /// Where the money comes from.
    pub purse: Purse,
    /// What the line is called, in French.
    pub label: &'static str,
    /// Who pays into it, in French.
    pub funder: &'static str,
    /// What it is usually notified, in cents, where that is known.
    pub cents: Option<i64>,
    /// What may be spent before its convention is signed.
    pub before: BeforeConvention,
    /// Only these categories; empty: any.
    pub categories: &'static [Category],
    /// Only needs with all of these flags.
    pub requires: &'static [Flag],
    /// Within how many months of the year's end its financial report is due.
    pub report_months: Option<u8>,
    /// Where this is written, in French.
    pub source: &'static str,
}

/// The models that come with the program, in the order in which a form offers them.
pub const LINE_MODELS: &[LineModel] = &[
    LineModel {
        key: "ville",
        purse: Purse::CiteFund,
        label: "Fonds de la cité éducative, ville",
        funder: "Ministère chargé de la ville (programme 147)",
        cents: Some(1_500_000),
        before: BeforeConvention::Allowed,
        categories: &[],
        requires: &[],
        report_months: Some(6),
        source: "Note de synthèse d’avril 2020, lignes 276 à 286 : double dotation annuelle de 15 000 €",
    },
    LineModel {
        key: "education",
        purse: Purse::CiteFund,
        label: "Fonds de la cité éducative, éducation nationale",
        funder: "Ministère de l’éducation nationale (programme 230)",
        cents: Some(1_500_000),
        before: BeforeConvention::Allowed,
        categories: &[],
        requires: &[],
        report_months: Some(6),
        source: "Note de synthèse d’avril 2020, lignes 276 à 286 : double dotation annuelle de 15 000 €",
    },
    LineModel {
        key: "enveloppe",
        purse: Purse::NotifiedEnvelope,
        label: "Enveloppe notifiée, politique de la ville",
        funder: "État, politique de la ville (programme 147)",
        cents: None,
        before: BeforeConvention::EarlyRelease(Share::FIFTEEN_PERCENT),
        categories: &[Category::Equipment, Category::Connection, Category::Service],
        requires: &[],
        report_months: Some(6),
        source: "Note de synthèse d’avril 2020, lignes 319 à 335 : déblocage anticipé de 15 % de l’enveloppe notifiée",
    },
    LineModel {
        key: "national",
        purse: Purse::NationalEnvelope,
        label: "Enveloppe nationale, quartiers prioritaires",
        funder: "État, préfecture",
        cents: None,
        before: BeforeConvention::Forbidden,
        categories: &[],
        requires: &[Flag::Qpv],
        report_months: Some(6),
        source: "Note de synthèse d’avril 2020, lignes 338 à 340 : 15 M€ pour les quartiers prioritaires",
    },
    LineModel {
        key: "budget-ville",
        purse: Purse::TownBudget,
        label: "Budget de la ville",
        funder: "Ville",
        cents: None,
        before: BeforeConvention::Allowed,
        categories: &[],
        requires: &[],
        report_months: None,
        source: "Délibération du conseil municipal",
    },
    LineModel {
        key: "dons",
        purse: Purse::Donors,
        label: "Dons en argent",
        funder: "Mécènes",
        cents: None,
        before: BeforeConvention::Allowed,
        categories: &[],
        requires: &[],
        report_months: None,
        source: "Acte d’acceptation du don (CGCT, articles L2242-1 et L2122-22 9°)",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LINE_MODELS, Purse};
    use crate::fund::{BeforeConvention, Category, Share};

    #[test]
    fn each_purse_has_its_models_and_the_figures_of_the_founding_note() {
        let models = LINE_MODELS;
        let purses: BTreeSet<_> = models.iter().map(|model| model.purse).collect();
        assert_eq!(purses, Purse::ALL.iter().copied().collect());
        let keys: BTreeSet<_> = models.iter().map(|model| model.key).collect();
        assert_eq!(keys.len(), models.len());
        let fund: Vec<_> = models.iter().filter(|model| model.purse == Purse::CiteFund).collect();
        assert_eq!(fund.len(), 2, "one line for each ministry");
        assert!(fund.iter().all(|model| model.cents == Some(1_500_000)));
        let envelope = models.iter().find(|one| one.purse == Purse::NotifiedEnvelope).unwrap();
        let early = Share::new(1_500).unwrap();
        assert_eq!(envelope.before, BeforeConvention::EarlyRelease(early));
        assert!(envelope.categories.contains(&Category::Equipment));
        assert!(!envelope.categories.contains(&Category::Media));
    }
}
