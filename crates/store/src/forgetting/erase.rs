//! Erasing one household: the list of everything that says who it was. A table that comes to hold
//! something of families has its line here.

use domain::ids::HouseholdId;
use domain::people::census::ImportKind;
use domain::people::equipment::{Connection, Equipment, NeedState};
use domain::people::language::ContactLanguage;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::base::journal::Subject;
use crate::batches::erase::erase_batches_of;
use crate::entities::{
    attachment, child, forgotten, gift, guardian, household, import, import_change, journal, loan,
    need, parcel, pin, reminder, signature, submission,
};

/// The kinds of files that name families; one about things or schools names none and stays.
pub(super) fn of_people() -> impl Iterator<Item = &'static str> {
    ImportKind::ALL.iter().filter(|kind| kind.is_of_a_school()).map(|kind| kind.code())
}

/// Erases what says who a household was; gives the facts of its journal line: counts and ids.
///
/// Of the row itself the neighbourhood stays, a yes or no that totals count. A need keeps its kind,
/// its state and its day, never the ground of its priority. Files of its cité that wait to be confirmed
/// may name it and would bring it back: they are dropped, and what confirmed ones replaced is no longer
/// kept. A form about it, sent again, is refused: what
/// was remembered of its content is wiped.
pub(super) async fn erase(
    tx: &impl ConnectionTrait,
    home: &household::Model,
    at: Timestamp,
) -> Result<serde_json::Value, Failure> {
    let guardians = guardian::Entity::delete_many()
        .filter(guardian::Column::HouseholdId.eq(home.id))
        .exec(tx)
        .await?
        .rows_affected;
    let children = child::Entity::delete_many()
        .filter(child::Column::HouseholdId.eq(home.id))
        .exec(tx)
        .await?
        .rows_affected;
    let withdrawn = close_needs(tx, home.id).await?;
    // Of what is set aside or bought for it, ids and ranks stay: they name nobody, and totals count them.
    unpin(tx, home.id).await?;
    let (signatures, papers) = unsign(tx, home.id).await?;
    let batches = erase_batches_of(tx, home.id).await?;
    reminder::Entity::delete_many()
        .filter(reminder::Column::HouseholdId.eq(home.id))
        .exec(tx)
        .await?;
    // Whoever has this number can ask the post where it went.
    parcel::Entity::update_many()
        .col_expr(parcel::Column::Tracking, Expr::value(Option::<String>::None))
        .filter(parcel::Column::HouseholdId.eq(home.id))
        .exec(tx)
        .await?;
    let imports = import::Entity::update_many()
        .col_expr(import::Column::State, Expr::value("dropped"))
        .col_expr(import::Column::Content, Expr::value(Vec::<u8>::new()))
        .filter(import::Column::CiteId.eq(home.cite_id))
        .filter(import::Column::State.eq("staged"))
        .filter(import::Column::Kind.is_in(of_people()))
        .exec(tx)
        .await?
        .rows_affected;
    let files = Query::select()
        .column(import::Column::Id)
        .from(import::Entity)
        .and_where(import::Column::CiteId.eq(home.cite_id))
        .to_owned();
    import_change::Entity::delete_many()
        .filter(import_change::Column::ImportId.in_subquery(files))
        .exec(tx)
        .await?;
    let lines = Query::select()
        .column(journal::Column::Seq)
        .from(journal::Entity)
        .and_where(journal::Column::SubjectId.eq(home.id))
        .to_owned();
    submission::Entity::update_many()
        .col_expr(submission::Column::Digest, Expr::value(""))
        .filter(submission::Column::Seq.in_subquery(lines))
        .exec(tx)
        .await?;
    blank(tx, home, at).await?;
    let row = forgotten::Model {
        subject: Subject::Household.code().to_owned(),
        subject_id: home.id,
        forgotten_at: Instant::from(at),
    };
    forgotten::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(json!({
        "guardians": guardians,
        "children": children,
        "withdrawn": withdrawn,
        "imports": imports,
        "signatures": signatures,
        "papers": papers,
        "batches": batches,
    }))
}

