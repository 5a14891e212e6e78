//! `/prets/{id}/convention.pdf`: the agreement to sign.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{
    Borrower, DataProtection, Desk, HelpLine, Imprint, Lender, LentItem, LoanAgreement,
    PlanMention, PupilUser, Reading, Signatures, render,
};
use domain::identifiers::Msisdn;
use domain::ids::LoanId;
use store::{Cite, Household, Loan};

use crate::clock::paris;
use crate::error::PageError;
use crate::page::file;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, capital};

/// Prints the agreement.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<LoanId>,
) -> Result<Response, PageError> {
    let loan = app.store.loan(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let home = app.store.household(loan.household, who.by()).await?;
    let home = home.ok_or(PageError::NotFound)?;
    let cite = app.store.cite(who.cite()).await?;
    let schools = app.store.schools(who.by()).await?;
    let pupils = home.children.iter().map(|(_, child)| {
        let school = schools.iter().find(|school| school.id == child.school);
        let class =
            if child.class_name.is_empty() { &child.grade_label } else { &child.class_name };
        PupilUser {
            name: format!("{} {}", child.first_name, child.family_name),
            school: school.map(|school| format!("{}, {class}", school.name)),
        }
    });
    let plan = app.store.plan_behind(id, who.by()).await?;
    let plan = plan.map(|(plan, at)| PlanMention {
        reference: short(&plan.to_string()),
        adopted_on: at.to_zoned(paris()).date(),
    });
    let owner = owner(&app, &who, &loan, &cite).await?;
    let mut paper = agreement(&loan, &home, (cite, owner), pupils.collect());
    paper.allocated_by_plan = plan;
    // The day of the hand-over, not today: printed again, the same loan is the same paper.
    let at = loan.lent_on.to_zoned(paris()).map_err(PageError::fault)?.timestamp();
    let imprint = Imprint { identifier: format!("loan/{id}"), at };
    let bytes = tokio::task::spawn_blocking(move || render(&paper, &imprint))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", "convention-de-pret.pdf", true))
}

/// The last eight characters of an id: the first ones only tell the time.
fn short(id: &str) -> String {
    id.chars().skip(id.len().saturating_sub(8)).collect::<String>().to_uppercase()
}

/// Whose the things are: what the fund bought belongs to the lead collège, the rest to the lender.
async fn owner(app: &AppState, who: &Who, loan: &Loan, cite: &Cite) -> Result<String, PageError> {
    let (mut lenders, mut schools) = (false, false);
    for line in &loan.lines {
        let file = app.store.item(line.item.id, who.by()).await?.ok_or(PageError::NotFound)?;
        if file.lot.bought.is_some() { schools = true } else { lenders = true }
    }
    let names = [(lenders, &cite.lender_name), (schools, &cite.lead_school)];
    let names: Vec<&str> =
        names.into_iter().filter(|(owns, _)| *owns).map(|(_, name)| name.as_str()).collect();
    Ok(names.join(" ou de "))
}

/// Where the paper is signed: the town that ends the lender's address, after its postal code.
fn place(address: &str) -> String {
    let words: Vec<&str> = address.split_whitespace().collect();
    let code = words
        .iter()
        .rposition(|word| word.len() == 5 && word.bytes().all(|digit| digit.is_ascii_digit()));
    code.map_or_else(String::new, |at| words[at + 1..].join(" "))
}

fn agreement(
    loan: &Loan,
    home: &Household,
    (cite, owner): (Cite, String),
    pupils: Vec<PupilUser>,
) -> LoanAgreement {
    let guardians = home.guardians.iter().filter(|(_, guardian)| !guardian.lives_elsewhere);
    let address = (!home.address.is_blank()).then(|| home.address.to_string());
    let items = loan.lines.iter().map(|line| LentItem {
        asset_tag: line.item.tag.clone(),
        kind_label: capital(line.item.kind.label()),
        kind: Some(line.item.kind),
        serial: line.item.serial.clone(),
        imei: line.item.imei.clone(),
        iccid: line.item.iccid.clone(),
        accessories: Vec::new(),
        grade: line.grade_out,
        points: Vec::new(),
        connection: None,
    });
    LoanAgreement {
        reference: format!("{}-{}", cite.tag_prefix, short(&loan.id.to_string())),
        issued_on: loan.lent_on,
        place: place(&cite.lender_address),
        owner,
        borrowers: guardians
            .map(|(_, guardian)| Borrower {
                name: format!("{} {}", guardian.first_name, guardian.family_name),
                address: address.clone(),
                phone: guardian.mobile.as_ref().or(guardian.phone.as_ref()).map(Msisdn::national),
                home: 0,
            })
            .collect(),
        pupils,
        items: items.collect(),
        lent_on: loan.lent_on,
        due_on: loan.due_on,
        desk: Desk {
            name: cite.lender_name.clone(),
            phone: Some(cite.contact),
            email: None,
            hours: None,
        },
        declare_within_hours: 48,
        data_protection: DataProtection {
            controller: cite.lender_name.clone(),
            recipients: "les agents du prêt, l’établissement de l’élève".to_owned(),
            retention: "jusqu’à un an après le retour du matériel".to_owned(),
            dpo_contact: cite.dpo_contact,
        },
        lender: Lender {
            name: cite.lender_name,
            address: cite.lender_address,
            siret: None,
            representative: cite.lender_signatory,
            act: cite.act_reference,
        },
        allocated_by_plan: None,
        charter: None,
        help_lines: HelpLine::national(),
        reading: Reading::default(),
        signatures: Signatures::default(),
        copy: documents::Copy::default(),
    }
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
