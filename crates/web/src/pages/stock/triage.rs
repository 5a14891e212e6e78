//! `/materiel/verification`: what waits for its wipe and its check, done by thirty as well as one by one.

use std::fmt::Display;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::ids::ItemId;
use domain::stock::ItemState;
use domain::wipe::{LONGEST_CERTIFICATE, Wipe, WipeMethod, WipeResult};
use store::{ByCode, CheckMany, CheckManyRefused, FoundItem, ItemSearch, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form, Upload, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::scan::codes;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::at_desk_refused;
use crate::wording::{Label as _, count};

/// The most items shown, and freed at once.
const MOST: u64 = 300;

/// What waits.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/triage.html")]
pub struct Triage {
    page: Page,
    form: Form,
    id: Uuid,
    items: Vec<FoundItem>,
    total: u64,
    methods: Vec<Choice>,
}

impl Triage {
    fn waiting(&self) -> String {
        count(self.total, "appareil à effacer et à vérifier", "appareils à effacer et à vérifier")
    }

    fn ticked(&self) -> String {
        let here = |found: &&FoundItem| self.is_ticked(found.item.id);
        count(self.items.iter().filter(here).count() as u64, "coché", "cochés")
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
    id: Uuid,
) -> Result<Triage, PageError> {
    let search = ItemSearch { state: Some(ItemState::ToCheck), ..ItemSearch::default() };
    let (items, total) = app.store.find_items(&search, 0, MOST, who.by()).await?;
    let methods = choices(WipeMethod::ALL);
    Ok(Triage { page, form, id, items, total, methods })
}

/// Shows what waits.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<Triage, PageError> {
    let id = app.mint.uuid();
    shown(&app, &who, page, Form::empty(), id).await
}

/// Ticks what was scanned, or frees what is ticked.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: Uuid = upload.form.hidden("id")?;
    if upload.form.ticked("fini") {
        return free(&app, &who, page, upload.form, id).await;
    }
    let Some(codes) = codes(&mut upload, "code").await else {
        return Ok(again(shown(&app, &who, page, upload.form, id).await?));
    };
    let mut form = upload.form;
    for code in codes {
        match app.store.item_by_code(&code, who.by()).await? {
            ByCode::Ours(item) if item.state == ItemState::ToCheck => {
                form = form.with("objet", item.id);
            }
            ByCode::Ours(item) => {
                let state = item.state.label();
                form.refuse(
                    "code",
                    format!("{} est « {state} » : il n’attend pas de vérification.", item.tag),
                );
            }
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

async fn free(
    app: &AppState,
    who: &Who,
    page: Page,
    mut form: Form,
    id: Uuid,
) -> Result<Response, PageError> {
    let mut items: Vec<ItemId> = form.choices("objet", "Appareils").unwrap_or_default();
    items.sort_unstable();
    items.dedup();
    if items.is_empty() {
        form.refuse(
            "objet",
            "Aucun appareil n’est coché : scannez-les, ou cochez-les dans la liste.",
        );
    }
    let method = form.choice::<WipeMethod>("methode", "Effacement");
    let certificate =
        form.optional_text("certificat", "Numéro de certificat", LONGEST_CERTIFICATE - 20);
    let (Some(method), Some(certificate), false) = (method, certificate, form.has_errors()) else {
        return Ok(again(shown(app, who, page, form, id).await?));
    };
    let many = items.len() as u64;
    let order =
        CheckMany { form: id, items, wipe: Wipe { method, result: WipeResult::Done, certificate } };
    match app.store.check_many(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let what = count(many, "appareil est disponible", "appareils sont disponibles");
            Ok(see_other_saying("/materiel/verification", &format!("C’est noté : {what}.")))
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("objet", sentence(&why));
            Ok(refused(shown(app, who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| sentence(&why))),
    }
}

fn sentence(why: &CheckManyRefused) -> String {
    let one = |(tag, why): &(Option<String>, store::AtDeskRefused)| {
        let tag = tag.as_deref().unwrap_or("Un appareil");
        format!("{tag} : {}", at_desk_refused(*why))
    };
    let each: Vec<String> = why.0.iter().take(10).map(one).collect();
    format!("{} Rien n’a changé.", each.join(" "))
}
