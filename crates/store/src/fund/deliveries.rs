//! What came of an order, in parts, and the certificate that it did (service fait).

use domain::Seat;
use domain::delivery::{DeliveredLot, Origin, Terms};
use domain::fund::CommitmentState;
use domain::ids::{CommitmentId, DeliveryId, LotId, SchoolId};
use domain::stock::{LotCondition, Restriction, TransferMode};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::orders::{self, OrderedLine};
use super::rows;
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{commitment, delivery, delivery_line, lot, school};
use crate::stock::receive::{lot_row, origin, refuse_label};
use crate::{By, Store};

/// Units of one line that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliveredUnits {
    /// The line of the order.
    pub line: u32,
    /// How many came; below zero when they went back to the supplier.
    pub units: i32,
    /// The lot that they make, minted when the form was shown; none for what enters no stock.
    pub lot: Option<LotId>,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteDelivery {
    /// Its id.
    pub id: DeliveryId,
    /// The order.
    pub commitment: CommitmentId,
    /// The delivery note's number, once per order.
    pub number: String,
    /// The day it came.
    pub on: Date,
    /// The school it came to, where it is one.
    pub school: Option<SchoolId>,
    /// What is said of it; may be empty.
    pub remark: String,
    /// What came of each line; none where the order has no lines.
    pub units: Vec<DeliveredUnits>,
    /// Today: nothing came later. The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub today: Date,
}

/// Why it is not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteDeliveryRefused {
    /// Only the town's agent and the principal note what came.
    NotYourSeat,
    /// No such order in this cité.
    UnknownCommitment,
    /// The cité has no such school.
    UnknownSchool,
    /// The order is cancelled.
    Cancelled,
    /// This delivery note is noted on the order already.
    NumberTaken,
    /// Before the order.
    BeforeOrder(Date),
    /// A day to come.
    InFuture,
    /// The order has no such line.
    UnknownLine,
    /// Nothing came, though the order has lines.
    Nothing,
    /// More than was ordered.
    OverOrder {
        /// The line.
        line: u32,
        /// What may still come.
        left: u32,
    },
    /// More goes back than came.
    OverReceived {
        /// The line.
        line: u32,
    },
}

/// A delivery to be certified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CertifyDelivery {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub delivery: DeliveryId,
    /// The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why it is not certified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertifyDeliveryRefused {
    /// Only the principal certifies (ordonnateur).
    NotYourSeat,
    /// No such delivery in this cité.
    Unknown,
    /// It is certified already.
    AlreadyCertified,
}

