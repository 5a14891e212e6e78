//! Conventions, and the days on which they went from draft to signature.

use std::collections::BTreeMap;

use domain::Seat;
use domain::fund::{
    AgreementRegime, ConventionKind, ConventionLife, ConventionRefused, ConventionState,
};
use domain::ids::{ConventionId, SchoolId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{convention, convention_member, convention_step, fund_line, school};
use crate::{By, Store};

/// A convention to be noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewConvention {
    /// Its id.
    pub id: ConventionId,
    /// What it settles.
    pub kind: ConventionKind,
    /// What it is called, once in the cité.
    pub title: String,
    /// Its number; may be empty.
    pub number: String,
    /// The schools that it covers.
    pub schools: Vec<SchoolId>,
    /// How far it has come, and since when.
    pub state: ConventionState,
    /// The day of that state.
    pub on: Date,
}

/// Why a convention is not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewConventionRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// Another convention has this title.
    TitleTaken,
    /// One of its schools is not of this cité.
    UnknownSchool,
    /// The state breaks a rule.
    Rule(ConventionRefused),
}

/// A convention that has come further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReachState {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub convention: ConventionId,
    /// Where it stands now.
    pub state: ConventionState,
    /// Since when.
    pub on: Date,
}

/// Why it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReachStateRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such convention in this cité.
    Unknown,
    /// The state breaks a rule.
    Rule(ConventionRefused),
}

/// The schools that a convention covers from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverSchools {
    /// The form's id.
    pub form: Uuid,
    /// Which convention.
    pub convention: ConventionId,
    /// Its schools.
    pub schools: Vec<SchoolId>,
}

/// Why they are not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverSchoolsRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such convention in this cité.
    Unknown,
    /// One of the schools is not of this cité.
    UnknownSchool,
}

/// A convention as it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convention {
    /// Its id.
    pub id: ConventionId,
    /// What it settles.
    pub kind: ConventionKind,
    /// What it is called.
    pub title: String,
    /// Its number; may be empty.
    pub number: String,
    /// The days of its states.
    pub life: ConventionLife,
    /// The schools that it covers.
    pub schools: Vec<SchoolId>,
}

impl Store {
    /// Notes a convention, wherever it stands.
    ///
    /// # Errors
    /// [`NewConventionRefused`].
    pub async fn note_convention(
        &self,
        new: &NewConvention,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NewConventionRefused>> {
        use NewConventionRefused::{NotYourSeat, Rule, TitleTaken, UnknownSchool};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("note_convention", new.id.into(), new, by, now).await?
        else {
            return Ok(());
        };
        let life = ConventionLife::default().reach(new.state, new.on);
        let _ = life.map_err(|why| VerbError::Refused(Rule(why)))?;
        let row = convention::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            kind: new.kind.code().to_owned(),
            title: new.title.clone(),
            number: new.number.clone(),
        };
        match convention::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
        {
            Err(error) if breaks_unique(&error, "conventions_title_once", "conventions.title") => {
                return Err(VerbError::Refused(TitleTaken));
            }
            other => other?,
        };
        add_step(&verb, new.id, new.state, new.on, now).await?;
        if !cover(&verb, new.id, &new.schools, by).await? {
            return Err(VerbError::Refused(UnknownSchool));
        }
        let facts =
            json!({ "kind": new.kind, "state": new.state, "on": new.on, "schools": new.schools });
        Ok(verb.commit(Subject::Convention, new.id, facts).await?)
    }

