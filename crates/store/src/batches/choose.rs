//! Which loans a batch prints a paper of.

use std::collections::BTreeMap;

use domain::ids::{LoanId, SchoolId};
use domain::people::language::ContactLanguage;
use domain::reminder::SOON_DAYS;
use jiff::ToSpan as _;
use jiff::civil::Date;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::entities::{child, household, loan};
use crate::loans::lists::open;
use crate::{By, Store};

domain::vocabulary! {
    /// A paper that is printed for many loans at once.
    BatchPaper {
        /// The agreement.
        Agreement = "convention",
        /// The slip of the hand-over.
        HandOver = "bon-de-remise",
        /// The état des lieux.
        Condition = "etat-des-lieux",
        /// The certificate that a family shows.
        Certificate = "attestation",
        /// The letter that reminds: only of what is due soon or late.
        Reminder = "relance",
    }
}

/// Which of the loans that run; those that are over need no paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchChoice {
    /// Handed over between two days, both included.
    HandedOver {
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
    /// Of families with a child at this school.
    School(SchoolId),
    /// Due before today.
    Late,
}

/// A loan to print a paper of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToPrint {
    /// Which.
    pub loan: LoanId,
    /// The language its family is written to in.
    pub language: ContactLanguage,
}

impl Store {
    /// The loans of the asker's cité that a batch would print a paper of, by the name of the family.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn to_print(
        &self,
        paper: BatchPaper,
        which: BatchChoice,
        today: Date,
        by: By,
    ) -> Result<Vec<ToPrint>, Failure> {
        chosen(&self.db, paper, which, today, by).await
    }
}

pub(super) async fn chosen(
    db: &impl ConnectionTrait,
    paper: BatchPaper,
    which: BatchChoice,
    today: Date,
    by: By,
) -> Result<Vec<ToPrint>, Failure> {
    let mut loans = match which {
        BatchChoice::HandedOver { from, to } => open(by)
            .filter(loan::Column::LentOn.gte(Day(from)))
            .filter(loan::Column::LentOn.lte(Day(to))),
        BatchChoice::School(school) => {
            let homes = Query::select()
                .column(child::Column::HouseholdId)
                .from(child::Entity)
                .and_where(child::Column::SchoolId.eq(Uuid::from(school)))
                .to_owned();
            open(by).filter(loan::Column::HouseholdId.in_subquery(homes))
        }
        BatchChoice::Late => open(by).filter(loan::Column::DueOn.lt(Day(today))),
    };
    if paper == BatchPaper::Reminder {
        let soon = today.saturating_add(SOON_DAYS.days());
        loans = loans.filter(loan::Column::DueOn.lte(Day(soon)));
    }
    let rows: Vec<(Uuid, Uuid)> = loans
        .select_only()
        .column(loan::Column::Id)
        .column(loan::Column::HouseholdId)
        .into_tuple()
        .all(db)
        .await?;
    let homes = homes(db, rows.iter().map(|(_, home)| *home)).await?;
    // A restored backup may hold an open loan of a household that was erased: it has nothing to print.
    let mut found: Vec<(&str, ToPrint)> = rows
        .iter()
        .filter_map(|(loan, home)| {
            let (label, language) = homes.get(home)?;
            Some((label.as_str(), ToPrint { loan: LoanId(*loan), language: *language }))
        })
        .collect();
    found.sort_by(|(a, x), (b, y)| (a, x.loan).cmp(&(b, y.loan)));
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// How these households are called and the language they are written to in, without the forgotten.
async fn homes(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, (String, ContactLanguage)>, Failure> {
    let mut ids: Vec<Uuid> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let mut homes = BTreeMap::new();
    for chunk in ids.chunks(1_000) {
        let rows: Vec<(Uuid, String, String)> = household::Entity::remembered()
            .filter(household::Column::Id.is_in(chunk.iter().copied()))
            .select_only()
            .column(household::Column::Id)
            .column(household::Column::Label)
            .column(household::Column::ContactLanguage)
            .into_tuple()
            .all(db)
            .await?;
        for (id, label, language) in rows {
            let language = language.parse();
            let language = language.map_err(|problem| Failure::row("households", id, problem))?;
            homes.insert(id, (label, language));
        }
    }
    Ok(homes)
}
