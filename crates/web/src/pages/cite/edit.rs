//! `/cite`: what the cité is called and what its papers say.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use store::{Cite, DescribeCite, Mention};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, capital, count};

/// The most characters of a mention: two lines of a paper.
const LONGEST: usize = 160;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/cite/edit.html")]
pub struct EditCite {
    page: Page,
    form: Form,
    cite: Cite,
}

impl EditCite {
    /// Label, field and help of each mention.
    fn mentions() -> Vec<(String, String, String)> {
        let field = |mention: &Mention| {
            (mention.code().to_owned(), capital(mention.label()), help(*mention).to_owned())
        };
        Mention::ALL.iter().map(field).collect()
    }

    fn missing(&self) -> Option<String> {
        let many = self.cite.missing().len() as u64;
        (many > 0).then(|| count(many, "mention manque", "mentions manquent"))
    }
}

const fn help(mention: Mention) -> &'static str {
    match mention {
        Mention::LeadSchool => "Celui qui tient le fonds ; ce qui est acheté lui appartient.",
        Mention::LenderName => {
            "La commune, le CCAS ou l’établissement : son nom est sur la convention de prêt."
        }
        Mention::LenderAddress => "Numéro, rue, code postal et commune.",
        Mention::LenderSignatory => {
            "Par exemple : le maire, par délégation l’adjoint à l’éducation."
        }
        Mention::ActReference => "Numéro et date de la délibération ou de la décision.",
        Mention::Contact => "Le numéro ou l’adresse que la famille appelle en cas de panne.",
        Mention::DpoContact => "Adresse ou téléphone du délégué à la protection des données.",
        Mention::Tutorial => {
            "Adresse d’une page ou d’une vidéo : le bon de remise en porte le code à scanner."
        }
        Mention::Sender => {
            "Par exemple : Médiathèque. Le téléphone d’une famille peut être partagé : un nom neutre."
        }
    }
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<EditCite, PageError> {
    let cite = app.store.cite(who.cite()).await?;
    let filled = Form::empty().with("id", app.mint.uuid()).with("name", &cite.name);
    let form = Mention::ALL
        .iter()
        .fold(filled, |form, mention| form.with(mention.code(), cite.mention(*mention)));
    Ok(EditCite { page, form, cite })
}

/// Records it.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let cite = app.store.cite(who.cite()).await?;
    let name = form.text("name", "Nom de la cité", LONGEST);
    let mut mentions = BTreeMap::new();
    for mention in Mention::ALL {
        let label = capital(mention.label());
        if let Some(Some(text)) = form.optional_text(mention.code(), &label, LONGEST) {
            mentions.insert(*mention, text);
        }
    }
    let (Some(name), false) = (name, form.has_errors()) else {
        return Ok(again(EditCite { page, form, cite }));
    };
    let order = DescribeCite { form: id, name, mentions };
    app.store
        .describe_cite(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, |why| match why {}))?;
    Ok(see_other_saying("/cite", "Enregistré : les prochains papiers le diront."))
}
