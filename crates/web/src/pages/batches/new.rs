//! `/prets/papiers`: a paper of many loans at once. It says how many papers and pages that makes before
//! anything is printed, and lists what was printed of late.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use documents::Press;
use domain::ids::BatchId;
use domain::people::language::ContactLanguage;
use store::{Batch, BatchChoice, BatchPaper, KEPT_DAYS, PrintBatch, School, ToPrint, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other};
use crate::papers::{OneOfMany, beside, languages};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::batches as say;
use crate::wording::{French as _, Label as _, capital, count, thousands};

/// How many of the last batches are listed.
const LISTED: u64 = 20;
/// Of how many languages a paper is set to count its pages; the others are taken to be alike.
const SET: usize = 4;

/// The form, what it would print, and what was printed.
#[derive(Template, WebTemplate)]
#[template(path = "pages/batches/new.html")]
pub struct NewBatch {
    page: Page,
    form: Form,
    id: BatchId,
    papers: Vec<Choice>,
    which: Vec<Choice>,
    schools: Vec<Choice>,
    languages: Vec<Choice>,
    missing: Vec<String>,
    told: Option<Told>,
    recent: Vec<Recent>,
}

/// What would be printed.
struct Told {
    /// "128 conventions de prêt".
    papers: String,
    pages: u64,
    /// In which languages, and how many.
    languages: Vec<(String, u64)>,
    /// Languages that families read and no paper is offered in.
    unserved: Vec<&'static str>,
}

/// A batch of late.
struct Recent {
    batch: Batch,
    which: String,
}

impl Recent {
    fn paper(&self) -> String {
        capital(self.batch.paper.label())
    }

    fn tone(&self) -> &'static str {
        say::tone(self.batch.state)
    }
}

impl NewBatch {
    fn pages(told: &Told) -> String {
        count(told.pages, "page", "pages")
    }

    fn days() -> i64 {
        KEPT_DAYS
    }
}

/// What a form asks for.
type Asked = (BatchPaper, BatchChoice, Option<ContactLanguage>);

fn read(form: &mut Form) -> Option<Asked> {
    let paper = form.choice("papier", "Papier");
    let which = match form.value("lesquels") {
        "remis" => {
            let (from, to) = (form.date("du", "Du"), form.date("au", "Au"));
            if from.zip(to).is_some_and(|(from, to)| to < from) {
                form.refuse("au", "« Au » vient avant « Du » : inversez les deux jours.");
            }
            from.zip(to).map(|(from, to)| BatchChoice::HandedOver { from, to })
        }
        "ecole" => form.choice("ecole", "École").map(BatchChoice::School),
        "retard" => Some(BatchChoice::Late),
        _ => {
            form.refuse("lesquels", "« Quels prêts » : choisissez une des réponses proposées.");
            None
        }
    };
    let beside = form.optional_choice("langue", "Ajouter une langue");
    let asked = (paper?, which?, beside?);
    (!form.has_errors()).then_some(asked)
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (id, told): (BatchId, Option<Told>),
) -> Result<NewBatch, PageError> {
    let schools: Vec<School> = app.store.schools(who.by()).await?;
    let recent = app.store.batches(LISTED, who.by(), app.clock.now()).await?;
    let recent = recent
        .into_iter()
        .map(|batch| Recent { which: say::which(&batch.which, &schools), batch })
        .collect();
    let (mut languages, missing) = languages()?;
    // A town may add words in a language that no family is recorded with.
    languages.retain(|choice| choice.value.parse::<ContactLanguage>().is_ok());
    let which = [
        ("remis", "Remis entre deux jours"),
        ("ecole", "Des familles d’une école"),
        ("retard", "En retard"),
    ];
    Ok(NewBatch {
        page,
        form,
        id,
        papers: choices(BatchPaper::ALL),
        which: which.map(|(value, label)| Choice::new(value, label)).to_vec(),
        schools: schools.iter().map(|school| Choice::new(school.id, &school.name)).collect(),
        languages,
        missing,
        told,
        recent,
    })
}

