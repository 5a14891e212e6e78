//! Reading a cité's families as one value, and writing back what has changed of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{ChildId, CiteId, GuardianId, HouseholdId, SchoolId};
use domain::people::address::Address;
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::people::register::{ChildRecord, GuardianRecord, HouseholdRecord, Register};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{child, guardian, household, loan, need};

/// All families of a cité, and the rows of their households.
pub(super) async fn load(
    db: &impl ConnectionTrait,
    cite: CiteId,
) -> Result<(Register, Vec<household::Model>), Failure> {
    let cite = Uuid::from(cite);
    let households =
        household::Entity::remembered().filter(household::Column::CiteId.eq(cite)).all(db).await?;
    let guardians = guardian::Entity::find().inner_join_household(cite).all(db).await?;
    let children = child::Entity::find().filter(child::Column::CiteId.eq(cite)).all(db).await?;
    let mut busy: BTreeSet<Uuid> = need::Entity::find()
        .select_only()
        .column(need::Column::HouseholdId)
        .distinct()
        .filter(need::Column::CiteId.eq(cite))
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let lent: Vec<Uuid> = loan::Entity::find()
        .select_only()
        .column(loan::Column::HouseholdId)
        .distinct()
        .filter(loan::Column::CiteId.eq(cite))
        .into_tuple()
        .all(db)
        .await?;
    busy.extend(lent);
    let homes: BTreeMap<HouseholdId, HouseholdRecord> = households
        .iter()
        .map(|row| {
            let bare = !busy.contains(&row.id) && is_bare(row);
            (HouseholdId(row.id), HouseholdRecord { address: address(row), bare })
        })
        .collect();
    let guardians = guardians.into_iter().map(|row| Ok((GuardianId(row.id), guardian_value(row)?)));
    let children = children.into_iter().map(|row| Ok((ChildId(row.id), child_value(row)?)));
    let (guardians, children) =
        (guardians.collect::<Result<_, Failure>>()?, children.collect::<Result<_, Failure>>()?);
    let register = Register::of(homes, guardians, children).map_err(|orphan| {
        Failure::row("households", orphan.0, "of another cité than its people")
    })?;
    Ok((register, households))
}

/// Guardians have no cité of their own: theirs is their household's.
trait OfCite {
    fn inner_join_household(self, cite: Uuid) -> Self;
}

impl OfCite for sea_orm::Select<guardian::Entity> {
    fn inner_join_household(self, cite: Uuid) -> Self {
        let mine = sea_orm::sea_query::Query::select()
            .column(household::Column::Id)
            .from(household::Entity)
            .and_where(household::Column::CiteId.eq(cite))
            .to_owned();
        self.filter(guardian::Column::HouseholdId.in_subquery(mine))
    }
}

/// Has nobody recorded anything of this household but its people?
fn is_bare(row: &household::Model) -> bool {
    row.equipment == Equipment::Unknown.code()
        && row.connection == Connection::Unknown.code()
        && row.contact_language == ContactLanguage::French.code()
        && row.accepts_loan
        && row.accepts_refurbished
        && !row.in_qpv
        && !row.lost_contact
}

pub(crate) fn address(row: &household::Model) -> Address {
    Address {
        street: row.address.clone(),
        postal_code: row.postal_code.clone(),
        commune: row.commune.clone(),
    }
}

pub(crate) fn guardian_value(row: guardian::Model) -> Result<GuardianRecord, Failure> {
    let number = |text: Option<String>| {
        let number = text.map(|text| text.parse()).transpose();
        number.map_err(|problem: domain::identifiers::MsisdnError| {
            Failure::row("guardians", row.id, problem)
        })
    };
    Ok(GuardianRecord {
        mobile: number(row.mobile.clone())?,
        phone: number(row.phone.clone())?,
        household: HouseholdId(row.household_id),
        family_name: row.family_name,
        first_name: row.first_name,
        match_key: row.match_key,
        lives_elsewhere: row.lives_elsewhere,
        email: row.email,
    })
}

pub(crate) fn child_value(row: child::Model) -> Result<ChildRecord, Failure> {
    Ok(ChildRecord {
        level: row.level.parse().map_err(|problem| Failure::row("children", row.id, problem))?,
        birth_year: i16::try_from(row.birth_year)
            .map_err(|problem| Failure::row("children", row.id, problem))?,
        household: HouseholdId(row.household_id),
        school: SchoolId(row.school_id),
        family_name: row.family_name,
        first_name: row.first_name,
        match_key: row.match_key,
        birth_seal: row.birth_seal,
        grade_label: row.grade_label,
        class_name: row.class_name,
    })
}