/// Withdraws the needs that nothing meets; no need keeps its ground.
async fn close_needs(tx: &impl ConnectionTrait, home: Uuid) -> Result<Vec<Uuid>, Failure> {
    let mine = need::Column::HouseholdId.eq(home);
    let open = mine.clone().and(need::Column::State.eq(NeedState::Open.code()));
    let withdrawn: Vec<Uuid> = need::Entity::find()
        .select_only()
        .column(need::Column::Id)
        .filter(open.clone())
        .into_tuple()
        .all(tx)
        .await?;
    need::Entity::update_many()
        .col_expr(need::Column::State, Expr::value(NeedState::Withdrawn.code()))
        .filter(open)
        .exec(tx)
        .await?;
    need::Entity::update_many()
        .col_expr(need::Column::Priority, Expr::value(Option::<String>::None))
        .filter(mine)
        .exec(tx)
        .await?;
    Ok(withdrawn)
}

/// Why something was decided for it by hand is nobody's business any more.
async fn unpin(tx: &impl ConnectionTrait, home: Uuid) -> Result<(), Failure> {
    let mine = Query::select()
        .column(need::Column::Id)
        .from(need::Entity)
        .and_where(need::Column::HouseholdId.eq(home))
        .to_owned();
    pin::Entity::delete_many().filter(pin::Column::NeedId.in_subquery(mine)).exec(tx).await?;
    Ok(())
}

/// Nobody's hand and nobody's papers stay: the signatures of its hand-overs and the files beside them.
async fn unsign(tx: &impl ConnectionTrait, home: Uuid) -> Result<(u64, u64), Failure> {
    let loans = Query::select()
        .column(loan::Column::Id)
        .from(loan::Entity)
        .and_where(loan::Column::HouseholdId.eq(home))
        .to_owned();
    let gifts = Query::select()
        .column(gift::Column::Id)
        .from(gift::Entity)
        .and_where(gift::Column::HouseholdId.eq(home))
        .to_owned();
    let (mut signatures, mut files) = (0, 0);
    for mine in [loans, gifts] {
        let theirs = signature::Column::HandOverId.in_subquery(mine.clone());
        signatures += signature::Entity::delete_many().filter(theirs).exec(tx).await?.rows_affected;
        let theirs = attachment::Column::SubjectId.in_subquery(mine);
        files += attachment::Entity::delete_many().filter(theirs).exec(tx).await?.rows_affected;
    }
    Ok((signatures, files))
}

async fn blank(
    tx: &impl ConnectionTrait,
    home: &household::Model,
    at: Timestamp,
) -> Result<(), Failure> {
    let row = household::Model {
        label: String::new(),
        search_key: String::new(),
        address: String::new(),
        postal_code: String::new(),
        commune: String::new(),
        lost_contact: false,
        no_contact: false,
        contact_language: ContactLanguage::French.code().to_owned(),
        equipment: Equipment::Unknown.code().to_owned(),
        connection: Connection::Unknown.code().to_owned(),
        accepts_loan: true,
        accepts_refurbished: true,
        forgotten_at: Some(Instant::from(at)),
        ..home.clone()
    };
    household::Entity::update(row.into_active_model().reset_all()).exec(tx).await?;
    Ok(())
}

/// The households of these that are still remembered.
pub(super) async fn remembered(
    tx: &impl ConnectionTrait,
    ids: &[HouseholdId],
) -> Result<Vec<household::Model>, Failure> {
    let mut found = Vec::new();
    for chunk in ids.chunks(500) {
        let ids = chunk.iter().map(|id| Uuid::from(*id));
        let rows = household::Entity::remembered().filter(household::Column::Id.is_in(ids));
        found.extend(rows.all(tx).await?);
    }
    Ok(found)
}
