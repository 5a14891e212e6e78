//! One paper among many: gathered from the register, then added to a file.

use std::io::Write;

use documents::{Binder, BundleError, DocumentError, Imprint, Labelled, Language, Paper, Press};
use domain::ids::{LoanId, PlanId};
use domain::people::language::ContactLanguage;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{BatchPaper, By, Store};

use super::facts::LoanFacts;
use super::kind::{PaperKind, possible};
use super::press::Beside;
use crate::error::PageError;
use crate::wording::people::family;

/// What one paper of a batch says, and of which kind it is.
pub struct OneOfMany {
    facts: LoanFacts,
    paper: BatchPaper,
    plan: Option<(PlanId, Timestamp)>,
    beside: Beside,
    imprint: Imprint,
    today: Date,
}

/// The language beside French: the family's own if papers are offered in it, else the one that was chosen
/// for families that are written to in French.
///
/// # Errors
/// When the built-in words are wrong, which a test excludes.
pub fn beside(own: ContactLanguage, chosen: Option<ContactLanguage>) -> Result<Beside, PageError> {
    let code = match own {
        ContactLanguage::French => chosen.map_or("", |language| language.code()),
        other => other.code(),
    };
    Beside::of(code)
}

impl OneOfMany {
    /// Gathers what a paper of this loan says; nothing when it makes no sense any more: the loan is over,
    /// or its family was erased.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        store: &Store,
        (loan, paper): (LoanId, BatchPaper),
        chosen: Option<ContactLanguage>,
        by: By,
        today: Date,
    ) -> Result<Option<Self>, PageError> {
        let facts = match LoanFacts::of(store, loan, by).await {
            Err(PageError::NotFound) => return Ok(None),
            other => other?,
        };
        let kind = PaperKind::from(paper);
        if facts.loan.is_closed() || !possible(&facts.loan, &[], today).contains(&kind) {
            return Ok(None);
        }
        let plan = match paper {
            BatchPaper::Agreement => store.plan_behind(loan, by).await?,
            _ => None,
        };
        let beside = beside(facts.home.state.language, chosen)?;
        let imprint = facts.imprint(kind.code(), facts.dated(kind, today))?;
        Ok(Some(Self { facts, paper, plan, beside, imprint, today }))
    }

    /// Sets it and adds it to a file, under the family's name.
    ///
    /// # Errors
    /// When it cannot be set or written.
    pub fn add_to<W: Write>(self, file: &mut Binder<'_, W>) -> Result<(), BundleError> {
        match self.paper {
            BatchPaper::Agreement => file.add(&self.labelled(self.facts.agreement(self.plan))),
            BatchPaper::HandOver => file.add(&self.labelled(self.facts.handover_slip())),
            BatchPaper::Condition => file.add(&self.labelled(self.facts.condition_report())),
            BatchPaper::Certificate => file.add(&self.labelled(self.facts.certificate(self.today))),
            BatchPaper::Reminder => file.add(&self.labelled(self.facts.reminder(self.today))),
        }
    }

    /// How many pages it takes.
    ///
    /// # Errors
    /// When it cannot be set.
    pub fn pages(&self, press: &Press) -> Result<usize, DocumentError> {
        let beside: Option<&Language> = self.beside.language();
        match self.paper {
            BatchPaper::Agreement => press.count_pages(&self.facts.agreement(self.plan), beside),
            BatchPaper::HandOver => press.count_pages(&self.facts.handover_slip(), beside),
            BatchPaper::Condition => press.count_pages(&self.facts.condition_report(), beside),
            BatchPaper::Certificate => {
                press.count_pages(&self.facts.certificate(self.today), beside)
            }
            BatchPaper::Reminder => press.count_pages(&self.facts.reminder(self.today), beside),
        }
    }

    fn labelled<P: Paper>(&self, paper: P) -> Labelled<'_, P> {
        Labelled {
            label: family(&self.facts.loan.label).to_owned(),
            paper,
            beside: self.beside.language(),
            imprint: self.imprint.clone(),
        }
    }
}
