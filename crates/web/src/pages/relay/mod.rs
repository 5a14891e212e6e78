//! `/relais/{token}`: a relay point without an account, on the shop's telephone: take bags in, hand one
//! over against a code, give back what nobody came for, say when the shop is closed. No name is here.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::ParcelId;
use domain::parcel::{ParcelState, PickupCode};
use jiff::ToSpan as _;
use jiff::civil::Date;
use store::{AtRelay, Bag, Cite, HeldRelay, RelayActRefused, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::guard::link_proof;
use crate::link::{closed, discreet, link_hash};
use crate::page::Page;
use crate::state::AppState;
use crate::wording::parcels::relay_refused;
use crate::wording::{French as _, count};

/// The longest a shop can say that it is closed, in days.
const LONGEST_AWAY: i32 = 90;

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/relay/page.html")]
struct RelayPage {
    page: Page,
    form: Form,
    relay: HeldRelay,
    cite: Cite,
    token: String,
    proof: String,
    bags: Vec<Bag>,
    today: Date,
    id: Uuid,
    /// The bag of the code that was typed, to be handed over next.
    found: Option<(Bag, PickupCode)>,
    /// What was just done.
    done: Option<String>,
}

impl RelayPage {
    fn at(&self, state: ParcelState) -> Vec<&Bag> {
        self.bags.iter().filter(|bag| bag.state == state).collect()
    }

    /// On their way here.
    fn announced(&self) -> Vec<&Bag> {
        let coming = [ParcelState::Prepared, ParcelState::OnTheWay];
        self.bags.iter().filter(|bag| coming.contains(&bag.state)).collect()
    }

    /// Here, and nobody came in time.
    fn unclaimed(&self) -> Vec<&Bag> {
        let late = |bag: &&&Bag| bag.keep_until.is_some_and(|until| until < self.today);
        self.at(ParcelState::AtRelay).iter().filter(late).copied().collect()
    }

    fn here(&self) -> String {
        let many = self.at(ParcelState::AtRelay).len() as u64;
        count(many, "pochette ici", "pochettes ici")
    }
}

/// A wrong address is told nothing; a right one its relay point.
async fn held(app: &AppState, token: &str) -> Result<Option<HeldRelay>, PageError> {
    Ok(app.store.held_relay(link_hash(token), app.clock.now()).await?)
}

async fn shown(
    app: &AppState,
    page: Page,
    form: Form,
    (relay, token): (HeldRelay, String),
) -> Result<RelayPage, PageError> {
    let bags = app.store.bags_at(&relay).await?;
    let cite = app.store.cite(relay.cite).await?;
    let (proof, today) = (link_proof(&token), app.clock.today());
    let (id, found, done) = (app.mint.uuid(), None, None);
    Ok(RelayPage { page, form, relay, cite, token, proof, bags, today, id, found, done })
}

/// Shows what is here.
pub async fn page(
    State(app): State<AppState>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(relay) = held(&app, &token).await? else { return Ok(closed(page).await) };
    Ok(discreet(shown(&app, page, Form::empty(), (relay, token)).await?))
}

/// Does what a button says. The answer is the page itself: nothing of it is kept in the browser.
pub async fn submit(
    State(app): State<AppState>,
    page: Page,
    Path(token): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let Some(relay) = held(&app, &token).await? else { return Ok(closed(page).await) };
    let hash = link_hash(&token);
    if form.value("geste") == "chercher" {
        let code = code(&mut form);
        let Some(code) = code else {
            return wrong(
                shown(&app, page, form, (relay, token)).await?,
                StatusCode::UNPROCESSABLE_ENTITY,
            );
        };
        return match app.store.bag_of_code(hash, code, app.clock.now()).await {
            Ok(bag) => {
                let mut shown = shown(&app, page, Form::empty(), (relay, token)).await?;
                shown.found = Some((bag, code));
                Ok(discreet(shown))
            }
            Err(VerbError::Refused(RelayActRefused::Closed)) => Ok(closed(page).await),
            Err(VerbError::Refused(why)) => {
                let form = form.refused("code", relay_refused(why));
                wrong(shown(&app, page, form, (relay, token)).await?, StatusCode::CONFLICT)
            }
            Err(error) => Err(PageError::of_verb(error, |_| String::new())),
        };
    }
    let Some((act, said)) = read(&app, &mut form) else {
        return wrong(
            shown(&app, page, form, (relay, token)).await?,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    };
    let (today, now) = (app.clock.today(), app.clock.now());
    match app.store.act_at_relay((id, hash), &act, today, now).await {
        Ok(()) => {
            let relay = held(&app, &token).await?.ok_or(PageError::NotFound)?;
            let mut shown = shown(&app, page, Form::empty(), (relay, token)).await?;
            shown.done = Some(said);
            Ok(discreet(shown))
        }
        Err(VerbError::Refused(RelayActRefused::Closed)) => Ok(closed(page).await),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("code", relay_refused(why));
            wrong(shown(&app, page, form, (relay, token)).await?, StatusCode::CONFLICT)
        }
        Err(error) => Err(PageError::of_verb(error, |why| relay_refused(why).to_owned())),
    }
}

fn wrong(page: RelayPage, status: StatusCode) -> Result<Response, PageError> {
    Ok(discreet((status, page).into_response()))
}

fn code(form: &mut Form) -> Option<PickupCode> {
    let code = form.value("code").parse().ok();
    if code.is_none() {
        form.refuse("code", "Le code a six chiffres, par exemple 482 913 : faites-le relire.");
    }
    code
}

/// What the form asks for, and what is said once it is done.
fn read(app: &AppState, form: &mut Form) -> Option<(AtRelay, String)> {
    let bags = |form: &mut Form| {
        let bags = form.choices::<ParcelId>("pochette", "Pochettes")?;
        if bags.is_empty() {
            form.refuse("pochette", "Cochez au moins une pochette.");
            return None;
        }
        Some(bags)
    };
    match form.value("geste") {
        "recevoir" => {
            let bags = bags(form)?;
            let said = count(bags.len() as u64, "pochette reçue", "pochettes reçues");
            Some((AtRelay::TakeIn(bags), format!("Merci. {said}.")))
        }
        "rendre" => {
            let bags = bags(form)?;
            let said = count(bags.len() as u64, "pochette rendue", "pochettes rendues");
            Some((AtRelay::GiveBack(bags), format!("Merci. {said}.")))
        }
        "remettre" => {
            let code = code(form)?;
            Some((AtRelay::HandOver(code.digits()), "Merci. Pochette remise.".to_owned()))
        }
        "rouvrir" => Some((AtRelay::Away(None), "Noté : vous êtes ouvert.".to_owned())),
        "fermer" => {
            let until = form.date("jusqu_au", "Fermé jusqu’au")?;
            let today = app.clock.today();
            let last = today.saturating_add(LONGEST_AWAY.days());
            if until < today || until > last {
                form.refuse(
                    "jusqu_au",
                    format!("« Fermé jusqu’au » : entre aujourd’hui et le {}.", last.french()),
                );
                return None;
            }
            Some((AtRelay::Away(Some(until)), format!("Noté : fermé jusqu’au {}.", until.french())))
        }
        _ => {
            form.refuse("code", "Choisissez un des boutons de la page.");
            None
        }
    }
}
