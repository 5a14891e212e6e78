//! A list of needs against the register: which homes change, which lines a person must settle first.

use std::collections::{BTreeMap, BTreeSet};

use domain::identifiers::names::matching_key;
use domain::ids::{HouseholdId, ImportId, SchoolId};
use domain::people::census::{
    Change, Conflict, Field, HomeAnswers, Line, NeedEntry, Verdict, made_by,
};
use domain::people::equipment::{NeedKind, NeedState, needs_of};
use domain::people::priority::PriorityReason;
use domain::people::register::person_key;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::images::{Picture, Table, picture};
use crate::By;
use crate::base::error::{Failure, VerbError};
use crate::base::key::SecretKey;
use crate::base::transaction::Verb;
use crate::census::household::home_state;
use crate::census::needs::{HomeState, RecordNeedsRefused, follow, set_state};
use crate::census::reckon::seal_birth;
use crate::entities::{child, household, need};

/// A home as it stands.
struct Home {
    state: HomeState,
    children: usize,
    reserved: BTreeSet<NeedKind>,
}

/// What the reckoning compares with.
pub(crate) struct Known {
    pupils: Vec<child::Model>,
    homes: BTreeMap<HouseholdId, Home>,
    rows: BTreeMap<HouseholdId, household::Model>,
}

/// The pupils of a school and their homes.
pub(crate) async fn load(
    db: &impl ConnectionTrait,
    school: SchoolId,
    by: By,
) -> Result<Known, Failure> {
    let cite = Uuid::from(by.cite);
    let all = child::Entity::find().filter(child::Column::CiteId.eq(cite)).all(db).await?;
    let mut children: BTreeMap<Uuid, usize> = BTreeMap::new();
    for row in &all {
        *children.entry(row.household_id).or_default() += 1;
    }
    let pupils: Vec<child::Model> =
        all.into_iter().filter(|row| row.school_id == Uuid::from(school)).collect();
    let ids: BTreeSet<Uuid> = pupils.iter().map(|row| row.household_id).collect();
    let mut active: BTreeMap<Uuid, Vec<need::Model>> = BTreeMap::new();
    let needs = need::Entity::find()
        .filter(need::Column::CiteId.eq(cite))
        .filter(need::Column::State.is_in([NeedState::Open.code(), NeedState::Reserved.code()]));
    for row in needs.all(db).await? {
        active.entry(row.household_id).or_default().push(row);
    }
    let mut known = Known { pupils, homes: BTreeMap::new(), rows: BTreeMap::new() };
    let households = household::Entity::find().filter(household::Column::CiteId.eq(cite));
    for row in households.all(db).await?.into_iter().filter(|row| ids.contains(&row.id)) {
        let needs = active.remove(&row.id).unwrap_or_default();
        let mut reserved = BTreeSet::new();
        for need in needs.iter().filter(|need| need.state == NeedState::Reserved.code()) {
            let kind = need.kind.parse();
            reserved.insert(kind.map_err(|problem| Failure::row("needs", need.id, problem))?);
        }
        let home = Home {
            state: home_state(&row, &needs)?,
            children: children.get(&row.id).copied().unwrap_or(0),
            reserved,
        };
        known.homes.insert(HouseholdId(row.id), home);
        known.rows.insert(HouseholdId(row.id), row);
    }
    Ok(known)
}

/// What each line does, and the state of each home that changes, with the line that changed it first.
pub(crate) fn reckon(
    known: &Known,
    key: &SecretKey,
    entries: &[NeedEntry],
) -> (Vec<Line>, BTreeMap<HouseholdId, (HomeState, u64)>) {
    let mut told: BTreeMap<HouseholdId, Told> = BTreeMap::new();
    let mut changed: BTreeMap<HouseholdId, (HomeState, u64)> = BTreeMap::new();
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        let verdict = match pupil(known, key, entry).map(|id| (id, known.homes.get(&id))) {
            Err(conflict) => Verdict::Conflict(conflict),
            Ok((_, None)) => Verdict::Unchanged,
            Ok((id, Some(home))) => match Told::after(told.get(&id), home, entry) {
                Err(conflict) => Verdict::Conflict(conflict),
                Ok((now, changes)) => {
                    let state = now.state;
                    told.insert(id, now);
                    if changes.is_empty() {
                        Verdict::Unchanged
                    } else {
                        changed.entry(id).or_insert((state, entry.line)).0 = state;
                        Verdict::Updated(changes)
                    }
                }
            },
        };
        let who = format!("{} {}", entry.family_name, entry.first_name);
        lines.push(Line { line: entry.line, who, verdict, notes: Vec::new() });
    }
    (lines, changed)
}

/// The home of the pupil meant: by either name, then by mark, by birth or by class.
fn pupil(known: &Known, key: &SecretKey, entry: &NeedEntry) -> Result<HouseholdId, Conflict> {
    let keys: Vec<String> = std::iter::once(&entry.family_name)
        .chain(&entry.usage_name)
        .map(|family_name| person_key(family_name, &entry.first_name))
        .collect();
    let mut found: Vec<&child::Model> =
        known.pupils.iter().filter(|row| keys.contains(&row.match_key)).collect();
    if let Some(meant) = entry.pupil {
        found.retain(|row| row.id == Uuid::from(meant));
    } else if let Some(birth) = entry.birth {
        found.retain(|row| row.birth_seal == seal_birth(key, &row.match_key, birth));
    } else if found.len() > 1 {
        let class = matching_key(&entry.class_name);
        found.retain(|row| matching_key(&row.class_name) == class);
        if found.is_empty() {
            return Err(Conflict::AmbiguousPupil);
        }
    }
    let homes: BTreeSet<Uuid> = found.iter().map(|row| row.household_id).collect();
    match (homes.first(), homes.len()) {
        (Some(home), 1) => Ok(HouseholdId(*home)),
        (None, _) => Err(Conflict::UnknownPupil),
        _ => Err(Conflict::AmbiguousPupil),
    }
}

