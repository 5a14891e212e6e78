//! What a census file's line does, in French.

use std::collections::BTreeMap;

use domain::delivery::ItemNumber;
use domain::identifiers::MsisdnError;
use domain::ids::SchoolId;
use domain::people::census::{Change, Conflict, Field, Note};
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::people::priority::PriorityReason;
use exchange::people::{PhoneLine, RowError, RowWarning};

use super::{French as _, Label as _};

/// Schools by id, to be named in sentences.
pub type SchoolNames = BTreeMap<SchoolId, String>;

/// The word under a number of lines.
#[must_use]
pub const fn plural(number: &usize, one: &'static str, many: &'static str) -> &'static str {
    if *number < 2 { one } else { many }
}

fn school(names: &SchoolNames, id: SchoolId) -> &str {
    names.get(&id).map_or("école inconnue", String::as_str)
}

/// Why a line waits, and what to do.
#[must_use]
pub fn conflict(reason: &Conflict, names: &SchoolNames) -> String {
    match reason {
        Conflict::AtAnotherSchool { school: id } => format!(
            "Cet élève est déjà inscrit dans une autre école ({}). S’il a changé d’école, cochez la ligne : il sera inscrit ici.",
            school(names, *id)
        ),
        Conflict::OtherBirth { school: id, birth_year } => format!(
            "Un élève de même nom, né en {birth_year} à une autre date, est déjà connu ({}). Si ce sont deux enfants différents, cochez la ligne ; sinon, faites corriger la date de naissance.",
            school(names, *id)
        ),
        Conflict::SameAsLine { line } => {
            format!("Le même élève figure déjà à la ligne {line}. Cette ligne est laissée de côté.")
        }
        Conflict::NoKnownChild => "Élève inconnu : aucun enfant de ce responsable n’est dans le registre de cette école. Envoyez d’abord la liste des élèves, puis de nouveau ce fichier.".into(),
        Conflict::AmbiguousChildren => "Plusieurs élèves de cette école portent ce nom et la classe ne permet pas de choisir. Corrigez la classe dans le fichier, puis envoyez-le de nouveau.".into(),
        Conflict::UnknownPupil => "Aucun élève de ce nom n’est dans le registre de cette école. Envoyez d’abord la liste des élèves, puis de nouveau ce fichier.".into(),
        Conflict::AmbiguousPupil => "Plusieurs élèves de cette école portent ce nom, et ni la date de naissance ni la classe ne permettent de choisir. Complétez-les dans le fichier.".into(),
        Conflict::SiblingsDisagree { line } => format!(
            "La ligne {line} dit autre chose du même foyer. Corrigez l’une des deux dans le fichier."
        ),
        Conflict::NeedReserved { kind } => format!(
            "Un objet est déjà réservé à cette famille pour ce besoin ({}). Libérez d’abord la réservation.",
            kind.label()
        ),
        Conflict::OtherNumber { number, tag } => format!(
            "L’objet {tag} est connu avec un autre {}. Vérifiez l’étiquette, puis corrigez le fichier.",
            number_name(*number)
        ),
        Conflict::SeveralItems { tags } if tags.is_empty() => {
            "Les numéros de cette ligne sont ceux de plusieurs objets.".into()
        }
        Conflict::SeveralItems { tags } => format!(
            "Les numéros de cette ligne sont ceux de plusieurs objets : {}. Corrigez le fichier.",
            tags.join(", ")
        ),
        Conflict::OtherKind { tag } => format!(
            "Ce numéro est celui de {tag}, qui est d’un autre type. Vérifiez le type dans le fichier."
        ),
        Conflict::SchoolNameTaken => "Une autre école du registre, ou d’une ligne plus haut, porte déjà ce nom. Ajoutez celle-ci à la main, sous un nom qui la distingue.".into(),
        Conflict::OtherCite => "Cet objet est dans le registre d’une autre cité. Vérifiez le numéro.".into(),
    }
}

/// What a sort of conflict that a person may accept is called.
#[must_use]
pub const fn conflict_sort(conflict: &Conflict) -> &'static str {
    match conflict {
        Conflict::AtAnotherSchool { .. } => "Changements d’école",
        Conflict::OtherBirth { .. } => "Autres enfants de même nom",
        _ => "Autres",
    }
}

const fn number_name(number: ItemNumber) -> &'static str {
    match number {
        ItemNumber::Serial => "numéro de série",
        ItemNumber::Imei => "IMEI",
        ItemNumber::Iccid => "numéro de carte SIM",
    }
}

/// The words for a value that is kept as a code.
fn coded(field: Field, code: &str) -> Option<&'static str> {
    match field {
        Field::Equipment => code.parse::<Equipment>().ok().map(|it| it.label()),
        Field::Connection => code.parse::<Connection>().ok().map(|it| it.label()),
        Field::Language => code.parse::<ContactLanguage>().ok().map(|it| it.label()),
        Field::Priority => code.parse::<PriorityReason>().ok().map(|it| it.label()),
        Field::AcceptsLoan | Field::AcceptsRefurbished => match code {
            "yes" => Some("oui"),
            "no" => Some("non"),
            _ => None,
        },
        _ => None,
    }
}

/// What changes.
#[must_use]
pub fn change(change: &Change, names: &SchoolNames) -> String {
    match change {
        Change::Field { field: Field::School, from, to } => {
            let named =
                |id: &str| id.parse().map_or("?".to_owned(), |id| school(names, id).to_owned());
            format!("école : {} → {}", named(from), named(to))
        }
        Change::Field { field, from, to } if coded(*field, to).is_some() => {
            let word = |code: &str| coded(*field, code).unwrap_or("–");
            format!("{} : {} → {}", field.label(), word(from), word(to))
        }
        Change::Field { field, from, to } if from.is_empty() => format!("{} : {to}", field.label()),
        Change::Field { field, from, to } => format!("{} : {from} → {to}", field.label()),
        Change::GuardianAdded => "rattaché à un enfant de plus".into(),
        Change::HouseholdsUnited => "fratrie réunie en une seule famille".into(),
    }
}

