//! What may be taken out of the register as a file: by whom, what for, and for how long a copy may be
//! kept (`domain.md` §4.3, §4.7).

use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};

use crate::Seat;

crate::vocabulary! {
    /// What a file holds.
    ExportKind {
        /// Every item, without who has it.
        Items = "items",
        /// Items with a SIM card.
        Sims = "sims",
        /// Hand-overs, a row for each item, with the family's name.
        Loans = "loans",
        /// What families need.
        Needs = "needs",
        /// Families, their address, adults and children.
        Households = "households",
        /// Open needs, in the order of the last adopted plan.
        WaitingList = "waiting-list",
        /// What one plan decides, a row for each of its needs, with the family's name.
        Decisions = "decisions",
        /// Budget lines with their sums.
        FundLines = "fund-lines",
        /// Commitments, settlements and payments; as pages, the journal of a year's operations.
        Operations = "operations",
        /// The fund in a month, for the troïka.
        Statement = "statement",
        /// What a year's money was ordered for before a convention was signed.
        BeforeConvention = "before-convention",
        /// The financial report on a line's grant, in the layout of Cerfa 15059*02.
        Cerfa15059 = "cerfa15059",
        /// The journal: ids and codes only.
        Journal = "journal",
    }
}

/// The part of the fund that a file tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FundPart {
    /// It tells of no part: of the whole, or of something else.
    None,
    /// A month.
    Month,
    /// A fiscal year.
    Year,
    /// A line, and so its fiscal year.
    Line,
}

crate::vocabulary! {
    /// What an export of personal data is for: a code, never a story.
    ExportPurpose {
        /// Preparing hand-overs, returns and appointments.
        Desk = "desk",
        /// Reminding families, and looking for those nobody reaches.
        FollowUp = "follow_up",
        /// Counting what is there against the register.
        Stocktake = "stocktake",
        /// Answering a person who asks for their data (art. 15 GDPR).
        AccessRequest = "access_request",
        /// An inspection, or an internal control.
        Audit = "audit",
        /// Moving to another program.
        Transfer = "transfer",
    }
}

crate::vocabulary! {
    /// The form of a file: a sheet to work on, or pages to read.
    FileFormat {
        /// A sheet: see [`ExportFormat::Csv`].
        Csv = "csv",
        /// A sheet: see [`ExportFormat::Xlsx`].
        Xlsx = "xlsx",
        /// A sheet: see [`ExportFormat::Ods`].
        Ods = "ods",
        /// Pages to be read at a table, and kept with the minutes.
        Pdf = "pdf",
    }
}

impl FileFormat {
    /// The sheet that it is; none for pages.
    #[must_use]
    pub const fn sheet(self) -> Option<ExportFormat> {
        match self {
            Self::Csv => Some(ExportFormat::Csv),
            Self::Xlsx => Some(ExportFormat::Xlsx),
            Self::Ods => Some(ExportFormat::Ods),
            Self::Pdf => None,
        }
    }
}

crate::vocabulary! {
    /// The form of a sheet.
    ExportFormat {
        /// What French Excel opens by a double click.
        Csv = "csv",
        /// A workbook of Excel.
        Xlsx = "xlsx",
        /// An `OpenDocument` spreadsheet.
        Ods = "ods",
    }
}

/// Which loans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoanSelection {
    /// All there are.
    All,
    /// Items still with the family.
    Open,
    /// Items that came back or were declared lost.
    Past,
    /// Items that a family had on a day: lent on it or before, not closed before it.
    AsOf {
        /// The day.
        day: Date,
        /// Its first instant where due dates are counted.
        begins: Timestamp,
        /// The first instant of the day after.
        ends: Timestamp,
    },
}

impl LoanSelection {
    /// A code for the journal.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Past => "past",
            Self::AsOf { .. } => "as_of",
        }
    }
}

impl ExportKind {
    /// May this seat have it? As on the pages: who lends sees families and equipment, who holds, agrees
    /// or pays sees the fund, who opens accounts sees the journal.
    #[must_use]
    pub const fn open_to(self, seat: Seat) -> bool {
        match self {
            Self::Items
            | Self::Sims
            | Self::Loans
            | Self::Needs
            | Self::Households
            | Self::WaitingList
            | Self::Decisions => matches!(seat, Seat::TownAgent),
            Self::FundLines
            | Self::Operations
            | Self::Statement
            | Self::BeforeConvention
            | Self::Cerfa15059 => matches!(
                seat,
                Seat::TownAgent
                    | Seat::Principal
                    | Seat::Accountant
                    | Seat::TownCopilot
                    | Seat::PrefectDelegate
            ),
            Self::Journal => matches!(seat, Seat::Administrator),
        }
    }

