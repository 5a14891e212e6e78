//! The hand-over slip (bon de remise): what went out, on one page, with a code that opens the tutorial.

use jiff::civil::Date;
use qrcode::{Color, QrCode};
use serde::Serialize;

use crate::family::{Desk, HelpLine, LentItem, TwoSignatures};
use crate::press::Paper;

/// One page that the family keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoverSlip {
    /// The agreement's reference.
    pub reference: String,
    /// Who lends.
    pub lender: String,
    /// Who takes it home.
    pub person: String,
    /// The day.
    pub handed_on: Date,
    /// Day it is due back; nothing for a gift.
    pub due_on: Option<Date>,
    /// What was handed over.
    pub items: Vec<LentItem>,
    /// Where the tutorial is.
    pub tutorial: Option<Tutorial>,
    /// Whom to call.
    pub desk: Desk,
    /// How long a family has to report loss or theft, in hours.
    pub declare_within_hours: u32,
    /// Whom a family in trouble can call.
    pub help_lines: Vec<HelpLine>,
    /// What is signed already.
    pub signatures: TwoSignatures,
}

impl Paper for HandoverSlip {
    const TEMPLATE: &'static str = "handover_slip.typ";
    const SECTIONS: &'static [&'static str] = &["common", "grades", "handover"];
}

/// A page on the network, and the code that opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tutorial {
    address: String,
    qr: Drawn,
}

/// A code's dark modules, row by row, as runs: left, top, how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Drawn {
    width: usize,
    runs: Vec<(usize, usize, usize)>,
}

impl Tutorial {
    /// Draws the code of an address; nothing if it is too long for a code that a telephone reads from
    /// paper (200 letters) or empty.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        if address.is_empty() || address.len() > 200 {
            return None;
        }
        let code = QrCode::new(address).ok()?;
        let width = code.width();
        let mut runs = Vec::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = row[x..].iter().take_while(|colour| **colour == Color::Dark).count();
                if run > 0 {
                    runs.push((x, y, run));
                }
                x += run.max(1);
            }
        }
        Some(Self { address: address.to_owned(), qr: Drawn { width, runs } })
    }
}