/// What the lines of one home have told so far.
struct Told {
    /// The first of them.
    line: u64,
    answers: HomeAnswers,
    /// The home's state after them.
    state: HomeState,
}

impl Told {
    /// After one more line: siblings tell of one home, so each adds what the others left out.
    fn after(
        before: Option<&Self>,
        home: &Home,
        entry: &NeedEntry,
    ) -> Result<(Self, Vec<Change>), Conflict> {
        if let Some(told) = before.filter(|told| told.answers.contradicts(&entry.answers)) {
            return Err(Conflict::SiblingsDisagree { line: told.line });
        }
        let (state, changes) = change(home, before.map_or(home.state, |told| told.state), entry)?;
        let line = before.map_or(entry.line, |told| told.line);
        let answers = before.map_or(entry.answers, |told| told.answers.or(entry.answers));
        Ok((Self { line, answers, state }, changes))
    }
}

/// The home's state after a line, and what changes.
fn change(
    home: &Home,
    before: HomeState,
    entry: &NeedEntry,
) -> Result<(HomeState, Vec<Change>), Conflict> {
    let told = entry.answers;
    let after = HomeState {
        equipment: told.equipment.unwrap_or(before.equipment),
        connection: told.connection.unwrap_or(before.connection),
        language: told.language.unwrap_or(before.language),
        accepts_loan: told.accepts_loan.unwrap_or(before.accepts_loan),
        accepts_refurbished: told.accepts_refurbished.unwrap_or(before.accepts_refurbished),
        priority: before.priority.or(told.prioritised.then_some(PriorityReason::SchoolReport)),
        ..before
    };
    let follows = needs_of(after.equipment, after.connection, home.children);
    if let Some(kind) = home.reserved.iter().find(|kind| !follows.contains(kind)) {
        return Err(Conflict::NeedReserved { kind: *kind });
    }
    let mut changes = Vec::new();
    let mut tell = |field, from: &str, to: &str| {
        if from != to {
            changes.push(Change::Field { field, from: from.to_owned(), to: to.to_owned() });
        }
    };
    let truth = |value: bool| if value { "yes" } else { "no" };
    tell(Field::Equipment, before.equipment.code(), after.equipment.code());
    tell(Field::Connection, before.connection.code(), after.connection.code());
    tell(Field::Language, before.language.code(), after.language.code());
    tell(Field::AcceptsLoan, truth(before.accepts_loan), truth(after.accepts_loan));
    tell(
        Field::AcceptsRefurbished,
        truth(before.accepts_refurbished),
        truth(after.accepts_refurbished),
    );
    // The ground of a priority is kept with needs: a home that needs nothing keeps none.
    if !follows.is_empty() {
        let code = |reason: Option<PriorityReason>| reason.map_or("", PriorityReason::code);
        tell(Field::Priority, code(before.priority), code(after.priority));
    }
    Ok((after, changes))
}

/// Writes the homes that change; answers the pictures before and after.
pub(crate) async fn write(
    verb: &Verb,
    known: &mut Known,
    changed: &BTreeMap<HouseholdId, (HomeState, u64)>,
    import: ImportId,
    today: Date,
    by: By,
) -> Result<(Picture, Picture), Failure> {
    let rows = rows_of(verb, changed).await?;
    let before = picture(&verb.tx, &rows).await?;
    for (home, (state, line)) in changed {
        let Some(row) = known.rows.remove(home) else { continue };
        set_state(verb, row, state).await?;
        let form = made_by(import, "needs", *line, 0);
        follow(verb, form, *home, state, by, today).await.map_err(|error| match error {
            VerbError::Failed(failure) => failure,
            VerbError::Refused(RecordNeedsRefused::Unknown | RecordNeedsRefused::Reserved(_))
            | VerbError::OtherContent => {
                Failure::row("needs", home, "changed while the journal's head was held")
            }
        })?;
    }
    let rows = rows_of(verb, changed).await?;
    Ok((before, picture(&verb.tx, &rows).await?))
}

/// The rows a home's state is written in.
async fn rows_of(
    verb: &Verb,
    changed: &BTreeMap<HouseholdId, (HomeState, u64)>,
) -> Result<BTreeMap<Table, Vec<Uuid>>, Failure> {
    let homes: Vec<Uuid> = changed.keys().map(|home| Uuid::from(*home)).collect();
    let mut needs = Vec::new();
    for chunk in homes.chunks(500) {
        let rows = need::Entity::find()
            .filter(need::Column::HouseholdId.is_in(chunk.iter().copied()))
            .all(&verb.tx)
            .await?;
        needs.extend(rows.into_iter().map(|row| row.id));
    }
    Ok(BTreeMap::from([(Table::Households, homes), (Table::Needs, needs)]))
}
