//! What the papers of families share: things lent, the desk, help lines, signatures.

use domain::condition::ConditionPoint;
use domain::stock::{Grade, ItemKind};
use jiff::civil::Date;
use serde::Serialize;

/// One item on a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LentItem {
    /// The inventory number, with its check digit.
    pub asset_tag: String,
    /// What it is, in French, with brand and model if known.
    pub kind_label: String,
    /// What it is, for the other language's word; nothing leaves the French one there.
    pub kind: Option<ItemKind>,
    /// The maker's serial number.
    pub serial: Option<String>,
    /// The radio's number, which the police ask for.
    pub imei: Option<String>,
    /// The SIM card's number.
    pub iccid: Option<String>,
    /// Charger, cable, cover…
    pub accessories: Vec<Accessory>,
    /// The state it goes out in.
    pub grade: Grade,
    /// The same, point by point; empty where nobody looked.
    pub points: Vec<PointFound>,
    /// For a 4G key: what its line offers.
    pub connection: Option<Connection>,
}

/// Accessories of one sort, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accessory {
    /// What, in French.
    pub label: String,
    /// How many.
    pub count: u16,
}

/// What a 4G key's line offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Connection {
    /// The volume, in French: « 20 Go par mois ».
    pub allowance: String,
    /// The last day it works.
    pub valid_until: Option<Date>,
}

/// One point, and the state it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PointFound {
    /// Which.
    pub point: ConditionPoint,
    /// How.
    pub grade: Grade,
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

/// A number that anybody in trouble can call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HelpLine {
    /// The number, as it is dialled.
    pub number: String,
    /// What for.
    pub about: HelpFor,
    /// For a line of the town's own: what it is, in French.
    pub label: Option<String>,
}

/// What a help line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpFor {
    /// A child in danger.
    Children,
    /// Harassment and violence on line.
    Online,
    /// Violence against women.
    Women,
    /// Any emergency.
    Emergency,
    /// An emergency, by text message.
    Deaf,
    /// What its label says.
    Other,
}

impl HelpLine {
    /// The national lines, open to all of France.
    #[must_use]
    pub fn national() -> Vec<Self> {
        let line = |number: &str, about| Self { number: number.to_owned(), about, label: None };
        vec![
            line("119", HelpFor::Children),
            line("3018", HelpFor::Online),
            line("3919", HelpFor::Women),
            line("17 / 112", HelpFor::Emergency),
            line("114", HelpFor::Deaf),
        ]
    }
}

/// How a paper is signed, if it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// Not yet: a place to sign by hand.
    #[default]
    Awaited,
    /// On a printed copy.
    OnPaper {
        /// The day.
        on: Date,
    },
    /// With a finger, on a screen.
    OnScreen(Signature),
}

/// What a finger drew on a screen (Code civil art. 1366 and 1367: a simple electronic signature).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Points from each touch to its end: right and down from the top left corner, in the units of the
    /// width and height.
    pub strokes: Vec<Vec<(u16, u16)>>,
    /// Of the place to sign.
    pub width: u16,
    /// Of the place to sign.
    pub height: u16,
    /// The day.
    pub signed_on: Date,
}

/// The two places to sign of most papers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TwoSignatures {
    /// For the lender.
    pub lender: Signing,
    /// Of the family.
    pub family: Signing,
}
