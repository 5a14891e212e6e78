//! The year's orders, from the agreement to the payment.

use anyhow::Result;
use domain::Euros;
use domain::fund::{Amount, Category, InvoicePart, OrderLine, Taxed, VatRate};
use domain::identifiers::Siret;
use domain::ids::{CommitmentId, InvoiceId, LotId, SettlementId};
use domain::stock::ItemKind;
use jiff::civil::{Date, date};
use store::{
    CertifyDelivery, Commit, Complement, DeliveredUnits, InvoicedLine, NoteDelivery, NoteInvoice,
    OrderPayment, OrderedLine, Pay, RejectPayment, Settle,
};

use super::{
    Asked, EDUCATION_CENTS, TABLETS, TOWN_CENTS, Year, agreed, equipment, noon, received, sign,
};

/// A supplier: an invented name; the number is the ministry's own, which is a real one of a public body.
const SELLER: &str = "Numérique et Compagnie (fournisseur inventé)";
const OPERATOR: &str = "Opérateur Azur (inventé)";
const INTERPRETERS: &str = "Passerelles, interprètes (association inventée)";
const SIRET: &str = "11004301500012";

/// Prices before tax, in cents.
const TABLET: i64 = 16_500;
const MONTH: i64 = 825;
const HOUR: i64 = 4_550;
const TRANSPORT: i64 = 20_000;

/// Plans, and the months that the year pays of each.
const PLANS: u32 = 150;
const MONTHS: u32 = 6;

/// The lots that the tablets make, and how many each holds.
pub(super) type Bought = [(LotId, u32)];

/// Plays the orders.
pub(super) async fn fill(year: &mut Year<'_, '_>) -> Result<()> {
    let tablets = agreed(
        year,
        Asked {
            line: year.town,
            purpose: "Tablettes pour 200 élèves repérés comme prioritaires",
            axis: "Promouvoir la continuité éducative",
            category: Category::Equipment,
            cents: 4_000_000,
            on: date(2020, 4, 7),
        },
    )
    .await?;
    let plans = agreed(
        year,
        Asked {
            line: year.education,
            purpose: "Forfaits téléphoniques pour 150 familles",
            axis: "Promouvoir la continuité éducative",
            category: Category::Connection,
            cents: 900_000,
            on: date(2020, 4, 7),
        },
    )
    .await?;
    let ordered = Ordered {
        number: "BC-2020-0042",
        supplier: SELLER,
        what: "Tablette 10 pouces avec housse",
        kind: Some(ItemKind::Tablet),
        quantity: TABLETS,
        unit: TABLET,
        category: Category::Equipment,
        on: date(2020, 4, 10),
    };
    let devices = order(year, tablets, &ordered).await?;
    let ordered = Ordered {
        number: "BC-2020-0043",
        supplier: OPERATOR,
        what: "Mois de forfait 20 Go",
        kind: None,
        quantity: PLANS * MONTHS,
        unit: MONTH,
        category: Category::Connection,
        on: date(2020, 4, 14),
    };
    let months = order(year, plans, &ordered).await?;
    let first = first_part(year, devices).await?;
    let second = second_part(year, devices).await?;
    let bought = vec![first, second];
    transport(year, devices).await?;
    equipment::fill(year, &bought).await?;
    second_part_paid(year, devices).await?;
    plan_month(year, months, 5).await?;
    broken(year, devices).await?;
    sign(year, date(2020, 6, 18)).await?;
    for month in 6..=8 {
        plan_month(year, months, month).await?;
    }
    interpreting(year).await?;
    for month in 9..=10 {
        plan_month(year, months, month).await?;
    }
    received(year, year.town, TOWN_CENTS / 2, "TR-2020-031", date(2020, 11, 20)).await?;
    Ok(())
}

const WHAT: &str = "Tablettes 10 pouces avec housse";

/// The first tablets come; the accountant sends their invoice back, and pays it at the second time.
async fn first_part(year: &mut Year<'_, '_>, order: CommitmentId) -> Result<(LotId, u32)> {
    let lot = year.id();
    let school = Some(year.schools[0]);
    let on = date(2020, 4, 24);
    let came = Came { number: "BL-55-118", line: 1, units: 120, lot: Some(lot), school, on };
    delivered(year, order, &came).await?;
    let parts = [part(Some(1), 120, TABLET, WHAT)?];
    let invoice = invoiced(year, order, "26/04/881", date(2020, 4, 27), &parts).await?;
    received(year, year.town, TOWN_CENTS / 2, "TR-2020-011", date(2020, 5, 4)).await?;
    let debt = settled(year, invoice, "", date(2020, 5, 4)).await?;
    mandate(year, debt, "DP-2020-000413", date(2020, 5, 5)).await?;
    let reject = RejectPayment {
        form: year.id(),
        settlement: debt,
        reason: "Le RIB du fournisseur manque.".into(),
    };
    year.filling.store.reject_payment(&reject, year.accountant, noon(date(2020, 5, 7))?).await?;
    paid(year, invoice, "", ["DP-2020-000417", "V-0571"], date(2020, 5, 11)).await?;
    Ok((lot, 120))
}

