//! What every paper of a loan says: who lends, who borrows, what, until when, whom to call.

use std::collections::BTreeMap;

use documents::{
    Accessory, Borrower, Connection, Desk, Imprint, Lender, LentItem, PointFound, PupilUser,
    Signature, Signing,
};
use domain::identifiers::Msisdn;
use domain::ids::{ItemId, LoanId, ParcelId};
use domain::signature::{Manner, PAD};
use domain::sim::Subscription;
use domain::stock::Grade;
use jiff::civil::Date;
use store::{Along, By, Cite, Household, Item, Loan, LoanLine, Side, Signed, Store};

use super::kind::PaperKind;
use crate::clock::paris;
use crate::error::PageError;
use crate::wording::sims::volume;
use crate::wording::{Label as _, capital};

/// How long a family has to report damage, loss or theft, in hours (`domain.md` §3.1: 48 is usual).
pub(super) const DECLARE_WITHIN_HOURS: u32 = 48;

/// A loan and everything that its papers say of it.
pub struct LoanFacts {
    /// The loan; of a bag under way, what it will be.
    pub loan: Loan,
    /// Is it in a bag still?
    pub is_packed: bool,
    /// The family.
    pub home: Household,
    /// The cité.
    pub cite: Cite,
    /// Its pupils with their schools and classes.
    pub pupils: Vec<PupilUser>,
    /// Whose the things are.
    pub owner: String,
    /// Who signed, for what.
    pub signatures: Vec<Signed>,
    /// What the lines of its cards offer.
    connections: BTreeMap<ItemId, Connection>,
}

impl LoanFacts {
    /// Gathers them; nothing of another cité, nothing of a family that was erased.
    ///
    /// # Errors
    /// Not found, or a fault.
    pub async fn of(store: &Store, id: LoanId, by: By) -> Result<Self, PageError> {
        let (loan, is_packed) = match store.loan(id, by).await? {
            Some(loan) => (loan, false),
            None => (packed(store, id, by).await?, true),
        };
        let home = store.household(loan.household, by).await?;
        let home = home.ok_or(PageError::NotFound)?;
        let cite = store.cite(by.cite).await?;
        let schools = store.schools(by).await?;
        let pupils = home.children.iter().map(|(_, child)| {
            let school = schools.iter().find(|school| school.id == child.school);
            let class =
                if child.class_name.is_empty() { &child.grade_label } else { &child.class_name };
            PupilUser {
                name: format!("{} {}", child.first_name, child.family_name),
                school: school.map(|school| format!("{}, {class}", school.name)),
            }
        });
        let pupils = pupils.collect();
        let owner = owner(store, &loan, &cite, by).await?;
        let signatures = store.signatures(id, by).await?;
        let connections = connections(store, &loan, by).await?;
        Ok(Self { loan, is_packed, home, cite, pupils, owner, signatures, connections })
    }

    /// What both sides call the agreement.
    pub(super) fn reference(&self) -> String {
        format!("{}-{}", self.cite.tag_prefix, short(&self.loan.id.to_string()))
    }

    /// What makes a paper this file; dated by a day of the loan, not by today: printed again, the same
    /// loan is the same paper.
    pub(super) fn imprint(&self, what: &str, on: Date) -> Result<Imprint, PageError> {
        let at = on.to_zoned(paris()).map_err(PageError::fault)?.timestamp();
        Ok(Imprint { identifier: format!("loan/{}/{what}", self.loan.id), at })
    }

    /// The day that a paper is dated: what tells of today by today, what tells of the loan by the loan.
    pub(super) fn dated(&self, kind: PaperKind, today: Date) -> Date {
        match kind {
            PaperKind::Agreement | PaperKind::HandOver => self.loan.lent_on,
            PaperKind::Condition | PaperKind::Return => {
                self.last_return().unwrap_or(self.loan.lent_on)
            }
            _ => today,
        }
    }