/// Shows the form; once it is filled in, what it would print.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = app.mint.id();
    if form.value("papier").is_empty() {
        let today = app.clock.today();
        let form = form.with("papier", BatchPaper::Agreement).with("lesquels", "remis");
        let form = form.with("du", today).with("au", today);
        return Ok(shown(&app, &who, page, form, (id, None)).await?.into_response());
    }
    let Some((paper, which, chosen)) = read(&mut form) else {
        return Ok(again(shown(&app, &who, page, form, (id, None)).await?));
    };
    let loans = app.store.to_print(paper, which, app.clock.today(), who.by()).await?;
    if loans.is_empty() {
        let form = form.refused("lesquels", say::refused(store::BatchRefused::NoLoan));
        return Ok(again(shown(&app, &who, page, form, (id, None)).await?));
    }
    let told = tell(&app, &who, (paper, chosen), &loans).await?;
    Ok(shown(&app, &who, page, form, (id, Some(told))).await?.into_response())
}

/// How many papers, in which languages, and about how many pages: a paper of each language is set.
async fn tell(
    app: &AppState,
    who: &Who,
    (paper, chosen): (BatchPaper, Option<ContactLanguage>),
    loans: &[ToPrint],
) -> Result<Told, PageError> {
    let press = Press::shared().map_err(PageError::fault)?;
    let mut groups: BTreeMap<String, Vec<&ToPrint>> = BTreeMap::new();
    let mut unserved = Vec::new();
    for one in loans {
        let beside = beside(one.language, chosen)?;
        let code = beside.language().map_or("", |language| language.code());
        if code.is_empty() && one.language != ContactLanguage::French {
            unserved.push(one.language.label());
        }
        groups.entry(code.to_owned()).or_default().push(one);
    }
    unserved.sort_unstable();
    unserved.dedup();
    let mut groups: Vec<(String, Vec<&ToPrint>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    let (mut pages, mut counted) = (0, 0);
    for (_, group) in groups.iter().take(SET) {
        let Some(first) = group.first() else { continue };
        let (loan, today) = (first.loan, app.clock.today());
        let one = OneOfMany::of(&app.store, (loan, paper), chosen, who.by(), today).await?;
        let Some(one) = one else { continue };
        let set = tokio::task::spawn_blocking(move || one.pages(press)).await;
        let each = set.map_err(PageError::fault)?.map_err(PageError::fault)? as u64;
        pages += each * group.len() as u64;
        counted += group.len() as u64;
    }
    let all = loans.len() as u64;
    let languages = groups.iter().map(|(code, group)| {
        let other = press.offered().find(|text| text.language.code() == code);
        let name = other.map_or_else(
            || "Français seulement".to_owned(),
            |text| format!("Français et {}", text.name_in_french),
        );
        (name, group.len() as u64)
    });
    Ok(Told {
        papers: format!("{} {}", thousands(all), paper.label()),
        pages: if counted == 0 { all } else { (pages * all).div_ceil(counted) },
        languages: languages.collect(),
        unserved,
    })
}

/// Begins to print.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: BatchId = form.hidden("id")?;
    let Some((paper, which, beside)) = read(&mut form) else {
        return Ok(again(shown(&app, &who, page, form, (id, None)).await?));
    };
    let order = PrintBatch { id, paper, which, beside };
    let (now, by) = (app.clock.now(), who.by());
    match app.store.begin_batch(&order, by, (app.clock.today(), now)).await {
        Ok(None) => {}
        Ok(Some(run)) => {
            let batch = app.store.batch(id, by, now).await?.ok_or(PageError::NotFound)?;
            app.printing.begin(app.clone(), batch, run, by);
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("lesquels", say::refused(why));
            return Ok(refused(shown(&app, &who, page, form, (id, None)).await?));
        }
        Err(error) => return Err(PageError::of_verb(error, say::refused)),
    }
    Ok(see_other(&format!("/prets/papiers/{id}")))
}
