//! What a person writes of a grant's report: everything that the ledger does not know.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AccountMap, Beneficiaries, Figures, GrantFinancialReport, ReportFault, ReportRow};
use crate::Euros;
use crate::fund::{LineCents, Purse, Spending};

/// One indicator: what was expected, and what was obtained.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Objective {
    /// What is measured.
    pub indicator: String,
    /// What was expected.
    pub expected: String,
    /// What was obtained.
    pub obtained: String,
}

/// What is written by hand: what was planned, what the ledger does not pay, and the words of sheets 1 and 3.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportDraft {
    /// Prévision, by row.
    pub planned: BTreeMap<ReportRow, Euros>,
    /// Réalisation beside the ledger, by row: another funder's part, volunteers, gifts in kind.
    pub beside: BTreeMap<ReportRow, Euros>,
    /// The holder's SIRET; empty where it is not said.
    pub siret: String,
    /// What the action is called.
    pub action: String,
    /// How it was carried out.
    pub conduct: String,
    /// When and where.
    pub places: String,
    /// How many it reached.
    pub beneficiaries: Beneficiaries,
    /// What it aimed at.
    pub objectives: Vec<Objective>,
    /// What else there is to say.
    pub information: String,
    /// By which rules indirect costs are shared out.
    pub sharing: String,
    /// Why what was done differs from what was planned.
    pub variances: String,
    /// What contributions in kind were, and how they were valued.
    pub in_kind: String,
    /// Observations.
    pub observations: String,
    /// Who certifies it.
    pub signatory: String,
    /// In what quality.
    pub capacity: String,
    /// Where.
    pub place: String,
}

/// What the ledger says of a grant's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantYear {
    /// The purse that it comes from.
    pub purse: Purse,
    /// The sums of its line.
    pub sums: LineCents,
    /// What was settled, by what it was spent on.
    pub spent: Vec<(Spending, Euros)>,
}

impl Purse {
    /// The row of income that its money goes into.
    #[must_use]
    pub const fn income(self) -> ReportRow {
        match self {
            Self::CiteFund | Self::NotifiedEnvelope | Self::NationalEnvelope => ReportRow::State,
            Self::TownBudget => ReportRow::Commune,
            Self::Donors => ReportRow::PrivateAid,
        }
    }
}

impl GrantYear {
    /// What came in for the year: what was notified, less what left it for another year or went back to the
    /// funder; and what came from earlier years. What leaves is taken from the year's own money first.
    #[must_use]
    pub fn income(&self) -> [(ReportRow, Euros); 2] {
        let LineCents { notified, carried_in, carried_out, repaid, .. } = self.sums;
        let left = carried_out.saturating_add(repaid);
        let own = notified.saturating_sub(left).max(0);
        let of_earlier = left.saturating_sub(notified).max(0);
        let earlier = carried_in.saturating_sub(of_earlier);
        [
            (self.purse.income(), Euros::from_cents(own)),
            (ReportRow::CarriedOver, Euros::from_cents(earlier)),
        ]
    }

    /// The report, once what is written beside the ledger is added.
    ///
    /// # Errors
    /// When a figure is planned below nothing, or is too large.
    pub fn report(
        &self,
        accounts: &AccountMap,
        draft: &ReportDraft,
    ) -> Result<GrantFinancialReport, ReportFault> {
        let mut rows: BTreeMap<ReportRow, Figures> = BTreeMap::new();
        for (row, planned) in &draft.planned {
            rows.entry(*row).or_default().planned = *planned;
        }
        let spent = self.spent.iter().map(|(on, amount)| (accounts.row(*on), *amount));
        let beside = draft.beside.iter().map(|(row, amount)| (*row, *amount));
        for (row, amount) in spent.chain(self.income()).chain(beside) {
            let figures = rows.entry(row).or_default();
            let sum = figures.realised.checked_add(amount);
            figures.realised = sum.ok_or(ReportFault::TooLarge { row })?;
        }
        GrantFinancialReport::new(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ReportImbalance, ReportSection};
    use super::*;
    use crate::fund::Category;

    fn euros(cents: i64) -> Euros {
        Euros::from_cents(cents)
    }

    fn year(sums: LineCents) -> GrantYear {
        let spent = [(Category::Equipment, euros(700)), (Category::Connection, euros(200))];
        let spent = spent.map(|(category, amount)| (category.into(), amount)).into();
        GrantYear { purse: Purse::CiteFund, sums, spent }
    }

    #[test]
    fn a_closed_year_balances_and_an_open_one_says_by_how_much_it_does_not() {
        let closed =
            LineCents { notified: 950, carried_out: 50, settled: 900, ..Default::default() };
        let report = |sums| year(sums).report(&AccountMap::default(), &ReportDraft::default());
        assert_eq!(report(closed).unwrap().imbalances(), []);
        let open = LineCents { carried_out: 0, ..closed };
        let found = report(open).unwrap().imbalances();
        let [ReportImbalance::Totals { charges, produits, .. }] = found[..] else {
            panic!("{found:?}")
        };
        assert_eq!((charges, produits), (euros(900), euros(950)));
    }

    #[test]
    fn what_leaves_is_the_year_s_own_money_first() {
        let income = |notified, carried_in, carried_out, repaid| {
            let sums =
                LineCents { notified, carried_in, carried_out, repaid, ..Default::default() };
            year(sums).income().map(|(row, amount)| (row, amount.cents()))
        };
        let (state, earlier) = (ReportRow::State, ReportRow::CarriedOver);
        assert_eq!(income(900, 100, 60, 40), [(state, 800), (earlier, 100)]);
        assert_eq!(income(50, 100, 60, 10), [(state, 0), (earlier, 80)]);
    }

    #[test]
    fn what_is_written_beside_is_added_to_the_ledger() {
        let mut draft = ReportDraft::default();
        draft.planned.insert(ReportRow::OtherSupplies, euros(650));
        draft.beside.insert(ReportRow::Volunteers, euros(30));
        draft.beside.insert(ReportRow::OtherSupplies, euros(5));
        let report = year(LineCents::default()).report(&AccountMap::default(), &draft).unwrap();
        assert_eq!(
            report.row(ReportRow::OtherSupplies),
            Figures { planned: euros(650), realised: euros(705) }
        );
        assert_eq!(report.row(ReportRow::Volunteers).realised, euros(30));
        draft.planned.insert(ReportRow::State, euros(-1));
        let refused = year(LineCents::default()).report(&AccountMap::default(), &draft);
        assert_eq!(refused, Err(ReportFault::NegativePlan { row: ReportRow::State }));
    }

    #[test]
    fn each_purse_is_income_of_its_own_row() {
        for purse in Purse::ALL {
            assert_eq!(purse.income().section(), ReportSection::Produits, "{purse}");
        }
    }
}
