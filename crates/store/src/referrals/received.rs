//! What came in and waits for the agent.

use domain::identifiers::Msisdn;
use domain::ids::{ReferralId, SchoolId};
use domain::people::language::ContactLanguage;
use domain::people::referral::{Lacks, ReferralState};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::referral;
use crate::{By, Store};

/// A referral that waits: once it is tied or closed, nothing of this is left to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Its id.
    pub id: ReferralId,
    /// Family name of the guardian.
    pub family_name: String,
    /// First name of the guardian.
    pub first_name: String,
    /// Where to call.
    pub phone: Msisdn,
    /// A child's first name.
    pub child_first_name: Option<String>,
    /// That child's school.
    pub school: Option<SchoolId>,
    /// What is lacking.
    pub lacks: Lacks,
    /// The language to call in.
    pub language: ContactLanguage,
    /// Since when it waits.
    pub made_at: Timestamp,
}

impl Store {
    /// The referrals that wait in the asker's cité, the oldest first, and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn received_referrals(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Referral>, u64), Failure> {
        let waiting = waiting(by);
        let total = waiting.clone().count(&self.db).await?;
        let rows = waiting
            .order_by_asc(referral::Column::CreatedAt)
            .order_by_asc(referral::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((rows.into_iter().map(value).collect::<Result<_, _>>()?, total))
    }

    /// A referral that waits in the asker's cité.
    ///
    /// # Errors
    /// When the database fails or the row is wrong.
    pub async fn referral(&self, id: ReferralId, by: By) -> Result<Option<Referral>, Failure> {
        let mine = waiting(by).filter(referral::Column::Id.eq(Uuid::from(id)));
        mine.one(&self.db).await?.map(value).transpose()
    }
}

fn waiting(by: By) -> Select<referral::Entity> {
    referral::Entity::find()
        .filter(referral::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(referral::Column::State.eq(ReferralState::Received.code()))
}

/// What a row says is lacking.
pub(super) const fn lacks(row: &referral::Model) -> Lacks {
    Lacks { device: row.lacks_device, connection: row.lacks_connection }
}

fn value(row: referral::Model) -> Result<Referral, Failure> {
    let lacks = lacks(&row);
    let missing = || Failure::row("referrals", row.id, "received, and wiped");
    let phone = row.phone.ok_or_else(missing)?;
    let language = row.contact_language.ok_or_else(missing)?;
    Ok(Referral {
        id: ReferralId(row.id),
        family_name: row.family_name.ok_or_else(missing)?,
        first_name: row.first_name.ok_or_else(missing)?,
        phone: phone.parse().map_err(|_| Failure::row("referrals", row.id, "no number"))?,
        child_first_name: row.child_first_name,
        school: row.school_id.map(SchoolId),
        lacks,
        language: language.parse().map_err(|wrong| Failure::row("referrals", row.id, wrong))?,
        made_at: row.created_at.timestamp(),
    })
}