/// What to know.
#[must_use]
pub fn note(note: &Note) -> String {
    match note {
        Note::UnknownChild { child } => format!(
            "{child} n’est pas dans le registre de cette école : cet enfant sera rattaché quand la liste des élèves le contiendra."
        ),
        Note::AmbiguousChild { child } => {
            format!("Plusieurs élèves s’appellent {child} : cet enfant n’est pas rattaché.")
        }
        Note::SeparateHomes => "Parents à deux adresses : l’enfant reste dans la famille de l’autre parent. L’adresse de l’un ne sera pas montrée à l’autre.".into(),
        Note::LooksLikeOneHome { .. } => "Deux familles du registre semblent n’en faire qu’une, mais chacune a déjà ses besoins ou ses prêts : elles restent séparées.".into(),
    }
}

/// Why a line cannot be read.
#[must_use]
pub fn row_error(error: &RowError) -> String {
    match error {
        RowError::MissingName => "Le nom est vide. Complétez-le dans le fichier.".into(),
        RowError::MissingFirstName => "Le prénom est vide. Complétez-le dans le fichier.".into(),
        RowError::MissingBirth => "La date de naissance est vide. Elle sert à distinguer jumeaux et homonymes : complétez-la dans le fichier.".into(),
        RowError::UnreadableBirth { text } => format!(
            "« {text} » n’est pas une date de naissance. Écrivez jour/mois/année, par exemple 12/05/2016."
        ),
        RowError::BirthOutOfRange { birth } => format!(
            "Le {} ne peut pas être la date de naissance d’un élève. Vérifiez l’année.",
            birth.french()
        ),
        RowError::MissingLevel => "Ni le niveau, ni la classe, ni le cycle ne sont remplis. Complétez l’un des trois.".into(),
        RowError::UnknownLevel { text } => format!(
            "« {text} » n’est pas un niveau connu. Écrivez par exemple CE1, 6e ou Tle."
        ),
        RowError::NoChild => "Aucun enfant n’est indiqué pour ce responsable.".into(),
        RowError::Left { on } => format!(
            "Cet élève a quitté l’école le {} : la ligne est laissée de côté.",
            on.french()
        ),
        RowError::UnknownAnswer { text } => format!(
            "« {text} » n’est pas une réponse connue. Écrivez par exemple aucun, smartphone seul, partagé ou suffisant ; aucune, limitée ou bonne ; oui ou non."
        ),
        RowError::NoAnswer => "Ni l’équipement ni la connexion ne sont remplis. Complétez l’un des deux.".into(),
        RowError::TooManyCells { expected, found } => format!(
            "La ligne a {found} cases pour {expected} titres : un point-virgule dans un texte a décalé les colonnes. Retirez-le, puis envoyez le fichier de nouveau."
        ),
    }
}

/// What was repaired or left out of a line that is taken in.
#[must_use]
pub fn row_warning(warning: &RowWarning) -> String {
    match warning {
        RowWarning::PhoneRepaired { phone, number } => {
            format!("{} : le zéro du début manquait, lu {}.", phone_name(*phone), number.national())
        }
        RowWarning::PhoneLeftOut { phone, reason } => {
            format!("{} laissé de côté : {}.", phone_name(*phone), phone_error(reason))
        }
        RowWarning::EmailLeftOut => "Courriel laissé de côté : ce n’est pas une adresse.".into(),
        RowWarning::PostalCodeRepaired { postal_code } => {
            format!("Code postal : le zéro du début manquait, lu {postal_code}.")
        }
        RowWarning::ChildLeftOut { position } => {
            format!("Enfant n° {position} laissé de côté : son nom ou son prénom est vide.")
        }
        RowWarning::LevelFromClass => "Niveau lu dans le nom de la classe.".into(),
        RowWarning::NameParted { family_name, first_name } => format!(
            "Nom et prénom dans une seule case, sans majuscules pour les distinguer : lu nom {family_name}, prénom {first_name}. Vérifiez."
        ),
        RowWarning::GuardianLeftOut { position } => {
            format!("Responsable n° {position} laissé de côté : son nom ou son prénom est vide.")
        }
        RowWarning::LanguageLeftOut { text } => {
            format!("Langue « {text} » laissée de côté : ce n’est pas une des langues proposées.")
        }
        RowWarning::LevelFromCycle => "Niveau inconnu : seul le cycle a pu être lu.".into(),
    }
}

const fn phone_name(phone: PhoneLine) -> &'static str {
    match phone {
        PhoneLine::Home => "Téléphone du domicile",
        PhoneLine::Work => "Téléphone du travail",
        PhoneLine::Mobile => "Téléphone portable",
    }
}

/// Why a text is no telephone number.
#[must_use]
pub fn phone_error(error: &MsisdnError) -> String {
    match error {
        MsisdnError::Empty => "il est vide".into(),
        MsisdnError::ScientificNotation => {
            "le tableur l’a arrondi et ses chiffres sont perdus".into()
        }
        MsisdnError::NotDigits => "il ne contient pas que des chiffres".into(),
        MsisdnError::LeadingZeroLost { proposed } => {
            format!("il manque le zéro du début, écrivez {}", proposed.national())
        }
        MsisdnError::Length { found } => format!("il a {found} chiffres au lieu de 10"),
        MsisdnError::Service => "c’est un numéro de service, pas celui d’une personne".into(),
    }
}
