//! The typed rows of a delivery.

use domain::delivery::ItemNumber;
use domain::identifiers::{
    Iccid, IccidError, IccidWarning, Imei, ImeiError, ImeiWarning, Msisdn, MsisdnError,
    SerialNumber, SerialNumberError,
};
use domain::stock::ItemKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One item of a delivery: at least one of serial number, IMEI and ICCID is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRow {
    /// The line of the file where the row begins.
    pub line: u64,
    /// What it is.
    pub kind: ItemKind,
    /// The maker's serial number.
    pub serial: Option<SerialNumber>,
    /// The device's identity on the mobile network (the first, for two SIM cards).
    pub imei: Option<Imei>,
    /// The SIM card; always there for a 4G key.
    pub iccid: Option<Iccid>,
    /// The SIM card's telephone number.
    pub msisdn: Option<Msisdn>,
    /// The number it had in another register.
    pub former_tag: Option<String>,
    /// Who gave it.
    pub donor: Option<String>,
    /// The act that accepted the gift.
    pub acceptance: Option<String>,
    /// The day it came.
    pub received_on: Option<Date>,
    /// Somebody had it in another register.
    pub held: bool,
    /// What was made whole or looks odd; the row stands.
    pub warnings: Vec<StockRowWarning>,
}

impl StockRow {
    /// An item of which nothing is known but its kind.
    #[must_use]
    pub const fn bare(line: u64, kind: ItemKind) -> Self {
        Self {
            line,
            kind,
            serial: None,
            imei: None,
            iccid: None,
            msisdn: None,
            former_tag: None,
            donor: None,
            acceptance: None,
            received_on: None,
            held: false,
            warnings: Vec::new(),
        }
    }
}

/// What a person should compare with the thing itself, of a row that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockRowWarning {
    /// Of the IMEI.
    Imei(ImeiWarning),
    /// Of the SIM card's number.
    Iccid(IccidWarning),
}

impl From<ImeiWarning> for StockRowWarning {
    fn from(warning: ImeiWarning) -> Self {
        Self::Imei(warning)
    }
}

impl From<IccidWarning> for StockRowWarning {
    fn from(warning: IccidWarning) -> Self {
        Self::Iccid(warning)
    }
}

/// Why a row of a delivery is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockRowError {
    /// No kind is filled in, and none was given for the whole file.
    #[error("no kind")]
    MissingKind,
    /// The text names no kind that is lent.
    #[error("{text:?} is no known kind")]
    UnknownKind {
        /// What is written.
        text: String,
    },
    /// A scanned list holds the bar code of a product (EAN-13), which names no single device.
    #[error("{text:?} is the bar code of a product")]
    ProductCode {
        /// What was scanned.
        text: String,
    },
    /// The serial number cannot be one.
    #[error("serial number: {0}")]
    Serial(SerialNumberError),
    /// The IMEI cannot be one.
    #[error("IMEI: {0}")]
    Imei(ImeiError),
    /// The ICCID cannot be one.
    #[error("ICCID: {0}")]
    Iccid(IccidError),
    /// The telephone number cannot be one.
    #[error("telephone number: {0}")]
    Msisdn(MsisdnError),
    /// A 4G key without the number of its SIM card: the line could not be suspended.
    #[error("a 4G key needs its ICCID")]
    IccidRequired,
    /// Neither serial number, IMEI nor ICCID: the item could not be told from another.
    #[error("nothing identifies the item")]
    NoIdentifier,
    /// The same number stands on an earlier line.
    #[error("{number} {text} already stands on line {first_line}")]
    Duplicate {
        /// Which number.
        number: ItemNumber,
        /// Its value.
        text: String,
        /// The line where it stands first.
        first_line: u64,
    },
    /// Lost, archived or thrown away in the register it comes from.
    #[error("gone: {status:?}")]
    Gone {
        /// What is written.
        status: String,
    },
    /// A day that is none.
    #[error("{text:?} is no date")]
    UnreadableDay {
        /// What is written.
        text: String,
    },
    /// More filled cells than titles: a separator inside a text has shifted the columns.
    #[error("{found} cells for {expected} titles")]
    TooManyCells {
        /// How many titles the file has.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
}
