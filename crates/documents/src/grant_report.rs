//! The report on a grant's use, in the layout of Cerfa 15059*02 (`domain.md` §2.7): three sheets.
//!
//! Which rows there are and what they are called is data: the form has had several versions, and its
//! numbering of voluntary contributions was swapped by one of them.

use domain::Euros;
use domain::disclosure::Shown;
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::money::percent;
use crate::press::Paper;

/// The report on one action over one fiscal year. Names no family; whoever signs is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GrantReport {
    /// The cité éducative.
    pub cite: String,
    /// The form whose layout this follows: `Cerfa n° 15059*02`.
    pub form: String,
    /// Who was given the grant.
    pub holder: String,
    /// Its SIRET, as written; may be blank.
    pub siret: String,
    /// Its number in the register of associations (RNA); may be blank, as for any public body.
    pub rna: String,
    /// What the action is called.
    pub action: String,
    /// The act that gave the grant: notification, convention; may be blank.
    pub grant_reference: String,
    /// The fiscal year, which is the calendar year.
    pub fiscal_year: i16,
    /// The day it is printed.
    pub printed_on: Date,
    /// Sheet 1, what was done and for whom.
    pub qualitative: Vec<ReportSection>,
    /// Sheet 2, block by block: the two sides of a block begin at the same height, so that totals stand
    /// beside totals.
    pub blocks: Vec<ReportBlock>,
    /// The sentence under sheet 2, with its figures: what the grant is of all produits. Nothing where there
    /// is no produit to compare it with.
    pub sentence: Option<String>,
    /// Sheet 3, the annex.
    pub annex: Vec<ReportSection>,
    /// Who certifies it.
    pub certification: Certification,
    /// Where its documents are to be found; nothing when the program's address is not known.
    pub page: Option<String>,
}

impl Paper for GrantReport {
    const TEMPLATE: &'static str = "grant_report.typ";
}

/// One heading of a sheet and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportSection {
    /// Its heading.
    pub heading: String,
    /// What stands under it.
    pub content: ReportContent,
}

/// What stands under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportContent {
    /// Paragraphs; none leaves room to write by hand.
    Text(Vec<String>),
    /// How many people the action reached.
    Beneficiaries(Vec<BeneficiaryRow>),
    /// What was aimed at and what came of it.
    Objectives(Vec<ObjectiveRow>),
}

/// One kind of public, and how many the action reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BeneficiaryRow {
    /// Which public, in French.
    pub public: String,
    /// How many; hidden below the threshold, since this paper leaves the partnership.
    pub reached: Shown,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectiveRow {
    /// What is measured, in French.
    pub indicator: String,
    /// What was expected.
    pub expected: String,
    /// What was obtained.
    pub obtained: String,
}

/// A part of the table of charges and produits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReportBlock {
    /// What was spent.
    pub charges: Vec<ReportRow>,
    /// Where it came from.
    pub produits: Vec<ReportRow>,
}

impl ReportBlock {
    /// The blocks of two sides told from top to bottom: each ends before a total, and a total is a block of
    /// its own, so that the first total of one side stands beside the first of the other.
    #[must_use]
    pub fn between_totals(charges: Vec<ReportRow>, produits: Vec<ReportRow>) -> Vec<Self> {
        let (mut charges, mut produits) = (parts(charges).into_iter(), parts(produits).into_iter());
        let mut blocks = Vec::new();
        loop {
            match (charges.next(), produits.next()) {
                (None, None) => return blocks,
                (left, right) => blocks.push(Self {
                    charges: left.unwrap_or_default(),
                    produits: right.unwrap_or_default(),
                }),
            }
        }
    }
}

/// What stands before each total, and the total, by turns.
fn parts(rows: Vec<ReportRow>) -> Vec<Vec<ReportRow>> {
    let mut parts = vec![Vec::new()];
    for row in rows {
        if row.level == RowLevel::Total {
            parts.extend([vec![row], Vec::new()]);
        } else if let Some(last) = parts.last_mut() {
            last.push(row);
        }
    }
    if parts.last().is_some_and(Vec::is_empty) {
        parts.pop();
    }
    parts
}

/// One row of one side of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// How it is set.
    pub level: RowLevel,
    /// What it is called, with its account: `60 – Achats`.
    pub label: String,
    /// What was planned, in euros; a heading has none.
    pub planned: Option<Euros>,
    /// What was spent or received, in euros.
    pub realised: Option<Euros>,
}

/// How a row of the table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowLevel {
    /// Names the rows that follow.
    Heading,
    /// An account.
    Account,
    /// A part of the account above.
    Part,
    /// A sum.
    Total,
}

impl Serialize for ReportRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let told = |amount: Option<Euros>| amount.map(|amount| amount.to_string());
        let share = self.realised.zip(self.planned);
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("level", &self.level)?;
        map.serialize_entry("label", &self.label)?;
        map.serialize_entry("planned", &told(self.planned))?;
        map.serialize_entry("realised", &told(self.realised))?;
        map.serialize_entry("percent", &share.and_then(|(part, whole)| percent(part, whole)))?;
        map.end()
    }
}

/// Who certifies the report. What is blank is left to be written by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Certification {
    /// The signatory's name.
    pub name: String,
    /// In what quality: `principale, ordonnatrice`.
    pub capacity: String,
    /// Where.
    pub place: String,
    /// When.
    pub on: Option<Date>,
}
