//! A family by telephone: one call, one page, one verb.

use std::collections::BTreeMap;

use domain::identifiers::Msisdn;
use domain::ids::{ChildId, GuardianId, HouseholdId, SchoolId};
use domain::people::address::Address;
use domain::people::census::made_by;
use domain::people::register::{
    ChildRecord, GuardianRecord, HouseholdRecord, Orphan, Register, person_key,
};
use domain::stock::Level;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::needs::{HomeState, RecordNeedsRefused, follow, set_state};
use super::reckon::seal_birth;
use super::write::write;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{child, household, school};
use crate::intake::images::Picture;
use crate::{By, Store};

/// A child as said on the telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewChild {
    /// Family name.
    pub family_name: String,
    /// First name.
    pub first_name: String,
    /// Date of birth: sealed, so that the school's file meets the same child; kept nowhere.
    pub birth: Date,
    /// The school.
    pub school: SchoolId,
    /// Stage of schooling.
    pub level: Level,
    /// Normalised year; may be blank.
    pub grade_label: String,
    /// Class; may be blank.
    pub class_name: String,
}

/// A guardian as said on the telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewGuardian {
    /// Family name.
    pub family_name: String,
    /// First name.
    pub first_name: String,
    /// A number that text messages reach.
    pub mobile: Option<Msisdn>,
    /// Another number.
    pub phone: Option<Msisdn>,
    /// Electronic mail.
    pub email: Option<String>,
}

/// A family to be entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewHousehold {
    /// Its id, minted when the form was shown.
    pub id: HouseholdId,
    /// Who answers for the children.
    pub guardians: Vec<NewGuardian>,
    /// The children.
    pub children: Vec<NewChild>,
    /// Where they live.
    pub address: Address,
    /// What they have.
    pub state: HomeState,
}

/// Why a family was not entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewHouseholdRefused {
    /// Neither a guardian nor a child.
    Nobody,
    /// The cité has no such school.
    UnknownSchool,
    /// This child, from 0, is known already, in that household.
    ChildKnown(usize, HouseholdId),
    /// A child or a guardian is named twice.
    Twice,
}

impl Store {
    /// Enters a family and the needs that follow from what it has.
    ///
    /// # Errors
    /// [`NewHouseholdRefused`].
    pub async fn create_household(
        &self,
        new: &NewHousehold,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<NewHouseholdRefused>> {
        if new.guardians.is_empty() && new.children.is_empty() {
            return Err(VerbError::Refused(NewHouseholdRefused::Nobody));
        }
        let verb = match self.begin_once("create_household", new.id.into(), new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mut schools: Vec<Uuid> = new.children.iter().map(|child| child.school.into()).collect();
        schools.sort_unstable();
        schools.dedup();
        let known = school::Entity::find()
            .filter(school::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(school::Column::Id.is_in(schools.clone()));
        if known.all(&verb.tx).await?.len() != schools.len() {
            return Err(VerbError::Refused(NewHouseholdRefused::UnknownSchool));
        }
        let known = namesakes(&verb.tx, new, by).await?;
        let family = self.family(known, new)?;
        write(&verb.tx, by.cite, &family, &Picture::default(), now).await?;
        let row = household::Entity::find_by_id(Uuid::from(new.id)).one(&verb.tx).await?;
        let row = row.ok_or_else(|| Failure::row("households", new.id, "missing"))?;
        set_state(&verb, row, &new.state).await?;
        let needs = follow(&verb, new.id.into(), new.id, &new.state, by, today).await;
        let needs = needs.map_err(|error| match error {
            VerbError::Failed(failure) => VerbError::Failed(failure),
            VerbError::OtherContent => VerbError::OtherContent,
            VerbError::Refused(RecordNeedsRefused::Unknown | RecordNeedsRefused::Reserved(_)) => {
                VerbError::Failed(Failure::row(
                    "needs",
                    new.id,
                    "a new household has needs already",
                ))
            }
        })?;
        let facts = json!({
            "children": new.children.len(),
            "equipment": new.state.equipment,
            "connection": new.state.connection,
            "needs": needs.standing,
            "opened": needs.opened,
        });
        Ok(verb.commit(Subject::Household, new.id, facts).await?)
    }

    /// The new family alone, as a register.
    fn family(
        &self,
        mut known: Namesakes,
        new: &NewHousehold,
    ) -> Result<Register, VerbError<NewHouseholdRefused>> {
        let mut family = Register::default();
        let orphan = |orphan: Orphan| Failure::row("households", orphan.0, "missing");
        let home = HouseholdRecord { address: new.address.clone(), bare: false };
        family.put_household(new.id, home);
        for (nth, child) in new.children.iter().enumerate() {
            let match_key = person_key(&child.family_name, &child.first_name);
            let birth_seal = seal_birth(&self.key, &match_key, child.birth);
            let same = known.insert((match_key.clone(), birth_seal.clone()), new.id);
            if let Some(home) = same {
                return Err(VerbError::Refused(if home == new.id {
                    NewHouseholdRefused::Twice
                } else {
                    NewHouseholdRefused::ChildKnown(nth, home)
                }));
            }
            let record = ChildRecord {
                household: new.id,
                school: child.school,
                family_name: child.family_name.clone(),
                first_name: child.first_name.clone(),
                match_key,
                birth_year: child.birth.year(),
                birth_seal,
                level: child.level,
                grade_label: child.grade_label.clone(),
                class_name: child.class_name.clone(),
            };
            let id = ChildId(made_by(new.id.0.into(), "child", 0, nth));
            family.put_child(id, record).map_err(orphan)?;
        }
        for (nth, guardian) in new.guardians.iter().enumerate() {
            let match_key = person_key(&guardian.family_name, &guardian.first_name);
            if family.guardian_in(new.id, &match_key).is_some() {
                return Err(VerbError::Refused(NewHouseholdRefused::Twice));
            }
            let record = GuardianRecord {
                household: new.id,
                family_name: guardian.family_name.clone(),
                first_name: guardian.first_name.clone(),
                match_key,
                lives_elsewhere: false,
                mobile: guardian.mobile.clone(),
                phone: guardian.phone.clone(),
                email: guardian.email.clone(),
            };
            let id = GuardianId(made_by(new.id.0.into(), "guardian", 0, nth));
            family.put_guardian(id, record).map_err(orphan)?;
        }
        Ok(family)
    }
}

/// Where the known children of a name and birth live.
type Namesakes = BTreeMap<(String, String), HouseholdId>;

/// The children that may be those of the form: nothing else of the register is needed to enter a family.
async fn namesakes(
    tx: &impl ConnectionTrait,
    new: &NewHousehold,
    by: By,
) -> Result<Namesakes, Failure> {
    let keys = new.children.iter().map(|child| person_key(&child.family_name, &child.first_name));
    let rows = child::Entity::find()
        .filter(child::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(child::Column::MatchKey.is_in(keys))
        .all(tx)
        .await?;
    let home = |row: child::Model| ((row.match_key, row.birth_seal), HouseholdId(row.household_id));
    Ok(rows.into_iter().map(home).collect())
}
