//! What is wrong in the files, in French: where, what stands there, what was expected.

use std::io::ErrorKind;
use std::path::Path;

use allocation::Infeasible;
use domain::allocation::FailedRule;
use exchange::allocation::{BadCell, Wanted};

/// A file that cannot be opened.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let why = match error.kind() {
        ErrorKind::NotFound => "ce fichier est introuvable".to_owned(),
        ErrorKind::PermissionDenied => {
            "ce programme n’a pas le droit de lire ce fichier".to_owned()
        }
        _ => format!("ce fichier ne peut pas être lu ({error})"),
    };
    format!("{} : {why}.", path.display())
}

/// Why there is no plan.
pub(super) fn infeasible(why: &Infeasible) -> String {
    match why {
        Infeasible::Pins { needs } => format!(
            "Les décisions prises à la main ne peuvent pas être toutes tenues : il n’y a pas de quoi servir {} en même temps que les autres.",
            needs.join(", ")
        ),
        Infeasible::Quota { at, possible } => format!(
            "Le quota n° {} ne peut pas être atteint : {possible} au plus, avec les décisions et les quotas qui le précèdent.",
            at + 1
        ),
    }
}

/// One fault: file, line, column, value, and what was expected.
pub(super) fn sentence(path: &Path, fault: &BadCell) -> String {
    let mut text = format!("{}, ligne {}", path.display(), fault.line);
    if !fault.column.is_empty() {
        text += &format!(", colonne « {} »", fault.column);
    }
    if !fault.value.is_empty() {
        text += &format!(", valeur « {} »", fault.value);
    }
    format!("{text} : {}.", wanted(&fault.wanted))
}

fn broken(rule: &FailedRule) -> String {
    match rule {
        FailedRule::Kind => "ce besoin ne demande pas ce type de matériel".to_owned(),
        FailedRule::Commune => "réservé à d’autres communes".to_owned(),
        FailedRule::Level => "réservé à d’autres niveaux scolaires".to_owned(),
        FailedRule::Requires { flag } => format!("réservé à ceux qui ont « {flag} »"),
        FailedRule::Refuses { flag } => format!("non destiné à ceux qui ont « {flag} »"),
        FailedRule::LoanNotAccepted => "prêté, et la famille n’accepte pas le prêt".to_owned(),
        FailedRule::RefurbishedNotAccepted => {
            "reconditionné, et la famille ne l’accepte pas".to_owned()
        }
        FailedRule::Category => "cette ligne ne paie pas cette catégorie".to_owned(),
    }
}

fn wanted(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Utf8 => "le texte doit être encodé en UTF-8 (octet illisible)".to_owned(),
        Wanted::Header => "le fichier est vide, il faut au moins la ligne d’en-tête".to_owned(),
        Wanted::Column => "cette colonne doit figurer une fois, et une seule, dans l’en-tête".to_owned(),
        Wanted::Cells { header } => {
            format!("la ligne doit compter {header} cellules, comme l’en-tête (la valeur est le nombre trouvé)")
        }
        Wanted::ClosedQuote => {
            "un guillemet est ouvert dans cette ligne et jamais fermé, il avale les lignes suivantes ; la suite du fichier n’a pas été lue".to_owned()
        }
        Wanted::NotEmpty => "une valeur est attendue, il manque quelque chose".to_owned(),
        Wanted::PlainText => {
            "un texte sans séparateur (| > + , ;), sans retour à la ligne ni espace aux extrémités est attendu".to_owned()
        }
        Wanted::Unique { first_line } => {
            format!("un identifiant unique est attendu, celui-ci est déjà à la ligne {first_line}")
        }
        Wanted::Between { least, most } => format!("un nombre entier de {least} à {most} est attendu"),
        Wanted::OneOf(words) => format!("attendu : {}", words.join(", ")),
        Wanted::DistinctAlternatives => "chaque souhait ne peut être cité qu’une fois".to_owned(),
        Wanted::Bundle => {
            "un ensemble compte trois pièces au plus (avec « + »), et jamais deux fois le même type".to_owned()
        }
        Wanted::Amount => {
            "un montant en euros est attendu, comme 1234.56 ou 1234,56 : sans signe, dix chiffres au plus avant la virgule".to_owned()
        }
        Wanted::CountableSum => {
            "avec cette ligne, la somme des montants disponibles dépasse ce que le programme sait compter".to_owned()
        }
        Wanted::Known { file } => format!("un identifiant présent dans {file} est attendu"),
        Wanted::OneLine => "un texte sur une seule ligne est attendu".to_owned(),
        Wanted::Allowed { rule } => {
            format!("cette décision contredit une règle du lot ou du fonds : {}", broken(rule))
        }
        Wanted::RoomBeside { other_line } => format!(
            "cette décision et celle de la ligne {other_line} se contredisent : ensemble, elles demandent plus qu’il n’y a"
        ),
        Wanted::Enough => "il n’y a pas de quoi tenir cette décision".to_owned(),
        Wanted::Toml => "le fichier n’est pas du TOML valide (la valeur dit ce qui gêne l’analyse)".to_owned(),
        Wanted::KnownKey(keys) => format!("clé inconnue ; clés possibles : {}", keys.join(", ")),
        Wanted::RuleCount => "l’équité \"leximin\" demande rule = \"count\"".to_owned(),
        Wanted::Fairness => {
            "cette clé demande fairness = \"quota\" ou \"leximin\"".to_owned()
        }
    }
}