    /// Does it hold personal data? The journal does: who did what, under a number instead of a name.
    #[must_use]
    pub const fn is_personal(self) -> bool {
        match self {
            Self::Loans
            | Self::Needs
            | Self::Households
            | Self::WaitingList
            | Self::Decisions
            | Self::Journal => true,
            Self::Items
            | Self::Sims
            | Self::FundLines
            | Self::Operations
            | Self::Statement
            | Self::BeforeConvention
            | Self::Cerfa15059 => false,
        }
    }

    /// The forms there are of it: whatever is long is a sheet; what is decided is also read at a table.
    #[must_use]
    pub const fn formats(self) -> &'static [FileFormat] {
        match self {
            Self::Decisions
            | Self::Operations
            | Self::Statement
            | Self::BeforeConvention
            | Self::Cerfa15059 => FileFormat::ALL,
            Self::Items
            | Self::Sims
            | Self::Loans
            | Self::Needs
            | Self::Households
            | Self::WaitingList
            | Self::FundLines
            | Self::Journal => &[FileFormat::Csv, FileFormat::Xlsx, FileFormat::Ods],
        }
    }

    /// The part of the fund that must be named for it.
    #[must_use]
    pub const fn scope(self) -> FundPart {
        match self {
            Self::Statement => FundPart::Month,
            Self::Operations | Self::BeforeConvention => FundPart::Year,
            Self::Cerfa15059 => FundPart::Line,
            _ => FundPart::None,
        }
    }

    /// The last day a copy made on `today` for this purpose may be kept.
    ///
    /// A copy has no longer life than its use, and none longer than what it copies (`domain.md` §4.3):
    /// what concerns needs ends three months after the school year, on 30 November; loans and the
    /// journal within a year.
    #[must_use]
    pub fn keep_until(self, purpose: ExportPurpose, today: Date) -> Date {
        let use_ends = match purpose {
            ExportPurpose::Desk | ExportPurpose::FollowUp | ExportPurpose::Transfer => {
                today.saturating_add(Span::new().months(1))
            }
            ExportPurpose::Stocktake | ExportPurpose::AccessRequest => {
                today.saturating_add(Span::new().months(2))
            }
            ExportPurpose::Audit => today.saturating_add(Span::new().months(12)),
        };
        match self {
            Self::Needs | Self::Households | Self::WaitingList | Self::Decisions => {
                use_ends.min(census_ends(today))
            }
            _ => use_ends,
        }
    }
}

/// The next 30 November, today included: a school year ends on 31 August.
fn census_ends(today: Date) -> Date {
    let this_year = date(today.year(), 11, 30);
    if today <= this_year { this_year } else { this_year.saturating_add(Span::new().years(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_for_who_lends_and_the_journal_for_who_opens_accounts() {
        for seat in Seat::ALL {
            for kind in ExportKind::ALL {
                let families = kind.is_personal() && *kind != ExportKind::Journal;
                if families {
                    assert_eq!(kind.open_to(*seat), *seat == Seat::TownAgent, "{kind} {seat}");
                }
            }
            let journal = ExportKind::Journal.open_to(*seat);
            assert_eq!(journal, *seat == Seat::Administrator, "{seat}");
            assert!(!ExportKind::Items.open_to(Seat::NationalReader));
        }
    }

    #[test]
    fn a_copy_lives_no_longer_than_its_use_and_than_what_it_copies() {
        let keep = ExportKind::keep_until;
        let (desk, audit) = (ExportPurpose::Desk, ExportPurpose::Audit);
        assert_eq!(keep(ExportKind::Loans, desk, date(2026, 9, 1)), date(2026, 10, 1));
        assert_eq!(keep(ExportKind::Loans, audit, date(2026, 9, 1)), date(2027, 9, 1));
        assert_eq!(keep(ExportKind::Needs, audit, date(2026, 9, 1)), date(2026, 11, 30));
        assert_eq!(keep(ExportKind::Needs, audit, date(2026, 12, 1)), date(2027, 11, 30));
        assert_eq!(keep(ExportKind::Households, desk, date(2026, 11, 30)), date(2026, 11, 30));
        assert_eq!(keep(ExportKind::Decisions, audit, date(2026, 9, 1)), date(2026, 11, 30));
    }

    #[test]
    fn every_form_but_pages_is_a_sheet_of_the_same_code_and_what_is_read_at_a_table_comes_as_pages()
    {
        for format in FileFormat::ALL {
            let sheet = format.sheet().map(ExportFormat::code);
            assert_eq!(sheet, (*format != FileFormat::Pdf).then(|| format.code()), "{format}");
        }
        for kind in ExportKind::ALL {
            let sheets = kind.formats().iter().filter_map(|format| format.sheet());
            assert!(sheets.eq(ExportFormat::ALL.iter().copied()), "{kind}");
            let pages = kind.formats().contains(&FileFormat::Pdf);
            let read = *kind == ExportKind::Decisions || kind.scope() != FundPart::None;
            assert_eq!(pages, read, "{kind}");
        }
    }
}