    /// The guardians who live with the pupils, at the family's address.
    pub(super) fn borrowers(&self) -> Vec<Borrower> {
        let address = self.address();
        let here = self.home.guardians.iter().filter(|(_, guardian)| !guardian.lives_elsewhere);
        here.map(|(_, guardian)| Borrower {
            name: format!("{} {}", guardian.first_name, guardian.family_name),
            address: address.clone(),
            phone: guardian.mobile.as_ref().or(guardian.phone.as_ref()).map(Msisdn::national),
            home: 0,
        })
        .collect()
    }

    /// The first guardian, or the family's name.
    pub(super) fn person(&self) -> String {
        person(&self.home)
    }

    /// Where the things are.
    pub(super) fn address(&self) -> Option<String> {
        (!self.home.address.is_blank()).then(|| self.home.address.to_string())
    }

    /// Whom a family calls.
    pub(super) fn desk(&self) -> Desk {
        desk(&self.cite)
    }

    /// Who lends.
    pub(super) fn lender(&self) -> Lender {
        let cite = self.cite.clone();
        Lender {
            name: cite.lender_name,
            address: cite.lender_address,
            siret: None,
            representative: cite.lender_signatory,
            act: cite.act_reference,
        }
    }

    /// The town where papers are signed.
    pub(super) fn place(&self) -> String {
        place(&self.cite.lender_address)
    }

    /// Every item as it went out.
    pub(super) fn items(&self) -> Vec<LentItem> {
        self.loan.lines.iter().map(|line| self.item(line)).collect()
    }

    /// What is still out.
    pub(super) fn out(&self) -> Vec<LentItem> {
        let out = self.loan.lines.iter().filter(|line| line.closed_at.is_none());
        out.map(|line| self.item(line)).collect()
    }

    /// An item as it went out, with what its line offers.
    pub(super) fn item(&self, line: &LoanLine) -> LentItem {
        let connection = self.connections.get(&line.item.id).cloned();
        LentItem { connection, ..lent_item(line) }
    }

    /// The family's signature for a side, if it was given.
    pub(super) fn signing(&self, side: Side) -> Signing {
        signing(&self.signatures, side)
    }
}

/// What a bag under way will be once its family has it, as of the day it was packed.
async fn packed(store: &Store, id: LoanId, by: By) -> Result<Loan, PageError> {
    let bag = store.parcel(ParcelId(id.0), by).await?;
    let bag = bag.filter(|bag| bag.ended_at.is_none()).ok_or(PageError::NotFound)?;
    let lines = bag.items.into_iter().map(|(item, handed)| LoanLine {
        item,
        grade_out: handed.grade,
        grade_in: None,
        lost: false,
        closed_at: None,
        need: None,
        points_out: handed.points,
        points_in: None,
        wiped_at: None,
        provision: None,
        along: handed
            .accessories
            .iter()
            .map(|(accessory, out)| Along { accessory, out, back: None })
            .collect(),
    });
    Ok(Loan {
        id,
        household: bag.household,
        label: bag.label,
        lent_on: bag.prepared_at.to_zoned(paris()).date(),
        due_on: bag.due_on,
        lines: lines.collect(),
    })
}

/// The first guardian who lives with the pupils, or the family's name.
pub(super) fn person(home: &Household) -> String {
    let first = home.guardians.iter().find(|(_, guardian)| !guardian.lives_elsewhere);
    first.map_or_else(
        || home.label.clone(),
        |(_, guardian)| format!("{} {}", guardian.first_name, guardian.family_name),
    )
}

/// Whom a family calls.
pub(super) fn desk(cite: &Cite) -> Desk {
    let phone = Some(cite.contact.clone()).filter(|contact| !contact.is_empty());
    Desk { name: cite.lender_name.clone(), phone, email: None, hours: None }
}

