//! What is wrong in the files, in French: where, what stands there, what was expected.

use std::io::ErrorKind;
use std::path::Path;

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

/// An option that exists in the documentation only.
pub(super) fn not_yet(option: &str) -> String {
    format!(
        "L’option {option} n’est pas encore prise en charge : cette version partage sans décisions imposées. Relancez la commande sans cette option."
    )
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
        Wanted::Toml => "le fichier n’est pas du TOML valide (la valeur dit ce qui gêne l’analyse)".to_owned(),
        Wanted::KnownKey(keys) => format!("clé inconnue ; clés possibles : {}", keys.join(", ")),
        Wanted::NoFairnessYet => {
            "seule l’équité \"none\" est prise en charge pour le moment".to_owned()
        }
    }
}
