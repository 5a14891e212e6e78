//! From the form to a decision.

use domain::disposal::{Disposal, DisposalFault, Handing, LONGEST_NUMBER, LONGEST_RECIPIENT};
use domain::ids::{DisposalId, ItemId};
use domain::wipe::{LONGEST_CERTIFICATE, Wipe, WipeMethod, WipeResult};

use crate::form::{Choice, Form};
use crate::wording::disposals::fault;

/// How devices that still hold data were dealt with.
pub(super) fn wipes() -> Vec<Choice> {
    vec![
        Choice::new("factory_reset", "Effacés maintenant par leurs réglages (remise à zéro)"),
        Choice::new("certified_erasure", "Effacés maintenant par un outil qui certifie"),
        Choice::new("impossible", "Impossible à effacer : ils seront détruits, sur certificat"),
    ]
}

/// What the form says; nothing when something of it cannot be read.
pub(super) fn disposal(form: &mut Form, id: DisposalId) -> Option<Disposal> {
    let items: Option<Vec<ItemId>> = form.choices("objet", "Objets");
    if items.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("objet", fault(DisposalFault::HowMany));
    }
    let act_number = form.text("acte", "Numéro de l’acte", LONGEST_NUMBER);
    let act_on = form.date("acte_du", "Date de l’acte");
    let reason = form.choice("motif", "Motif");
    let destination = form.choice("destination", "Destination");
    let recipient = form.optional_text("destinataire", "Destinataire", LONGEST_RECIPIENT);
    let slip = form.optional_text("bordereau", "Numéro du bordereau", LONGEST_NUMBER);
    let destruction =
        form.optional_text("destruction", "Certificat de destruction", LONGEST_NUMBER);
    let first_year = year(form);
    let wipe = wipe(form);
    let handing = Handing {
        destination: destination?,
        recipient: recipient?,
        slip: slip?,
        destruction: destruction?,
        value_checked: form.ticked("valeur"),
        unlocked: form.ticked("verrou"),
    };
    Some(Disposal {
        id,
        act_number: act_number?,
        act_on: act_on?,
        reason: reason?,
        handing,
        items: items?,
        first_year: first_year?,
        wipe: wipe?,
    })
}

fn year(form: &mut Form) -> Option<Option<i16>> {
    if form.value("annee").trim().is_empty() {
        return Some(None);
    }
    let year = form.count("annee", "Année de première mise en service", 1990..=2200)?;
    i16::try_from(year).ok().map(Some)
}

/// The wipe told with the act; its certificate's number begins that of each device.
fn wipe(form: &mut Form) -> Option<Option<Wipe>> {
    let told = form.value("effacement").to_owned();
    if told.is_empty() {
        return Some(None);
    }
    if told == "impossible" {
        let (method, result) = (WipeMethod::FactoryReset, WipeResult::Failed);
        return Some(Some(Wipe { method, result, certificate: None }));
    }
    let method: Option<WipeMethod> = form.choice("effacement", "Données");
    let certificate =
        form.optional_text("certificat", "Numéro de certificat", LONGEST_CERTIFICATE - 20);
    let (method, certificate) = (method?, certificate?);
    Some(Some(Wipe { method, result: WipeResult::Done, certificate }))
}