impl Store {
    /// Notes what came of an order. Each line of items makes a lot of the stock, empty until they are
    /// scanned into it.
    ///
    /// # Errors
    /// [`NoteDeliveryRefused`].
    pub async fn note_delivery(
        &self,
        order: &NoteDelivery,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NoteDeliveryRefused>> {
        use NoteDeliveryRefused::{NotYourSeat, NumberTaken};
        if !matches!(by.seat, Seat::TownAgent | Seat::Principal) {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("note_delivery", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let (row, lines) = judge(&verb, order, by).await?;
        let paper = delivery::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            commitment_id: row.id,
            number: order.number.clone(),
            delivered_on: Day(order.on),
            school_id: order.school.map(Into::into),
            remark: order.remark.clone(),
            certified_by: None,
            certified_on: None,
        };
        match delivery::Entity::insert(paper.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
        {
            Err(error) if breaks_unique(&error, "deliveries_number_once", "deliveries.number") => {
                return Err(VerbError::Refused(NumberTaken));
            }
            other => other?,
        };
        let lots = open_lots(&verb, order, (&row, &lines), by).await?;
        let units: Vec<_> = order.units.iter().map(|one| json!([one.line, one.units])).collect();
        let facts = json!({ "delivery": order.id, "units": units, "lots": lots });
        Ok(verb.commit(Subject::Commitment, order.commitment, facts).await?)
    }

    /// Certifies that what a delivery note says is there and as ordered (service fait).
    ///
    /// # Errors
    /// [`CertifyDeliveryRefused`].
    pub async fn certify_delivery(
        &self,
        order: &CertifyDelivery,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CertifyDeliveryRefused>> {
        use CertifyDeliveryRefused::{AlreadyCertified, NotYourSeat, Unknown};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("certify_delivery", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let row = delivery::Entity::find_by_id(Uuid::from(order.delivery))
            .filter(delivery::Column::CiteId.eq(Uuid::from(by.cite)))
            .one(&verb.tx)
            .await?;
        let row = row.ok_or(VerbError::Refused(Unknown))?;
        if row.certified_on.is_some() {
            return Err(VerbError::Refused(AlreadyCertified));
        }
        let commitment = row.commitment_id;
        let mut row = row.into_active_model();
        row.certified_by = Set(Some(by.account.into()));
        row.certified_on = Set(Some(Day(order.on)));
        row.update(&verb.tx).await?;
        let facts = json!({ "delivery": order.delivery });
        Ok(verb.commit(Subject::Commitment, commitment, facts).await?)
    }
}

/// May this be noted? Gives the order and its lines.
async fn judge(
    verb: &Verb,
    order: &NoteDelivery,
    by: By,
) -> Result<(commitment::Model, Vec<OrderedLine>), VerbError<NoteDeliveryRefused>> {
    use NoteDeliveryRefused as Why;
    let refuse = |why| Err(VerbError::Refused(why));
    let row = rows::commitment(&verb.tx, order.commitment, by.cite).await?;
    let row = row.ok_or(VerbError::Refused(Why::UnknownCommitment))?;
    if let Some(school) = order.school {
        let mine = school::Entity::find_by_id(Uuid::from(school))
            .filter(school::Column::CiteId.eq(Uuid::from(by.cite)));
        if mine.count(&verb.tx).await? == 0 {
            return refuse(Why::UnknownSchool);
        }
    }
    if row.state == CommitmentState::Cancelled.code() {
        return refuse(Why::Cancelled);
    }
    if order.on < row.committed_on.0 {
        return refuse(Why::BeforeOrder(row.committed_on.0));
    }
    if order.on > order.today {
        return refuse(Why::InFuture);
    }
    let lines = orders::lines(&verb.tx, row.id).await?;
    if order.units.iter().all(|one| one.units == 0) && !lines.is_empty() {
        return refuse(Why::Nothing);
    }
    let came = orders::received(&verb.tx, row.id).await?;
    for one in &order.units {
        let line = lines.iter().find(|line| line.price.line() == one.line);
        let line = line.ok_or(VerbError::Refused(Why::UnknownLine))?;
        let before: i64 = came
            .iter()
            .filter(|part| part.part.line == one.line)
            .map(|part| i64::from(part.part.units))
            .sum();
        let after = before + i64::from(one.units);
        if after > i64::from(line.price.quantity()) {
            let left = i64::from(line.price.quantity()) - before;
            let left = u32::try_from(left).unwrap_or(0);
            return refuse(Why::OverOrder { line: one.line, left });
        }
        if after < 0 {
            return refuse(Why::OverReceived { line: one.line });
        }
    }
    Ok((row, lines))
}

/// Writes the lines of a delivery, and opens a lot for each that enters the stock.
async fn open_lots(
    verb: &Verb,
    order: &NoteDelivery,
    (paid, lines): (&commitment::Model, &[OrderedLine]),
    by: By,
) -> Result<Vec<LotId>, VerbError<NoteDeliveryRefused>> {
    let mut opened = Vec::new();
    for one in order.units.iter().filter(|one| one.units != 0) {
        let line = lines.iter().find(|line| line.price.line() == one.line);
        let kind = line.and_then(|line| line.kind);
        let stocked = one.lot.zip(kind).zip(line).filter(|_| one.units > 0);
        if let Some(((lot, kind), line)) = stocked {
            let nth = line.price.line();
            let label = format!("{}-{nth} {} ({})", paid.order_number, line.label, order.number);
            // The number of the delivery note is in the label: another number makes another label.
            let taken = refuse_label(verb, &label, by).await;
            taken.map_err(|error| error.because(|_| NoteDeliveryRefused::NumberTaken))?;
            let terms = Terms {
                origin: Origin::Fund { commitment: CommitmentId(paid.id) },
                condition: LotCondition::New,
                mode: TransferMode::Loan,
                restriction: Restriction::default(),
                received_on: order.on,
            };
            let from = origin(verb, &terms.origin, by)
                .await
                .map_err(|error| error.because(|_| NoteDeliveryRefused::UnknownCommitment))?;
            let delivered = DeliveredLot { lot, label, kind, items: Vec::new() };
            let mut row = lot_row(&delivered, &terms, &from, by)?.into_active_model();
            row.expected = Set(Some(one.units.into()));
            lot::Entity::insert(row).exec_without_returning(&verb.tx).await?;
            opened.push(lot);
        }
        let row = delivery_line::Model {
            delivery_id: order.id.into(),
            line: one.line.into(),
            units: one.units.into(),
            lot_id: stocked.map(|((lot, _), _)| lot.into()),
        };
        delivery_line::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
    }
    Ok(opened)
}

/// The deliveries of an order, the first first.
pub(super) async fn of(
    db: &impl sea_orm::ConnectionTrait,
    commitment: Uuid,
) -> Result<Vec<delivery::Model>, Failure> {
    let found = delivery::Entity::find()
        .filter(delivery::Column::CommitmentId.eq(commitment))
        .order_by_asc(delivery::Column::DeliveredOn)
        .order_by_asc(delivery::Column::Id);
    Ok(found.all(db).await?)
}