    /// Notes that a convention has come further. Once it is signed, what its lines spend is no longer spent
    /// before a convention; what was marked stays marked.
    ///
    /// # Errors
    /// [`ReachStateRefused`].
    pub async fn reach_convention_state(
        &self,
        order: &ReachState,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ReachStateRefused>> {
        use ReachStateRefused::{NotYourSeat, Rule, Unknown};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("reach_convention_state", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let row = row(&verb.tx, order.convention, by).await?;
        let row = row.ok_or(VerbError::Refused(Unknown))?;
        let life = lives(&verb.tx, &[row.id]).await?.remove(&row.id).unwrap_or_default();
        let _ = life.reach(order.state, order.on).map_err(|why| VerbError::Refused(Rule(why)))?;
        add_step(&verb, order.convention, order.state, order.on, now).await?;
        let facts = json!({ "state": order.state, "on": order.on });
        Ok(verb.commit(Subject::Convention, order.convention, facts).await?)
    }

    /// Says which schools a convention covers, instead of what was said before.
    ///
    /// # Errors
    /// [`CoverSchoolsRefused`].
    pub async fn cover_schools(
        &self,
        order: &CoverSchools,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CoverSchoolsRefused>> {
        use CoverSchoolsRefused::{NotYourSeat, Unknown, UnknownSchool};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("cover_schools", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        if row(&verb.tx, order.convention, by).await?.is_none() {
            return Err(VerbError::Refused(Unknown));
        }
        convention_member::Entity::delete_many()
            .filter(convention_member::Column::ConventionId.eq(Uuid::from(order.convention)))
            .exec(&verb.tx)
            .await?;
        if !cover(&verb, order.convention, &order.schools, by).await? {
            return Err(VerbError::Refused(UnknownSchool));
        }
        let facts = json!({ "schools": order.schools });
        Ok(verb.commit(Subject::Convention, order.convention, facts).await?)
    }

    /// The cité's conventions, by title.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn conventions(&self, by: By) -> Result<Vec<Convention>, Failure> {
        let rows = convention::Entity::find()
            .filter(convention::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(convention::Column::Title)
            .all(&self.db)
            .await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut lives = lives(&self.db, &ids).await?;
        let mut covered: BTreeMap<Uuid, Vec<SchoolId>> = BTreeMap::new();
        for row in convention_member::Entity::find()
            .filter(convention_member::Column::ConventionId.is_in(ids))
            .order_by_asc(convention_member::Column::SchoolId)
            .all(&self.db)
            .await?
        {
            covered.entry(row.convention_id).or_default().push(SchoolId(row.school_id));
        }
        rows.into_iter()
            .map(|row| {
                let kind = row.kind.parse();
                Ok(Convention {
                    id: ConventionId(row.id),
                    kind: kind.map_err(|problem| Failure::row("conventions", row.id, problem))?,
                    title: row.title,
                    number: row.number,
                    life: lives.remove(&row.id).unwrap_or_default(),
                    schools: covered.remove(&row.id).unwrap_or_default(),
                })
            })
            .collect()
    }
}

/// A convention of this cité, if there is one.
pub(super) async fn row(
    db: &impl ConnectionTrait,
    id: ConventionId,
    by: By,
) -> Result<Option<convention::Model>, Failure> {
    let found = convention::Entity::find_by_id(Uuid::from(id))
        .filter(convention::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(found.one(db).await?)
}

/// Says of a school and a day whether a convention of the cité then in force covers the school.
pub(super) async fn covering(
    db: &impl ConnectionTrait,
    cite: Uuid,
) -> Result<impl Fn(Uuid, Date) -> bool, Failure> {
    let rows = convention::Entity::find().filter(convention::Column::CiteId.eq(cite));
    let ids: Vec<Uuid> = rows.all(db).await?.into_iter().map(|row| row.id).collect();
    let lives = lives(db, &ids).await?;
    let members = convention_member::Entity::find()
        .filter(convention_member::Column::ConventionId.is_in(ids))
        .all(db)
        .await?;
    Ok(move |school, day| {
        members.iter().filter(|member| member.school_id == school).any(|member| {
            lives.get(&member.convention_id).is_some_and(|life| life.is_in_force(day))
        })
    })
}

/// What is spent on a line on this day is spent under this regime; none where no convention conditions it.
pub(super) async fn regime(
    db: &impl ConnectionTrait,
    line: &fund_line::Model,
    day: Date,
) -> Result<Option<AgreementRegime>, Failure> {
    let Some(convention) = line.convention_id else { return Ok(None) };
    let life = lives(db, &[convention]).await?.remove(&convention).unwrap_or_default();
    Ok(Some(if life.is_in_force(day) {
        AgreementRegime::Normal
    } else {
        AgreementRegime::BeforeConvention
    }))
}

pub(super) async fn lives(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, ConventionLife>, Failure> {
    let mut steps: BTreeMap<Uuid, Vec<(ConventionState, Date)>> = BTreeMap::new();
    for row in convention_step::Entity::find()
        .filter(convention_step::Column::ConventionId.is_in(ids.iter().copied()))
        .all(db)
        .await?
    {
        let state = row.state.parse();
        let state = state
            .map_err(|problem| Failure::row("convention_steps", row.convention_id, problem))?;
        steps.entry(row.convention_id).or_default().push((state, row.reached_on.0));
    }
    steps
        .into_iter()
        .map(|(id, mut steps)| {
            steps.sort_unstable();
            let life = ConventionLife::of(steps);
            Ok((id, life.map_err(|problem| Failure::row("convention_steps", id, problem))?))
        })
        .collect()
}

async fn add_step(
    verb: &Verb,
    id: ConventionId,
    state: ConventionState,
    on: Date,
    now: Timestamp,
) -> Result<(), Failure> {
    let row = convention_step::Model {
        convention_id: id.into(),
        state: state.code().to_owned(),
        reached_on: Day(on),
        noted_at: Instant::from(now),
    };
    convention_step::Entity::insert(row.into_active_model())
        .exec_without_returning(&verb.tx)
        .await?;
    Ok(())
}

/// Notes the schools; says no when one of them is not of this cité.
async fn cover(
    verb: &Verb,
    id: ConventionId,
    schools: &[SchoolId],
    by: By,
) -> Result<bool, Failure> {
    let ids = || schools.iter().map(|school| Uuid::from(*school));
    let known = school::Entity::find()
        .filter(school::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(school::Column::Id.is_in(ids()))
        .count(&verb.tx)
        .await?;
    if known != schools.len() as u64 {
        return Ok(false);
    }
    if !schools.is_empty() {
        let rows = ids().map(|school_id| {
            convention_member::Model { convention_id: id.into(), school_id }.into_active_model()
        });
        convention_member::Entity::insert_many(rows).exec_without_returning(&verb.tx).await?;
    }
    Ok(true)
}
