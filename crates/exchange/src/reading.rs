//! What every reader answers: rows that are right, rows that are refused with their line, or one reason
//! why the file as a whole cannot be read.

use serde::{Deserialize, Serialize};

use crate::text::Encoding;

/// The rows of a file, in its order, each right or refused; nothing is left out in silence but blank
/// rows and a closing total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading<Row, Reason> {
    /// How the bytes of a text were read; to be shown with a preview, since accents tell whether it is
    /// right. A workbook has none.
    pub encoding: Option<Encoding>,
    /// One outcome per row.
    pub rows: Vec<Result<Row, Rejected<Reason>>>,
}

impl<Row, Reason> Reading<Row, Reason> {
    /// The rows that are right.
    pub fn accepted(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter_map(|row| row.as_ref().ok())
    }

    /// The rows that are right, for good.
    pub fn into_accepted(self) -> impl Iterator<Item = Row> {
        self.rows.into_iter().filter_map(Result::ok)
    }

    /// The rows that are refused.
    pub fn rejected(&self) -> impl Iterator<Item = &Rejected<Reason>> {
        self.rows.iter().filter_map(|row| row.as_ref().err())
    }
}

/// A row that cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected<Reason> {
    /// The line of the file where the row begins; the file's first line is 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
}

domain::vocabulary! {
    /// The files this crate can tell apart by their header.
    FileKind {
        /// Pupils: ONDE's list (élèves), SIECLE's, Pronote's, or one typed by hand.
        Pupils = "pupils",
        /// ONDE's list of guardians (responsables).
        Guardians = "guardians",
        /// ONDE's list of teachers (enseignants): recognised in order to be refused by name.
        Teachers = "teachers",
        /// Pupils and what their homes lack.
        Needs = "needs",
        /// Devices or SIM cards: a delivery, a gift, a register that is left.
        Stock = "stock",
        /// Schools: the ministry's open directory, or a list typed by hand.
        Schools = "schools",
        /// Payment orders of an accounting system, Op@le or GFC.
        Statement = "statement",
    }
}

domain::vocabulary! {
    /// What a column says, whatever its title.
    Column {
        /// A pupil's family name.
        FamilyName = "family_name",
        /// A pupil's name in use.
        UsageName = "usage_name",
        /// A pupil's first name.
        FirstName = "first_name",
        /// A pupil's name and first name in one cell.
        FullName = "full_name",
        /// A pupil's date of birth.
        BirthDate = "birth_date",
        /// A pupil's level or, failing that, class.
        Level = "level",
        /// A pupil's class.
        Class = "class",
        /// The ministry's code of a course (MEF), whose first figures tell the level.
        Mef = "mef",
        /// A pupil's cycle, where nothing tells the level.
        Cycle = "cycle",
        /// The day a pupil left: one who has left is passed over.
        LeftOn = "left_on",
        /// A home's street.
        Street = "street",
        /// A home's postal code.
        PostalCode = "postal_code",
        /// A home's town.
        Commune = "commune",
        /// A second home's street.
        SecondStreet = "second_street",
        /// A second home's postal code.
        SecondPostalCode = "second_postal_code",
        /// A second home's town.
        SecondCommune = "second_commune",
        /// How a letter addresses a guardian.
        Civility = "civility",
        /// A guardian's name.
        GuardianName = "guardian_name",
        /// A guardian's name in use.
        GuardianUsageName = "guardian_usage_name",
        /// A guardian's first name.
        GuardianFirstName = "guardian_first_name",
        /// A guardian's name and first name in one cell.
        GuardianFullName = "guardian_full_name",
        /// A guardian's electronic mail.
        Email = "email",
        /// A guardian's mobile number.
        Mobile = "mobile",
        /// A guardian's number at home.
        HomePhone = "home_phone",
        /// A guardian's number at work.
        WorkPhone = "work_phone",
        /// A child's name, in the guardians' file.
        ChildName = "child_name",
        /// A child's name in use, in the guardians' file.
        ChildUsageName = "child_usage_name",
        /// A child's first name, in the guardians' file.
        ChildFirstName = "child_first_name",
        /// A child's class, in the guardians' file.
        ChildClass = "child_class",
        /// What a home has to work on.
        Equipment = "equipment",
        /// Does a home need something to work on?
        NeedsDevice = "needs_device",
        /// How a home reaches the network.
        Connection = "connection",
        /// Does a home need a way to the network?
        NeedsConnection = "needs_connection",
        /// The language a family is written to in.
        Language = "language",
        /// Does a family accept a loan?
        AcceptsLoan = "accepts_loan",
        /// Does a family accept refurbished equipment?
        AcceptsRefurbished = "accepts_refurbished",
        /// Does the school put the family first?
        Prioritised = "prioritised",
        /// A pupil's mark in this register, on lists that Cartable made itself.
        PupilMark = "pupil_mark",
        /// What an item is.
        Kind = "kind",
        /// An item's model.
        Model = "model",
        /// A serial number.
        Serial = "serial",
        /// An IMEI.
        Imei = "imei",
        /// A SIM card's number.
        Iccid = "iccid",
        /// A SIM card's telephone number.
        Msisdn = "msisdn",
        /// The number an item had in another register.
        FormerTag = "former_tag",
        /// Who gave an item.
        Donor = "donor",
        /// The act that accepted a gift.
        Acceptance = "acceptance",
        /// The day an item came.
        ReceivedOn = "received_on",
        /// Where an item stood in another register.
        Status = "status",
        /// Who had an item in another register.
        HeldBy = "held_by",
        /// A serial number, an IMEI or an ICCID: one of them at least. Named when all are missing.
        Identifier = "identifier",
        /// A school's national number (UAI).
        SchoolNumber = "school_number",
        /// A school's name.
        SchoolName = "school_name",
        /// INSEE's code of a school's commune.
        SchoolCommune = "school_commune",
        /// The name of a school's commune.
        SchoolTown = "school_town",
        /// What sort of school.
        SchoolType = "school_type",
        /// A payment order's number: mandat (GFC) or demande de paiement (Op@le).
        PaymentOrder = "payment_order",
        /// The list that payment orders are sent to the accountant with (bordereau).
        OrderList = "order_list",
        /// The day of a payment order.
        OrderedOn = "ordered_on",
        /// The first code of a budget line.
        BudgetService = "budget_service",
        /// The second code of a budget line.
        BudgetDomain = "budget_domain",
        /// The third code of a budget line.
        BudgetActivity = "budget_activity",
        /// Who is paid.
        Supplier = "supplier",
        /// The number of the supplier's invoice.
        Invoice = "invoice",
        /// What is paid, VAT included, in euros.
        Amount = "amount",
    }
}