/// The others come to a lycée that no convention covers.
async fn second_part(year: &mut Year<'_, '_>, order: CommitmentId) -> Result<(LotId, u32)> {
    let lot = year.id();
    let school = Some(year.schools[3]);
    let on = date(2020, 5, 14);
    let came = Came { number: "BL-55-131", line: 1, units: 80, lot: Some(lot), school, on };
    delivered(year, order, &came).await?;
    // Two are broken: they go back before they are scanned.
    let on = date(2020, 5, 18);
    let back = Came { number: "BL-55-131R", line: 1, units: -2, lot: None, school: None, on };
    delivered(year, order, &back).await?;
    Ok((lot, 78))
}

/// Their transport costs more than was ordered.
async fn transport(year: &mut Year<'_, '_>, order: CommitmentId) -> Result<()> {
    let more = Complement {
        id: year.id(),
        commitment: order,
        amount: Amount::from_cents(TRANSPORT * 12 / 10)?,
        reason: "Transport jusqu'au lycée, ajouté par le fournisseur".into(),
        on: date(2020, 5, 19),
    };
    year.filling.store.complement(&more, year.principal(), noon(more.on)?).await?;
    Ok(())
}

async fn second_part_paid(year: &mut Year<'_, '_>, order: CommitmentId) -> Result<()> {
    let parts =
        [part(Some(1), 80, TABLET, WHAT)?, part(None, 1, TRANSPORT, "Transport jusqu'au lycée")?];
    let invoice = invoiced(year, order, "26/05/902", date(2020, 5, 26), &parts).await?;
    let why = "Le transport n'était pas sur la commande : complément du 19 mai.";
    paid(year, invoice, why, ["DP-2020-000431", "V-0602"], date(2020, 5, 26)).await
}

/// The two tablets that went back are credited.
async fn broken(year: &mut Year<'_, '_>, order: CommitmentId) -> Result<()> {
    let parts = [part(Some(1), -2, TABLET, "Deux tablettes, écran brisé à la livraison")?];
    let invoice = invoiced(year, order, "AV-26-0007", date(2020, 6, 11), &parts).await?;
    let why = "Deux tablettes brisées à la livraison, avoir du fournisseur.";
    paid(year, invoice, why, ["DP-2020-000455", "V-0688"], date(2020, 6, 15)).await
}

/// The plans of a month are certified at its end, invoiced and paid in the next.
async fn plan_month(year: &mut Year<'_, '_>, order: CommitmentId, month: i8) -> Result<()> {
    let units = i32::try_from(PLANS)?;
    let number = format!("RELEVE-{month:02}");
    let on = date(2020, month, 28);
    let came = Came { number: &number, line: 1, units, lot: None, school: None, on };
    delivered(year, order, &came).await?;
    if month == 5 {
        received(year, year.education, EDUCATION_CENTS, "TR-2020-014", date(2020, 6, 2)).await?;
    }
    let parts = [part(Some(1), units, MONTH, "Forfaits 20 Go, un mois")?];
    let number = format!("AZ-2020-{month:02}");
    let invoice = invoiced(year, order, &number, date(2020, month + 1, 3), &parts).await?;
    let (mandate, payment) = (format!("DP-2020-0005{month:02}"), format!("V-07{month:02}"));
    paid(year, invoice, "", [&mandate, &payment], date(2020, month + 1, 8)).await
}

/// Forty hours of interpreting in September, once the convention is signed.
async fn interpreting(year: &mut Year<'_, '_>) -> Result<()> {
    let asked = Asked {
        line: year.education,
        purpose: "Interprétariat des remises de matériel aux familles",
        axis: "Conforter le rôle de l'école",
        category: Category::Interpreting,
        cents: 218_400,
        on: date(2020, 9, 10),
    };
    let agreement = agreed(year, asked).await?;
    let ordered = Ordered {
        number: "BC-2020-0061",
        supplier: INTERPRETERS,
        what: "Heure d'interprétariat",
        kind: None,
        quantity: 40,
        unit: HOUR,
        category: Category::Interpreting,
        on: date(2020, 9, 12),
    };
    let id = order(year, agreement, &ordered).await?;
    let on = date(2020, 9, 21);
    let came = Came { number: "ATT-09", line: 1, units: 40, lot: None, school: None, on };
    delivered(year, id, &came).await?;
    let parts = [part(Some(1), 40, HOUR, "Interprétariat de septembre")?];
    let invoice = invoiced(year, id, "P-2020-44", date(2020, 9, 22), &parts).await?;
    paid(year, invoice, "", ["DP-2020-000561", "V-0911"], date(2020, 9, 24)).await
}

