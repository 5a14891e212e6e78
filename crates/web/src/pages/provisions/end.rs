//! `/mises-a-disposition/{id}/retour`: all or part comes back. What families have comes back from them first.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{ItemId, ProvisionId};
use domain::loan::Outcome;
use domain::provision::EndProvision;
use domain::stock::Grade;
use store::{Provision, ProvisionLine, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::provisions::end_refused;
use crate::wording::{Label as _, count};

/// The form of a return.
#[derive(Template, WebTemplate)]
#[template(path = "pages/provisions/end.html")]
pub struct Return {
    page: Page,
    form: Form,
    provision: Provision,
    id: Uuid,
}

impl Return {
    /// What can come back now.
    fn there(&self) -> Vec<&ProvisionLine> {
        there(&self.provision).collect()
    }

    /// What a family must give back before.
    fn with_families(&self) -> Vec<&ProvisionLine> {
        let open = self.provision.lines.iter().filter(|line| line.closed.is_none());
        open.filter(|line| line.with.is_some()).collect()
    }

    fn question(&self, line: &ProvisionLine) -> String {
        format!("{} ({})", line.item.tag, line.item.kind.label())
    }

    fn out(&self, line: &ProvisionLine) -> String {
        format!("Au départ : {}.", line.grade_out.label())
    }

    fn all(&self) -> Vec<Choice> {
        choices(&[Grade::Good, Grade::Worn])
    }

    fn outcomes(&self) -> Vec<Choice> {
        let mut outcomes = choices(&[Grade::Good, Grade::Worn, Grade::Damaged, Grade::Broken]);
        outcomes.push(Choice::new("reste", "Reste là-bas"));
        outcomes.push(Choice::new("lost", "Perdu ou volé"));
        outcomes
    }
}

fn there(provision: &Provision) -> impl Iterator<Item = &ProvisionLine> {
    provision.lines.iter().filter(|line| line.closed.is_none() && line.with.is_none())
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ProvisionId>,
) -> Result<Return, PageError> {
    let provision = app.store.provision(id, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(Return { page, form: Form::empty(), provision, id: app.mint.uuid() })
}

/// Takes back what has an answer of its own, or the answer given for all.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(provision_id): Path<ProvisionId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let provision =
        app.store.provision(provision_id, who.by()).await?.ok_or(PageError::NotFound)?;
    let back = read(&mut form, &provision);
    let lost = back.iter().filter(|(_, outcome)| *outcome == Outcome::Lost).count() as u64;
    let returned = back.len() as u64 - lost;
    let order = EndProvision::new(id, provision_id, back);
    if order.is_err() && !form.has_errors() {
        form.refuse("tous", "Rien n’est repris : dites pour au moins un objet comment il revient.");
    }
    let (Ok(order), false) = (order, form.has_errors()) else {
        return Ok(again(Return { page, form, provision, id }));
    };
    match app.store.end_provision(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let parts = [
                (returned, count(returned, "objet repris", "objets repris")),
                (lost, count(lost, "objet déclaré perdu", "objets déclarés perdus")),
            ];
            let said = parts.into_iter().filter(|(many, _)| *many > 0).map(|(_, said)| said);
            let what = said.collect::<Vec<_>>().join(", ");
            let place = format!("/mises-a-disposition/{provision_id}");
            Ok(see_other_saying(&place, &format!("Retour enregistré : {what}.")))
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("tous", end_refused(&why));
            // As it is now: what changed since the form was shown is why it was refused.
            let provision = app.store.provision(provision_id, who.by()).await?;
            let provision = provision.ok_or(PageError::NotFound)?;
            Ok(refused(Return { page, form, provision, id }))
        }
        Err(error) => Err(PageError::of_verb(error, |why| end_refused(&why))),
    }
}

/// What the form says of each item that can come back.
fn read(form: &mut Form, provision: &Provision) -> Vec<(ItemId, Outcome)> {
    let all = form.optional_choice::<Grade>("tous", "Tout revient").flatten();
    let mut back = Vec::new();
    for line in &provision.lines {
        let field = format!("retour.{}", line.item.id);
        let outcome = match form.value(&field) {
            "" => match all.filter(|_| line.closed.is_none() && line.with.is_none()) {
                Some(grade) => Outcome::Returned(grade),
                None => continue,
            },
            "reste" => continue,
            "lost" => Outcome::Lost,
            _ => match form.choice::<Grade>(&field, &line.item.tag) {
                Some(grade) => Outcome::Returned(grade),
                None => continue,
            },
        };
        back.push((line.item.id, outcome));
    }
    back
}
