//! The loan agreement (convention de prêt): the one paper that names a family.

use domain::stock::Grade;
use jiff::civil::Date;
use serde::Serialize;

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
}

impl Paper for LoanAgreement {
    const TEMPLATE: &'static str = "loan_agreement.typ";
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
}

/// A pupil who uses the items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PupilUser {
    /// First and family name.
    pub name: String,
    /// School and class, as the family knows them.
    pub school: Option<String>,
}

/// One item on the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LentItem {
    /// The inventory number, with its check digit.
    pub asset_tag: String,
    /// What it is, in French, with brand and model if known.
    pub kind_label: String,
    /// The maker's serial number.
    pub serial: Option<String>,
    /// The radio's number, which the police ask for.
    pub imei: Option<String>,
    /// The SIM card's number.
    pub iccid: Option<String>,
    /// Charger, cable, cover…: counted one by one, in French.
    pub accessories: Vec<String>,
    /// The state it goes out in.
    pub grade: Grade,
    /// For a 4G key: what its line offers.
    pub connection: Option<Connection>,
}

/// What a 4G key's line offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Connection {
    /// The volume, in French: « 20 Go par mois ».
    pub allowance: String,
    /// The last day it works.
    pub valid_until: Option<Date>,
}

/// Where families find help with what they borrowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Desk {
    /// The service's name.
    pub name: String,
    /// Its telephone number.
    pub phone: Option<String>,
    /// Its address for mail.
    pub email: Option<String>,
    /// When it is open, in French.
    pub hours: Option<String>,
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
