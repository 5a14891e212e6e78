//! `/materiel/reformes/nouvelle`: items scanned or ticked one after another, then the act that lets them
//! leave, all or none.

mod read;

use std::fmt::Display;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::disposal::{Destination, DisposalFault, DisposalReason, MOST_DISPOSED};
use domain::ids::{DisposalId, ItemId};
use store::{ByCode, Item, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, Upload, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::scan::codes;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::disposals::{dispose_refused, fault};
use crate::wording::{Label as _, count};

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/disposals/new.html")]
pub struct NewDisposal {
    page: Page,
    form: Form,
    id: DisposalId,
    items: Vec<Item>,
    reasons: Vec<Choice>,
    destinations: Vec<Choice>,
    wipes: Vec<Choice>,
}

impl NewDisposal {
    fn many(&self) -> String {
        count(self.items.len() as u64, "objet dans la liste", "objets dans la liste")
    }

    fn is_ticked(&self, id: impl Display) -> bool {
        self.form.is_chosen("objet", &id.to_string())
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    id: DisposalId,
) -> Result<NewDisposal, PageError> {
    let mut items: Vec<Item> = Vec::new();
    for item in form.values("objet").iter().filter_map(|item| item.parse::<ItemId>().ok()) {
        // An id that is not ours is left out: the verb says so if it is sent all the same.
        if items.len() < MOST_DISPOSED
            && items.iter().all(|known| known.id != item)
            && let Some(file) = app.store.item(item, who.by()).await?
        {
            items.push(file.item);
        }
    }
    Ok(NewDisposal {
        page,
        form,
        id,
        items,
        reasons: choices(DisposalReason::ALL),
        destinations: choices(Destination::ALL),
        wipes: read::wipes(),
    })
}

/// Shows the form, with the items that the address names.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<NewDisposal, PageError> {
    let id = app.mint.id();
    shown(&app, &who, page, form, id).await
}

/// Adds what was scanned to the list, or records the act.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: DisposalId = upload.form.hidden("id")?;
    if upload.form.ticked("fini") {
        return record(&app, &who, page, upload.form, id).await;
    }
    let Some(codes) = codes(&mut upload, "code").await else {
        return Ok(again(shown(&app, &who, page, upload.form, id).await?));
    };
    let mut form = upload.form;
    for code in codes {
        match app.store.item_by_code(&code, who.by()).await? {
            ByCode::Ours(item) => form = form.with("objet", item.id),
            ByCode::Elsewhere => {
                form.refuse("code", format!("« {code} » est un appareil d’une autre cité."));
            }
            ByCode::Unknown => form.refuse("code", format!("« {code} » n’est pas au registre.")),
        }
    }
    let refuses = form.has_errors();
    let shown = shown(&app, &who, page, form, id).await?;
    Ok(if refuses { refused(shown) } else { shown.into_response() })
}

async fn record(
    app: &AppState,
    who: &Who,
    page: Page,
    mut form: Form,
    id: DisposalId,
) -> Result<Response, PageError> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let order = read::disposal(&mut form, id).filter(|_| !form.has_errors());
    let Some(order) = order else {
        return Ok(again(shown(app, who, page, form, id).await?));
    };
    let order = match order.checked(today) {
        Ok(order) => order,
        Err(faults) => {
            for one in faults {
                form.refuse(field(one), fault(one));
            }
            return Ok(again(shown(app, who, page, form, id).await?));
        }
    };
    let many = order.items.len() as u64;
    match app.store.dispose_of(&order, who.by(), now, today).await {
        Ok(()) => {
            let left = count(many, "objet est sorti du registre", "objets sont sortis du registre");
            Ok(see_other_saying(
                &format!("/materiel/reformes/{id}"),
                &format!("Réforme enregistrée : {left}."),
            ))
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("objet", dispose_refused(&why));
            Ok(refused(shown(app, who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| dispose_refused(&why))),
    }
}

/// The field that a fault belongs to.
const fn field(fault: DisposalFault) -> &'static str {
    match fault {
        DisposalFault::HowMany => "objet",
        DisposalFault::NoActNumber => "acte",
        DisposalFault::ActToCome => "acte_du",
        DisposalFault::NoRecipient => "destinataire",
        DisposalFault::NoSlip => "bordereau",
        DisposalFault::ValueNotChecked => "valeur",
        DisposalFault::LostOrNot => "motif",
        DisposalFault::FirstYear => "annee",
    }
}
