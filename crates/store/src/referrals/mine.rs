//! What became of a referent's own referrals: where each stands, and nothing of the register.

use std::collections::BTreeMap;

use domain::ids::ReferralId;
use domain::people::equipment::{NeedKind, NeedState};
use domain::people::referral::{Lacks, ReferralState};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::received::lacks;
use crate::base::error::Failure;
use crate::entities::{gift, gift_item, loan, loan_item, need, referral};
use crate::{By, Store};

/// Where a referral stands, in the eyes of whoever made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The agent has not looked at it yet.
    Received,
    /// The family is in the register; what was lacking is still waited for.
    Tied,
    /// What was lacking was handed over, on that day.
    Served(Date),
    /// No family was found or reached.
    Closed,
}

/// One referral of the asker's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyReferral {
    /// Its id.
    pub id: ReferralId,
    /// Family name and first name, while it waits; forgotten afterwards.
    pub name: Option<(String, String)>,
    /// What is lacking.
    pub lacks: Lacks,
    /// When it was made.
    pub made_at: Timestamp,
    /// Where it stands.
    pub standing: Standing,
}

/// When a need of a household was met, by loans made since some instant.
struct Met {
    kind: String,
    state: String,
    loans: Vec<(Timestamp, Date)>,
}

impl Store {
    /// The asker's own referrals in this cité, the latest first, and how many there are.
    ///
    /// A loan from before the referral does not count as serving it: it would tell that the family was
    /// known already.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn my_referrals(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<MyReferral>, u64), Failure> {
        let mine = referral::Entity::find()
            .filter(referral::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(referral::Column::AccountId.eq(Uuid::from(by.account)));
        let total = mine.clone().count(&self.db).await?;
        let rows = mine
            .order_by_desc(referral::Column::CreatedAt)
            .order_by_desc(referral::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        let met = self.met(rows.iter().filter_map(|row| row.household_id).collect()).await?;
        let list = rows.into_iter().map(|row| {
            let wrong = |problem| Failure::row("referrals", row.id, problem);
            let needs = row.household_id.and_then(|home| met.get(&home));
            let standing = match row.state.parse().map_err(wrong)? {
                ReferralState::Received => Standing::Received,
                ReferralState::Closed => Standing::Closed,
                ReferralState::Tied => needs
                    .and_then(|needs| served_on(needs, lacks(&row), row.created_at.timestamp()))
                    .map_or(Standing::Tied, Standing::Served),
            };
            Ok(MyReferral {
                id: ReferralId(row.id),
                lacks: lacks(&row),
                made_at: row.created_at.timestamp(),
                standing,
                name: row.family_name.zip(row.first_name),
            })
        });
        Ok((list.collect::<Result<_, Failure>>()?, total))
    }

    /// The needs of these households, with the loans and the gifts that met them.
    async fn met(&self, homes: Vec<Uuid>) -> Result<BTreeMap<Uuid, Vec<Met>>, Failure> {
        let needs = need::Entity::find().filter(need::Column::HouseholdId.is_in(homes));
        let needs = needs.all(&self.db).await?;
        let lines = loan_item::Entity::find()
            .filter(loan_item::Column::NeedId.is_in(lines_of(&needs)))
            .all(&self.db)
            .await?;
        let loans = loan::Entity::find()
            .filter(loan::Column::Id.is_in(lines.iter().map(|line| line.loan_id)))
            .all(&self.db)
            .await?;
        let given = gift_item::Entity::find()
            .filter(gift_item::Column::NeedId.is_in(lines_of(&needs)))
            .all(&self.db)
            .await?;
        let gifts = gift::Entity::find()
            .filter(gift::Column::Id.is_in(given.iter().map(|line| line.gift_id)))
            .all(&self.db)
            .await?;
        let mut met: BTreeMap<Uuid, Vec<Met>> = BTreeMap::new();
        for need in needs {
            let of_need = lines.iter().filter(|line| line.need_id == Some(need.id));
            let lent = of_need.filter_map(|line| loans.iter().find(|loan| loan.id == line.loan_id));
            let lent = lent.map(|loan| (loan.lent_at.timestamp(), loan.lent_on.0));
            let of_need = given.iter().filter(|line| line.need_id == Some(need.id));
            let gifts =
                of_need.filter_map(|line| gifts.iter().find(|gift| gift.id == line.gift_id));
            let gifts = gifts.map(|gift| (gift.given_at.timestamp(), gift.given_on.0));
            let loans = lent.chain(gifts).collect();
            let one = Met { kind: need.kind, state: need.state, loans };
            met.entry(need.household_id).or_default().push(one);
        }
        Ok(met)
    }
}

/// The needs that something met.
fn lines_of(needs: &[need::Model]) -> impl Iterator<Item = Uuid> + '_ {
    needs.iter().filter(|need| need.state == NeedState::Served.code()).map(|need| need.id)
}

/// The day on which the last of what was lacking came, if nothing of it is waited for any more.
fn served_on(needs: &[Met], lacks: Lacks, since: Timestamp) -> Option<Date> {
    let kinds: Vec<&str> = lacks.kinds().into_iter().map(NeedKind::code).collect();
    let lacking = || needs.iter().filter(|need| kinds.contains(&need.kind.as_str()));
    let waits = [NeedState::Open.code(), NeedState::Reserved.code()];
    if lacking().any(|need| waits.contains(&need.state.as_str())) {
        return None;
    }
    let loans = lacking().flat_map(|need| &need.loans);
    loans.filter(|(lent_at, _)| *lent_at >= since).map(|(_, day)| *day).max()
}
