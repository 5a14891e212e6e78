//! Recording what was said on the telephone, by the verbs of the other screens.

use axum::response::Response;
use domain::ids::{HouseholdId, ReferralId};
use domain::people::census::made_by;
use store::{
    Answers, HomeState, NewHousehold, NewHouseholdRefused, RecordNeeds, RecordNeedsRefused,
    TieReferral, VerbError,
};
use uuid::Uuid;

use super::{Call, answers, rows};
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::pages::families::people::{address, children, guardian, said};
use crate::pages::families::state::read;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::decisions::record_needs_refused;

/// The answers of a family that is known.
pub async fn known(
    app: &AppState,
    who: &Who,
    page: Page,
    mut form: Form,
    (home, orientation): (HouseholdId, Option<ReferralId>),
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let family = app.store.household(home, who.by()).await?.ok_or(PageError::NotFound)?;
    let Some(state) = read(&mut form) else {
        let shown = Call::of(app, who, page, form).await?;
        return Ok(again(Call { orientation, known: Some(family), ..shown }));
    };
    let order = RecordNeeds { form: id, household: home, state };
    match app.store.record_needs(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => over(app, who, "Réponses notées.", (home, id, orientation)).await,
        Err(VerbError::Refused(RecordNeedsRefused::Unknown)) => Err(PageError::NotFound),
        Err(VerbError::Refused(RecordNeedsRefused::Reserved(kind))) => {
            form.refuse("equipment", record_needs_refused(RecordNeedsRefused::Reserved(kind)));
            let shown = Call::of(app, who, page, form).await?;
            Ok(refused(Call { orientation, known: Some(family), ..shown }))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}

/// A family that is new. When one of its children is known, that family is open, with the answers.
pub async fn new(
    app: &AppState,
    who: &Who,
    page: Page,
    mut form: Form,
    orientation: Option<ReferralId>,
) -> Result<Response, PageError> {
    let id: HouseholdId = form.hidden("id")?;
    let today = app.clock.today();
    let blocks = rows(&form);
    let guardian = guardian(&mut form);
    let children = children(&mut form, blocks, today);
    let state = read(&mut form);
    let address = address(&mut form, false);
    let (Some(guardian), Some(children), Some(state), Some(address)) =
        (guardian, children, state, address)
    else {
        let shown = Call::of(app, who, page, form).await?;
        return Ok(again(Call { orientation, asking: true, ..shown }));
    };
    let new = NewHousehold { id, guardians: vec![guardian], children, address, state };
    match app.store.create_household(&new, who.by(), app.clock.now(), today).await {
        Ok(()) => over(app, who, "Famille inscrite.", (id, id.into(), orientation)).await,
        Err(VerbError::Refused(NewHouseholdRefused::ChildKnown(_, household))) => {
            let family = app.store.household(household, who.by()).await?;
            let family = family.ok_or(PageError::NotFound)?;
            let state = HomeState { priority: family.state.priority, ..state };
            let shown = Call::of(app, who, page, answers(app, &state)).await?;
            Ok(refused(Call { orientation, known: Some(family), met: true, ..shown }))
        }
        Err(VerbError::Refused(reason)) => {
            said(&mut form, reason);
            let shown = Call::of(app, who, page, form).await?;
            Ok(refused(Call { orientation, asking: true, ..shown }))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}

/// Ties the referral that the call came from, if any, and goes on to what was recorded.
///
/// The tie is a verb of its own: sent again after a fault between the two, the form is completed.
async fn over(
    app: &AppState,
    who: &Who,
    sentence: &str,
    (household, form, orientation): (HouseholdId, Uuid, Option<ReferralId>),
) -> Result<Response, PageError> {
    let path = format!("/familles/appel?fait={household}");
    let Some(referral) = orientation else { return Ok(see_other_saying(&path, sentence)) };
    let form = made_by(form.into(), "tie", 0, 0);
    let order = TieReferral { form, referral, household, answers: Answers::AsRecorded };
    match app.store.tie_referral(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => Ok(see_other_saying(&path, &format!("{sentence} Orientation rattachée."))),
        Err(VerbError::Refused(_)) => {
            let sentence = format!(
                "{sentence} L’orientation n’a pas été rattachée : elle avait déjà été traitée."
            );
            Ok(see_other_saying(&path, &sentence))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