/// An order of one line.
struct Ordered {
    number: &'static str,
    supplier: &'static str,
    what: &'static str,
    kind: Option<ItemKind>,
    quantity: u32,
    unit: i64,
    category: Category,
    on: Date,
}

fn rate() -> Result<VatRate> {
    Ok(VatRate::from_hundredths(2_000)?)
}

async fn order(
    year: &mut Year<'_, '_>,
    agreement: domain::ids::AgreementId,
    ordered: &Ordered,
) -> Result<CommitmentId> {
    let unit = Euros::from_cents(ordered.unit);
    let price = OrderLine::at_unit_price(1, ordered.quantity, rate()?, unit)?;
    let line = OrderedLine { label: ordered.what.into(), kind: ordered.kind, price };
    let commit = Commit {
        id: year.id(),
        agreement,
        supplier: ordered.supplier.into(),
        purpose: ordered.what.into(),
        order_number: ordered.number.into(),
        amount: Amount::new(price.amount().gross())?,
        siret: Some(Siret::parse(SIRET)?),
        category: Some(ordered.category),
        quote: String::new(),
        delivered_to: None,
        lines: vec![line],
        on: ordered.on,
    };
    year.filling.store.commit(&commit, year.principal(), noon(ordered.on)?).await?;
    Ok(commit.id)
}

/// What came at once.
struct Came<'a> {
    number: &'a str,
    line: u32,
    units: i32,
    lot: Option<LotId>,
    school: Option<domain::ids::SchoolId>,
    on: Date,
}

/// Notes what came, and certifies it the same day.
async fn delivered(year: &mut Year<'_, '_>, order: CommitmentId, came: &Came<'_>) -> Result<()> {
    let note = NoteDelivery {
        id: year.id(),
        commitment: order,
        number: came.number.into(),
        on: came.on,
        school: came.school,
        remark: String::new(),
        units: vec![DeliveredUnits { line: came.line, units: came.units, lot: came.lot }],
        today: came.on,
    };
    let now = noon(came.on)?;
    year.filling.store.note_delivery(&note, year.filling.agent, now).await?;
    let certify = CertifyDelivery { form: year.id(), delivery: note.id, on: came.on };
    year.filling.store.certify_delivery(&certify, year.principal(), now).await?;
    Ok(())
}

fn part(line: Option<u32>, units: i32, unit: i64, label: &str) -> Result<InvoicedLine> {
    let amount = Taxed::of_net(Euros::from_cents(unit * i64::from(units)), rate()?)?;
    Ok(InvoicedLine {
        label: label.into(),
        part: InvoicePart { line, units, rate: rate()?, amount },
    })
}

async fn invoiced(
    year: &mut Year<'_, '_>,
    order: CommitmentId,
    number: &str,
    on: Date,
    lines: &[InvoicedLine],
) -> Result<InvoiceId> {
    let note = NoteInvoice {
        id: year.id(),
        commitment: order,
        siret: Siret::parse(SIRET)?,
        number: number.into(),
        issued_on: on,
        received_on: on,
        lines: lines.to_vec(),
        today: on,
    };
    year.filling.store.note_invoice(&note, year.principal(), noon(on)?).await?;
    Ok(note.id)
}

async fn settled(
    year: &mut Year<'_, '_>,
    invoice: InvoiceId,
    remark: &str,
    on: Date,
) -> Result<SettlementId> {
    let settle = Settle { id: year.id(), invoice, remark: remark.into(), on };
    year.filling.store.settle(&settle, year.principal(), noon(on)?).await?;
    Ok(settle.id)
}

async fn mandate(
    year: &mut Year<'_, '_>,
    settlement: SettlementId,
    number: &str,
    on: Date,
) -> Result<()> {
    let order = OrderPayment {
        form: year.id(),
        settlement,
        number: number.into(),
        bordereau: format!("B-{:02}", on.month()),
        on,
    };
    year.filling.store.order_payment(&order, year.principal(), noon(on)?).await?;
    Ok(())
}

/// Settles an invoice, orders its payment, and pays it two days later.
async fn paid(
    year: &mut Year<'_, '_>,
    invoice: InvoiceId,
    remark: &str,
    [number, reference]: [&str; 2],
    on: Date,
) -> Result<()> {
    let debt = settled(year, invoice, remark, on).await?;
    mandate(year, debt, number, on).await?;
    let on = on.checked_add(jiff::Span::new().days(2))?;
    let pay = Pay { form: year.id(), settlement: debt, reference: reference.into(), on };
    year.filling.store.pay(&pay, year.accountant, noon(on)?).await?;
    Ok(())
}
