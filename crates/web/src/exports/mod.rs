//! Files out, for the pages and for the command line alike: the register's rows as cells with French
//! titles, poured page by page into whoever takes the bytes.

mod body;
mod columns;
mod decisions;
mod fund;
mod kept;
mod place;
mod pour;
pub(crate) mod reports;
mod rows;

use domain::export::{ExportKind, FileFormat, LoanSelection};
use exchange::out::Head;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{FundScope, LogExport};

pub use body::{printed, streamed};
pub(crate) use kept::Kept;
pub use pour::{Broken, Sink, pour};

use crate::clock::paris;
use crate::wording::exports as say;
use crate::wording::{French as _, Label as _, capital};

/// A file to be made.
#[derive(Debug, Clone)]
pub struct Export {
    /// What was told to the journal.
    pub order: LogExport,
    /// What the cité is called.
    pub cite: String,
    /// Who asks, as the file will say.
    pub who: String,
    /// When.
    pub now: Timestamp,
    /// Where the program is to be found, so that papers lead to it; nothing when that is not known.
    pub home: Option<String>,
}

impl Export {
    fn today(&self) -> Date {
        self.now.to_zoned(paris()).date()
    }

    /// The whole address of a page of the program.
    fn page(&self, path: &str) -> Option<String> {
        self.home.as_ref().map(|home| format!("{}{path}", home.trim_end_matches('/')))
    }

    /// `prets-en-cours-2026-09-01.csv`: plain ASCII.
    #[must_use]
    pub fn file_name(&self) -> String {
        let slug = say::slug(self.order.kind);
        let (which, day) = match self.order.loans {
            Some(LoanSelection::Open) => ("-en-cours", self.today()),
            Some(LoanSelection::Past) => ("-termines", self.today()),
            Some(LoanSelection::AsOf { day, .. }) => ("-au", day),
            Some(LoanSelection::All) | None => ("", self.today()),
        };
        let FundScope { month, year, .. } = self.order.fund;
        let part = match (month, year) {
            (Some(month), _) => format!("-{}", month.strftime("%Y-%m")),
            (None, Some(year)) => format!("-{year}"),
            (None, None) => String::new(),
        };
        format!("{slug}{part}{which}-{day}.{}", self.order.format)
    }

    fn head(&self) -> Head {
        let kind = self.order.kind;
        let notice = if kind.is_personal() { self.notice() } else { Vec::new() };
        let sheet = capital(&kind.label().replace('’', " "));
        Head { sheet, notice, columns: columns::of(kind) }
    }

    /// What must be known of personal data wherever the file goes (`domain.md` §4.7).
    fn notice(&self) -> Vec<String> {
        let LogExport { id, kind, loans, purpose, .. } = self.order;
        let content = loans.map_or_else(|| kind.label().to_owned(), say::loans);
        let mut lines = vec![
            "Données personnelles – ne pas diffuser".to_owned(),
            format!("Contenu : {content}, {}", self.cite),
        ];
        if let Some(purpose) = purpose {
            let until = kind.keep_until(purpose, self.today()).french();
            lines.push(format!("Usage déclaré : {}", purpose.label()));
            lines.push(format!("À supprimer au plus tard le {until}"));
        }
        lines.push(format!("Fait le {} par {}", self.now.french(), self.who));
        lines.push(format!("Numéro de l’export, inscrit au journal : {id}"));
        lines
    }
}

/// The loans that were open on a day, counted as the days of Paris.
///
/// # Errors
/// When the day is at the end of the calendar.
pub fn as_of(day: Date) -> Result<LoanSelection, jiff::Error> {
    let begins = day.to_zoned(paris())?.timestamp();
    let ends = day.tomorrow()?.to_zoned(paris())?.timestamp();
    Ok(LoanSelection::AsOf { day, begins, ends })
}

/// The type a browser is told.
#[must_use]
pub const fn media_type(format: FileFormat) -> &'static str {
    match format.sheet() {
        Some(sheet) => exchange::out::media_type(sheet),
        None => "application/pdf",
    }
}

/// The kind of a page's address.
#[must_use]
pub fn kind_of_slug(slug: &str) -> Option<ExportKind> {
    ExportKind::ALL.iter().copied().find(|kind| say::slug(*kind) == slug)
}
