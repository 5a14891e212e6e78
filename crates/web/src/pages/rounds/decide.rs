//! `/attributions/{round}/decisions`: what was decided by hand, and deciding for one need.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::allocation::{Ground, first_failed_offer, first_failed_rule};
use domain::ids::{CatalogueItemId, FundLineId, LotId, NeedId, RoundId};
use store::{
    Base, Given, LookAlike, PinNeed, PinRefused, PinnedNeed, Round, RoundState, VerbError,
};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::decisions as say;
use crate::wording::people::needed;
use crate::wording::rounds::{self, Names};
use crate::wording::{French as _, Label as _};

/// One decision, as it is shown.
struct Row {
    pin: PinnedNeed,
    family: String,
    what: String,
    /// It cannot be kept any more.
    broken: bool,
}

/// The decisions of a round.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/decisions.html")]
pub struct Decisions {
    page: Page,
    round: Round,
    rows: Vec<Row>,
    /// What looks like one need entered twice, and nobody has decided on.
    alike: Vec<LookAlike>,
    form_id: Uuid,
}

impl Decisions {
    fn open(&self) -> bool {
        self.round.state == RoundState::Open
    }
}

/// Shows them.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<RoundId>,
) -> Result<Decisions, PageError> {
    let by = who.by();
    let base = app.store.situation(id, by).await?.ok_or(PageError::NotFound)?;
    let broken: BTreeSet<NeedId> = base.broken_pins.iter().copied().collect();
    let names = super::names(&app, &who).await?;
    let pins = app.store.pins(id, by).await?;
    let of = pins.iter().filter_map(|pin| match pin.given {
        Given::Duplicate(of) => Some(of),
        Given::Lot(_) | Given::Purchase(..) | Given::Nothing => None,
    });
    let needs: Vec<NeedId> = pins.iter().map(|pin| pin.need).chain(of).collect();
    let families = app.store.need_labels(&needs, by).await?;
    let decided: BTreeSet<NeedId> = pins.iter().map(|pin| pin.need).collect();
    let rows = pins.into_iter().map(|pin| Row {
        family: families.get(&pin.need).cloned().unwrap_or_default(),
        what: given(pin.given, &names, &families),
        broken: broken.contains(&pin.need),
        pin,
    });
    let rows = rows.collect();
    let mut alike = app.store.look_alikes(&base, by).await?;
    alike.retain(|one| !decided.contains(&one.need) && !decided.contains(&one.of));
    Ok(Decisions { page, round: base.round, rows, alike, form_id: app.mint.uuid() })
}

fn given(given: Given, names: &Names, families: &BTreeMap<NeedId, String>) -> String {
    match given {
        Given::Lot(lot) => format!("un exemplaire du lot {}", names.lot(&lot.to_string())),
        Given::Purchase(item, line) => format!(
            "à acheter : {} sur la ligne {}",
            names.item(&item.to_string()),
            names.line(&line.to_string())
        ),
        Given::Nothing => "rien : mis de côté pour ce tour".to_owned(),
        Given::Duplicate(of) => format!(
            "rien : c’est le même besoin que celui de la famille {}",
            families.get(&of).map_or("effacée du registre", String::as_str)
        ),
    }
}

/// Deciding for one need.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/decide.html")]
pub struct Decide {
    page: Page,
    form: Form,
    round: Round,
    need: NeedId,
    family: String,
    kind: String,
    gifts: Vec<Choice>,
    grounds: Vec<Choice>,
}

impl Decide {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        (base, need): (Base, NeedId),
        form: Form,
    ) -> Result<Self, PageError> {
        let scored = base.scores.get(&need).ok_or(PageError::NotFound)?;
        let family = app.store.need_label(need, who.by()).await?.unwrap_or_default();
        let names = super::names(app, who).await?;
        let alike = app.store.look_alikes(&base, who.by()).await?;
        Ok(Self {
            page,
            form,
            need,
            family,
            kind: needed(scored.circumstances.kind, scored.circumstances.nth),
            gifts: gifts(&base, need, &alike, &names),
            grounds: choices(Ground::ALL),
            round: base.round,
        })
    }
}

