//! What a hand-over holds besides items: counted things, a kit, the signature.

use std::collections::BTreeMap;

use domain::ids::{KitId, SupplyId};
use domain::kit::Missing;
use domain::loan::Besides;
use domain::people::language::ContactLanguage;
use domain::signature::{Manner, Signature, Strokes};
use store::{Kit, Supply};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, count};

/// What the cité has to give.
pub struct Shelf {
    pub supplies: Vec<Supply>,
    pub kits: Vec<Kit>,
}

impl Shelf {
    pub async fn of(app: &AppState, who: &Who) -> Result<Self, PageError> {
        let mut supplies = app.store.supplies(who.by()).await?;
        supplies.retain(|supply| supply.on_hand() > 0);
        Ok(Self { supplies, kits: app.store.kits(who.by()).await? })
    }

    pub fn kit_choices(&self) -> Vec<Choice> {
        self.kits.iter().map(|kit| Choice::new(kit.id, &kit.label)).collect()
    }

    /// Is something of it asked for already?
    pub fn is_asked(&self, form: &Form) -> bool {
        let some = |supply: &Supply| !form.value(&format!("pieces.{}", supply.id)).is_empty();
        !form.value("kit").is_empty() || self.supplies.iter().any(some)
    }

    fn kit(&self, form: &Form) -> Option<&Kit> {
        let id: KitId = form.value("kit").parse().ok()?;
        self.kits.iter().find(|kit| kit.id == id)
    }

    /// The same form, with as many pieces as the chosen kit holds where none were typed.
    pub fn filled(&self, mut form: Form) -> Form {
        let Some(kit) = self.kit(&form) else { return form };
        for (supply, many) in kit.parts.supplies() {
            let field = format!("pieces.{supply}");
            if form.value(&field).trim().is_empty() {
                form = form.without(&field).with(&field, many);
            }
        }
        form
    }

    /// What the items of the chosen kit are, in words.
    pub fn kit_items(&self, form: &Form) -> Option<String> {
        let kit = self.kit(form)?;
        let each = kit.parts.items().iter().map(|(kind, many)| format!("{many} {}", kind.label()));
        let each: Vec<String> = each.collect();
        (!each.is_empty())
            .then(|| format!("« {} » : scannez aussi {}.", kit.label, each.join(", ")))
    }

    /// What a kit lacks, in words.
    pub fn missing(&self, missing: &[Missing]) -> Vec<String> {
        let named = |id: &SupplyId| {
            let known = self.supplies.iter().find(|supply| supply.id == *id);
            known.map_or("une fourniture qui n’est plus en rayon", |supply| supply.label.as_str())
        };
        let said = |one: &Missing| match one {
            Missing::Items(kind, many) => format!("{many} {}", kind.label()),
            Missing::Supply(id, many) => format!("{many} × {}", named(id)),
        };
        missing.iter().map(said).collect()
    }
}

/// The languages that a paper may be read in beside French.
pub fn languages() -> Vec<Choice> {
    let others = ContactLanguage::ALL.iter().filter(|one| **one != ContactLanguage::French);
    choices(&others.copied().collect::<Vec<_>>())
}

/// Reads everything besides the items, noting each error.
pub fn read(form: &mut Form, shelf: &Shelf) -> Besides {
    let mut supplies = BTreeMap::new();
    for supply in &shelf.supplies {
        let field = format!("pieces.{}", supply.id);
        if form.value(&field).trim().is_empty() {
            continue;
        }
        if let Some(many) = form.count(&field, &supply.label, 0..=domain::supply::MOST_GIVEN) {
            supplies.insert(supply.id, many);
        }
    }
    let kit = form.value("kit").parse().ok();
    Besides { supplies, kit, signature: signature(form) }
}

/// The signature, if it was given at once. What was drawn counts unless the paper is chosen.
pub fn signature(form: &mut Form) -> Option<Signature> {
    let drawn = form.value("trace").trim().to_owned();
    let manner = match form.value("signature") {
        "papier" => Manner::OnPaper,
        "plus-tard" => return None,
        chosen if drawn.is_empty() => {
            if chosen == "ecran" {
                form.refuse("signature", "La zone de signature est vide : faites signer, ou choisissez « signé sur papier ».");
            }
            return None;
        }
        _ => match Strokes::parse(&drawn) {
            Ok(strokes) => Manner::Drawn(strokes),
            Err(_) => {
                form.refuse(
                    "signature",
                    "La signature n’est pas lisible : effacez-la et faites signer de nouveau.",
                );
                return None;
            }
        },
    };
    let read_in = form.value("lu_en").parse().ok();
    Some(Signature { manner, read_in, interpreter: form.ticked("interprete") })
}

/// "2 objets remis, 12 pièces données".
pub fn told(items: usize, pieces: u64) -> String {
    let mut parts = Vec::new();
    if items > 0 {
        parts.push(count(items as u64, "objet remis", "objets remis"));
    }
    if pieces > 0 {
        parts.push(count(pieces, "pièce donnée", "pièces données"));
    }
    parts.join(", ")
}
