//! Which papers a loan has, and when each makes sense.

use domain::reminder::{Standing, standing};
use jiff::civil::Date;
use store::{BatchPaper, Extension, Loan};

use crate::wording::Label;

domain::vocabulary! {
    /// A paper of a loan; its code ends its address.
    PaperKind {
        /// The agreement.
        Agreement = "convention",
        /// The slip of the hand-over, with the way to the tutorial.
        HandOver = "bon-de-remise",
        /// The état des lieux, out and in side by side.
        Condition = "etat-des-lieux",
        /// The slip of a return.
        Return = "bon-de-restitution",
        /// The amendment that gives a later day.
        Extension = "avenant",
        /// The certificate that a family shows.
        Certificate = "attestation",
        /// The letter that reminds.
        Reminder = "relance",
        /// The formal notice.
        Notice = "mise-en-demeure",
    }
}

impl Label for PaperKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Agreement => "convention de prêt",
            Self::HandOver => "bon de remise",
            Self::Condition => "état des lieux",
            Self::Return => "bon de restitution",
            Self::Extension => "avenant de prolongation",
            Self::Certificate => "attestation de prêt",
            Self::Reminder => "lettre de relance",
            Self::Notice => "mise en demeure",
        }
    }
}

impl From<BatchPaper> for PaperKind {
    fn from(paper: BatchPaper) -> Self {
        match paper {
            BatchPaper::Agreement => Self::Agreement,
            BatchPaper::HandOver => Self::HandOver,
            BatchPaper::Condition => Self::Condition,
            BatchPaper::Certificate => Self::Certificate,
            BatchPaper::Reminder => Self::Reminder,
        }
    }
}

/// The papers that make sense for a loan today.
#[must_use]
pub fn possible(loan: &Loan, extensions: &[Extension], today: Date) -> Vec<PaperKind> {
    let back = loan.lines.iter().any(|line| line.closed_at.is_some());
    let at = if loan.is_closed() { None } else { standing(loan.due_on, today) };
    let may = |kind: &PaperKind| match kind {
        PaperKind::Agreement | PaperKind::HandOver | PaperKind::Condition => true,
        PaperKind::Return => back,
        PaperKind::Extension => !extensions.is_empty(),
        PaperKind::Certificate => !loan.is_closed(),
        PaperKind::Reminder => at.is_some(),
        PaperKind::Notice => at == Some(Standing::VeryLate),
    };
    PaperKind::ALL.iter().copied().filter(may).collect()
}