/// Only what the rules allow this need: nobody decides against a donor's word.
fn gifts(base: &Base, need: NeedId, alike: &[LookAlike], names: &Names) -> Vec<Choice> {
    let code = need.to_string();
    let situation = &base.situation;
    let Some(asked) = situation.needs().iter().find(|asked| asked.need == code) else {
        return Vec::new();
    };
    let mut gifts = Vec::new();
    for lot in situation.lots().iter().filter(|lot| first_failed_rule(asked, lot).is_none()) {
        let what = rounds::kind(&lot.kind);
        gifts.push(Choice::new(
            format!("lot:{}", lot.lot),
            format!("{what} du lot {}", names.lot(&lot.lot)),
        ));
    }
    for fund in situation.funds() {
        for item in situation.catalogue() {
            if first_failed_offer(asked, fund, item).is_none() {
                let (what, line) = (names.item(&item.item), names.line(&fund.fund));
                gifts.push(Choice::new(
                    format!("achat:{}:{}", item.item, fund.fund),
                    format!("acheter {what} ({}) sur la ligne {line}", item.price),
                ));
            }
        }
    }
    for gift in &mut gifts {
        gift.label = crate::wording::capital(&gift.label);
    }
    gifts.push(Choice::new("rien", "Rien : le besoin est mis de côté pour ce tour"));
    for one in alike.iter().filter(|one| one.need == need) {
        gifts.push(Choice::new(
            format!("doublon:{}", one.of),
            format!(
                "Rien : doublon, c’est le même besoin que celui de la famille {}",
                one.of_home.1
            ),
        ));
    }
    gifts
}

fn read_gift(value: &str) -> Option<Given> {
    if value == "rien" {
        return Some(Given::Nothing);
    }
    if let Some(lot) = value.strip_prefix("lot:") {
        return lot.parse::<LotId>().ok().map(Given::Lot);
    }
    if let Some(of) = value.strip_prefix("doublon:") {
        return of.parse().ok().map(|of| Given::Duplicate(NeedId(of)));
    }
    let (item, line) = value.strip_prefix("achat:")?.split_once(':')?;
    let item = item.parse::<CatalogueItemId>().ok()?;
    Some(Given::Purchase(item, line.parse::<FundLineId>().ok()?))
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path((round, need)): Path<(RoundId, NeedId)>,
) -> Result<Decide, PageError> {
    let base = app.store.situation(round, who.by()).await?.ok_or(PageError::NotFound)?;
    let form = Form::empty().with("id", app.mint.uuid());
    Decide::of(&app, &who, page, (base, need), form).await
}

/// Decides.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path((round, need)): Path<(RoundId, NeedId)>,
    mut form: Form,
) -> Result<Response, PageError> {
    let form_id = form.hidden("id")?;
    let base = app.store.situation(round, who.by()).await?.ok_or(PageError::NotFound)?;
    let given = read_gift(form.value("given"));
    if given.is_none() {
        form.refuse("given", "« Ce besoin reçoit » : choisissez une des réponses proposées.");
    }
    let ground = form.choice("ground", "Motif");
    let (Some(given), Some(ground)) = (given, ground) else {
        return Ok(again(Decide::of(&app, &who, page, (base, need), form).await?));
    };
    let order = PinNeed { form: form_id, round, need, given, ground };
    match app.store.pin_need(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/attributions/{round}/decisions"),
            "Décision enregistrée. Le prochain plan proposé la respectera.",
        )),
        Err(VerbError::Refused(PinRefused::UnknownRound | PinRefused::UnknownNeed)) => {
            Err(PageError::NotFound)
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("given", say::pin_refused(&why));
            Ok(refused(Decide::of(&app, &who, page, (base, need), form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| say::pin_refused(&why).to_owned())),
    }
}

/// Takes a decision back.
pub async fn take_back(
    State(app): State<AppState>,
    who: Who,
    Path((round, need)): Path<(RoundId, NeedId)>,
    form: Form,
) -> Result<Response, PageError> {
    match app.store.unpin_need(form.hidden("id")?, round, need, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/attributions/{round}/decisions"),
            "Décision retirée : le barème décide à nouveau de ce besoin.",
        )),
        Err(VerbError::Refused(PinRefused::UnknownRound)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |why| say::pin_refused(&why).to_owned())),
    }
}
