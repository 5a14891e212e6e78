//! `/materiel/{id}`: one item, where it has been, and what the desk does to it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ItemId;
use domain::ids::StocktakeId;
use domain::item_life::DeskAction;
use domain::stock::ItemState;
use domain::wipe::{LONGEST_CERTIFICATE, Wipe, WipeMethod, WipeResult};
use store::{AtDesk, AtDeskRefused, CameFrom, ItemFile, Parcel, VerbError, WentTo};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::pages::sims::part::SimPart;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::scan::not_wiped;
use crate::wording::stock::{at_desk_refused, done};
use crate::wording::{French as _, Label as _};

/// The item's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/show.html")]
pub struct ShowItem {
    page: Page,
    form: Form,
    file: ItemFile,
    /// The bag that it is in.
    bag: Option<Parcel>,
    actions: Vec<(Uuid, DeskAction)>,
    /// Its SIM card, where it has one.
    sim: Option<SimPart>,
    methods: Vec<Choice>,
    /// The cité it came from.
    came: Option<CameFrom>,
    /// The cités it was sent to.
    went: Vec<WentTo>,
}

impl ShowItem {
    fn free(&self) -> bool {
        self.file.item.state == ItemState::Available
    }

    /// May it leave for good?
    fn leaves(&self) -> bool {
        use ItemState::{Available, Lost, Repair, ToCheck};
        matches!(self.file.item.state, Available | Lost | Repair | ToCheck)
    }

    fn keeps_data(&self) -> bool {
        self.file.item.kind.keeps_data()
    }
}

/// The item as it stands, with what was typed in one of its forms.
pub(in crate::pages) async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    id: ItemId,
) -> Result<ShowItem, PageError> {
    let file = app.store.item(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let bag = app.store.parcel_with(id, who.by()).await?;
    let held = file.custodian.is_some();
    let possible =
        DeskAction::ALL.iter().filter(|action| action.after_in(file.item.state, held).is_some());
    let actions = possible.map(|action| (app.mint.uuid(), *action)).collect();
    let sim = SimPart::of(app, who, id, &file).await?;
    let came = app.store.came_from(id, who.by()).await?;
    let went = app.store.went_to(id, who.by()).await?;
    let methods = choices(WipeMethod::ALL);
    Ok(ShowItem { page, form, file, bag, actions, sim, methods, came, went })
}

/// Shows the item.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ItemId>,
) -> Result<ShowItem, PageError> {
    shown(&app, &who, page, Form::empty(), id).await
}

/// Does what a button says.
pub async fn act(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, PageError> {
    let action: DeskAction = form.hidden("action")?;
    let id_of_form = form.hidden("id")?;
    let mut form = form;
    let Some(wipe) = wipe(&mut form, action) else {
        return Ok(again(shown(&app, &who, page, form, id).await?));
    };
    let order = AtDesk { form: id_of_form, item: id, action, wipe };
    match app.store.at_desk(&order, who.by(), app.clock.now()).await {
        Ok(()) => {}
        Err(VerbError::Refused(AtDeskRefused::NotWiped(why))) => {
            let form = form.refused("methode", not_wiped(why));
            return Ok(refused(shown(&app, &who, page, form, id).await?));
        }
        Err(error) => return Err(PageError::of_verb(error, at_desk_refused)),
    }
    let sentence = format!("C’est noté : {}.", done(action));
    // Back to the stocktake whose list asked for it.
    let counted = form.value("inventaire").parse::<StocktakeId>();
    let place = counted.map_or_else(
        |_| format!("/materiel/{id}"),
        |stocktake| format!("/materiel/inventaires/{stocktake}/ecarts"),
    );
    Ok(see_other_saying(&place, &sentence))
}

/// The wipe that the form tells, if any; nothing when it is not well told.
fn wipe(form: &mut Form, action: DeskAction) -> Option<Option<Wipe>> {
    let failed = form.ticked("echec");
    if !matches!(action, DeskAction::MarkChecked | DeskAction::SendToRepair)
        || form.value("methode").is_empty() && !failed
    {
        return Some(None);
    }
    let method = if failed && form.value("methode").is_empty() {
        Some(WipeMethod::FactoryReset)
    } else {
        form.choice("methode", "Effacement")
    };
    let certificate = form.optional_text("certificat", "Numéro de certificat", LONGEST_CERTIFICATE);
    let result = if failed { WipeResult::Failed } else { WipeResult::Done };
    Some(Some(Wipe { method: method?, result, certificate: certificate? }))
}