domain::vocabulary! {
    /// What the first bytes of a file that is not text say it is.
    Binary {
        /// A spreadsheet in a ZIP archive: XLSX or ODS, or any other ZIP.
        Zip = "zip",
        /// A spreadsheet of the old binary kind (XLS).
        OldSpreadsheet = "old_spreadsheet",
        /// A PDF.
        Pdf = "pdf",
        /// A picture.
        Picture = "picture",
        /// Something else.
        Other = "other",
    }
}

/// Why nothing of a file can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileError {
    /// No byte, or nothing but blanks.
    #[error("the file is empty")]
    Empty,
    /// The bytes are not text.
    #[error("the file is not text ({0})")]
    NotText(Binary),
    /// The bytes are text, but not in the encoding that was asked for.
    #[error("the file is not in {0}")]
    NotIn(Encoding),
    /// A quotation mark opened on this line is not closed, so that rows would be swallowed.
    #[error("a quotation mark opened on line {line} is not closed")]
    UnclosedQuote {
        /// The line of the row that holds it.
        line: u64,
    },
    /// No line looks like the titles of a known file.
    #[error("no line holds known column titles")]
    NoHeader,
    /// The titles are there, but some that are needed are not.
    #[error("columns are missing: {0:?}")]
    MissingColumns(Vec<Column>),
    /// A known file, but not the one asked for.
    #[error("this is a {found} file, not a {expected} file")]
    WrongKind {
        /// The kind asked for.
        expected: FileKind,
        /// The kind its titles say.
        found: FileKind,
    },
    /// Titles and no row below.
    #[error("no row below the titles")]
    NoRow,
    /// An archive, a workbook or an XML document that is cut short or broken.
    #[error("the file is damaged")]
    Damaged,
    /// It unfolds to more than is taken in.
    #[error("the file unfolds to more than is taken in")]
    TooLarge,
    /// An archive locked by a password.
    #[error("the archive is locked by a password")]
    Encrypted,
    /// An archive that names a file outside its folder.
    #[error("the archive names a file outside its folder")]
    PathOut,
    /// An XML document with a document type or entities of its own: no honest export has any.
    #[error("the document declares entities")]
    Entities,
    /// The workbook has no sheet of the name asked for.
    #[error("no such sheet")]
    NoSheet,
    /// An XML document that is none of SIECLE's exports of pupils and guardians.
    #[error("not an export of SIECLE's pupils or guardians")]
    NotSiecle,
    /// SIECLE's guardians without its pupils: they name children by number alone.
    #[error("guardians without their pupils")]
    SiecleWithoutPupils,
    /// The export of another school.
    #[error("this is the export of {found}, not of {expected}")]
    OtherSchool {
        /// The school expected.
        expected: String,
        /// The school the file is of.
        found: String,
    },
}
