//! The loan agreement (convention de prêt): the one paper that names a family.

use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Desk, HelpLine, LentItem, Signing};
use crate::press::Paper;

/// A loan for use (prêt à usage) between a public body and a pupil's legal guardian; at most two A4
/// pages for three items. Content: `domain.md` §3.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoanAgreement {
    /// What both sides call this agreement.
    pub reference: String,
    /// The day it is printed for signature.
    pub issued_on: Date,
    /// The town where it is signed.
    pub place: String,
    /// Who lends.
    pub lender: Lender,
    /// Whose the items are, as written in « la propriété de … »: often the lender, sometimes a donor or
    /// the State.
    pub owner: String,
    /// The legal guardians who answer for the items; one is enough (Code civil art. 372-2).
    pub borrowers: Vec<Borrower>,
    /// The pupils the items are for.
    pub pupils: Vec<PupilUser>,
    /// What is lent, one by one.
    pub items: Vec<LentItem>,
    /// First day of the loan.
    pub lent_on: Date,
    /// Day the items are due back.
    pub due_on: Date,
    /// Whom to call when something breaks or is unclear.
    pub desk: Desk,
    /// How long a family has to report damage, loss or theft, in hours (48 is usual).
    pub declare_within_hours: u32,
    /// The notice of GDPR article 13.
    pub data_protection: DataProtection,
    /// The plan that proposed this allocation, if the engine had a part in it (CRPA art. L. 311-3-1).
    pub allocated_by_plan: Option<PlanMention>,
    /// The charter of use that goes with it: « version du 1er septembre 2026 ».
    pub charter: Option<String>,
    /// Whom a family in trouble can call.
    pub help_lines: Vec<HelpLine>,
    /// The language it was read in, and whether by an interpreter.
    pub reading: Reading,
    /// What is signed already, and how.
    pub signatures: Signatures,
    /// For whom this copy is.
    pub copy: Copy,
}

impl Paper for LoanAgreement {
    const TEMPLATE: &'static str = "loan_agreement.typ";
    const SECTIONS: &'static [&'static str] = &["common", "grades", "points", "agreement"];

    /// What another home must not learn never reaches the template (`domain.md` §8.2).
    fn values(&self) -> serde_json::Result<serde_json::Value> {
        let mut values = serde_json::to_value(self)?;
        for (borrower, shown) in
            self.borrowers.iter().zip(values["borrowers"].as_array_mut().into_iter().flatten())
        {
            let elsewhere = match self.copy {
                Copy::Lender => false,
                Copy::Home(home) => borrower.home != home,
            };
            shown["elsewhere"] = elsewhere.into();
            if elsewhere {
                shown["address"] = serde_json::Value::Null;
                shown["phone"] = serde_json::Value::Null;
            }
        }
        Ok(values)
    }
}

/// For whom a copy is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    /// The guardians of one home: addresses and numbers of another one are left out.
    Home(u8),
    /// The lender's own, with all addresses; says at its foot not to be handed to a family.
    Lender,
}

impl Default for Copy {
    /// The first home.
    fn default() -> Self {
        Self::Home(0)
    }
}

/// How the family came to know what it signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The language it was read in, as French calls it; nothing leaves a line to fill in.
    pub language: Option<String>,
    /// Was an interpreter there?
    pub interpreter: bool,
}

/// The three places to sign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signatures {
    /// For the lender.
    pub lender: Signing,
    /// Of a legal guardian; one is enough.
    pub guardian: Signing,
    /// Of the pupil: symbolic.
    pub pupil: Signing,
}

/// The public body that lends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lender {
    /// Its name.
    pub name: String,
    /// Its postal address, on one line.
    pub address: String,
    /// Its establishment number.
    pub siret: Option<String>,
    /// Who signs for it, with their office.
    pub representative: String,
    /// The act that allows the loans: « délibération n° … du … ».
    pub act: String,
}

/// A legal guardian who takes the items home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Borrower {
    /// First and family name.
    pub name: String,
    /// Where the items will be, on one line.
    pub address: Option<String>,
    /// A number to reach them at.
    pub phone: Option<String>,
    /// Which home they live in: the same number for all who share one. Separated parents have two.
    pub home: u8,
}

/// A pupil who uses the items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PupilUser {
    /// First and family name.
    pub name: String,
    /// School and class, as the family knows them.
    pub school: Option<String>,
}

/// Who holds a family's data, and what they may ask. Each text continues a French sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataProtection {
    /// The controller, as the subject of « … est responsable de ces données ».
    pub controller: String,
    /// Who sees them, after « Les voient : ».
    pub recipients: String,
    /// How long, after « Elles sont gardées ».
    pub retention: String,
    /// How to reach the data-protection officer.
    pub dpo_contact: String,
}

/// The plan behind an allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanMention {
    /// What the lender calls the plan.
    pub reference: String,
    /// The day people confirmed it.
    pub adopted_on: Date,
}