/// The last signature for a side, as papers show it.
pub(super) fn signing(signatures: &[Signed], side: Side) -> Signing {
    let last = signatures.iter().rfind(|signed| signed.side == side);
    last.map_or(Signing::Awaited, |signed| {
        let on = signed.at.to_zoned(paris()).date();
        match &signed.signature.manner {
            Manner::OnPaper => Signing::OnPaper { on },
            Manner::Drawn(strokes) => Signing::OnScreen(Signature {
                strokes: strokes.lines().to_vec(),
                width: PAD.0,
                height: PAD.1,
                signed_on: on,
            }),
        }
    })
}

/// An item as it went out.
pub(super) fn lent_item(line: &LoanLine) -> LentItem {
    let points = line.points_out.iter().map(|(point, grade)| PointFound { point, grade });
    let accessories = line.along.iter().map(|along| Accessory {
        label: along.accessory.label().to_owned(),
        count: along.out.into(),
    });
    LentItem {
        accessories: accessories.collect(),
        points: points.collect(),
        ..on_paper(&line.item, line.grade_out)
    }
}

/// An item by its numbers and its state, with nothing that goes along.
pub(super) fn on_paper(item: &Item, grade: Grade) -> LentItem {
    LentItem {
        asset_tag: item.tag.clone(),
        kind_label: capital(item.kind.label()),
        kind: Some(item.kind),
        serial: item.serial.clone(),
        imei: item.imei.clone(),
        iccid: item.iccid.clone(),
        accessories: Vec::new(),
        grade,
        points: Vec::new(),
        connection: None,
    }
}

/// The last eight characters of an id: the first ones only tell the time.
pub(super) fn short(id: &str) -> String {
    id.chars().skip(id.len().saturating_sub(8)).collect::<String>().to_uppercase()
}

/// What the lines of the cards in a loan offer, where a volume is known.
async fn connections(
    store: &Store,
    loan: &Loan,
    by: By,
) -> Result<BTreeMap<ItemId, Connection>, PageError> {
    let mut connections = BTreeMap::new();
    for line in loan.lines.iter().filter(|line| line.item.iccid.is_some()) {
        let Some(file) = store.sim(line.item.id, by).await? else { continue };
        let Some(megabytes) = file.sim.volume_mb else { continue };
        let volume = volume(&megabytes);
        let allowance = match file.sim.subscription {
            Subscription::Plan(_) => format!("{volume} par mois"),
            Subscription::Prepaid(_) => volume,
        };
        let valid_until = file.sim.valid_until;
        connections.insert(line.item.id, Connection { allowance, valid_until });
    }
    Ok(connections)
}

/// Whose the things are: what the fund bought belongs to the lead collège, the rest to the lender.
async fn owner(store: &Store, loan: &Loan, cite: &Cite, by: By) -> Result<String, PageError> {
    let (mut lenders, mut schools) = (false, false);
    for line in &loan.lines {
        let file = store.item(line.item.id, by).await?.ok_or(PageError::NotFound)?;
        if file.lot.bought.is_some() { schools = true } else { lenders = true }
    }
    let names = [(lenders, &cite.lender_name), (schools, &cite.lead_school)];
    let names: Vec<&str> =
        names.into_iter().filter(|(owns, _)| *owns).map(|(_, name)| name.as_str()).collect();
    Ok(names.join(" ou de "))
}

/// Where the paper is signed: the town that ends the lender's address, after its postal code.
pub(super) fn place(address: &str) -> String {
    let words: Vec<&str> = address.split_whitespace().collect();
    let code = words
        .iter()
        .rposition(|word| word.len() == 5 && word.bytes().all(|digit| digit.is_ascii_digit()));
    code.map_or_else(String::new, |at| words[at + 1..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_place_is_the_town_of_the_lenders_address() {
        assert_eq!(place("1 place du Capitole, 31000 Toulouse"), "Toulouse");
        assert_eq!(
            place("12345 route de X, 97400 Saint-Denis de La Réunion"),
            "Saint-Denis de La Réunion"
        );
        assert_eq!(place("Mairie"), "");
        assert_eq!(place(""), "");
    }
}
