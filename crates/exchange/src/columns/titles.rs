//! The titles that systems, suppliers and people write above their columns, folded
//! (`domain.md` §5.2 to §5.5): ONDE, SIECLE, Pronote, Snipe-IT, GLPI, operators.

use crate::reading::{Column, FileKind};

/// What a folded title says in a file of this kind; some say more beside other `titles`.
pub(crate) fn column(kind: FileKind, title: &str, titles: &[String]) -> Option<Column> {
    match kind {
        FileKind::Pupils => pupils(title).or_else(|| pupils_guardian(title)),
        FileKind::Guardians => guardians(title),
        FileKind::Needs => pupils_name(title).or_else(|| needs(title)),
        FileKind::Stock => stock(title, titles),
        FileKind::Schools => schools(title),
        FileKind::Statement => super::statement::column(title, titles),
        FileKind::Teachers => None,
    }
}

/// Who a pupil is.
fn pupils_name(title: &str) -> Option<Column> {
    Some(match title {
        "nom eleve"
        | "nom de famille eleve"
        | "nom de famille"
        | "nom"
        | "nom de l eleve"
        | "nom de l enfant"
        | "nom enfant" => Column::FamilyName,
        "nom d usage eleve" | "nom usage eleve" | "nom d usage" | "nom usage" => Column::UsageName,
        "prenom eleve" | "prenom" | "prenom 1" | "prenom de l eleve" | "prenom de l enfant"
        | "prenom enfant" => Column::FirstName,
        "eleves" | "eleve" | "nom et prenom" | "nom prenom" | "nom complet" | "enfant" => {
            Column::FullName
        }
        "date naissance" | "date de naissance" | "ne e le" | "nee le" | "ne le" | "naissance"
        | "date naiss" => Column::BirthDate,
        "libelle classe"
        | "classe"
        | "libelle de la classe"
        | "div"
        | "division"
        | "classe de rattachement"
        | "code structure" => Column::Class,
        _ => return None,
    })
}

fn pupils(title: &str) -> Option<Column> {
    pupils_name(title).or_else(|| {
        Some(match title {
            "cycle" => Column::Cycle,
            "niveau" => Column::Level,
            "mef" | "code mef" => Column::Mef,
            "sortie" | "date de sortie" | "date sortie" => Column::LeftOn,
            "adresse1" | "adresse 1" | "adresse" => Column::Street,
            "cp1" | "cp 1" | "cp" | "code postal" => Column::PostalCode,
            "commune1" | "commune 1" | "commune" | "ville" => Column::Commune,
            "adresse2" | "adresse 2" => Column::SecondStreet,
            "cp2" | "cp 2" => Column::SecondPostalCode,
            "commune2" | "commune 2" => Column::SecondCommune,
            _ => return None,
        })
    })
}

/// A pupil's legal guardian in the pupil's own row: SIECLE's extraction, and lists typed by hand.
fn pupils_guardian(title: &str) -> Option<Column> {
    let what = title
        .strip_suffix(" autre repr legal")
        .or_else(|| title.strip_suffix(" repr legal"))
        .or_else(|| {
            title
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
                .strip_suffix(" responsable")
        })
        .or_else(|| title.strip_suffix(" parent"))?;
    Some(match what {
        "nom de famille" | "nom" => Column::GuardianName,
        "nom d usage" => Column::GuardianUsageName,
        "prenom" => Column::GuardianFirstName,
        "nom et prenom" => Column::GuardianFullName,
        "courriel" | "mel" | "mail" | "adresse e mail" => Column::Email,
        "telephone portable" | "tel portable" | "portable" | "telephone" | "tel" => Column::Mobile,
        "telephone domicile" | "tel personnel" | "telephone personnel" => Column::HomePhone,
        "telephone travail" | "telephone professionnel" | "tel professionnel" => Column::WorkPhone,
        _ => return None,
    })
}

fn guardians(title: &str) -> Option<Column> {
    // A spreadsheet that will not have the same title twice numbers them.
    let unnumbered = title.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    Some(match unnumbered {
        "civilite responsable" | "civilite" => Column::Civility,
        "nom responsable" | "nom de famille responsable" | "nom du responsable" => {
            Column::GuardianName
        }
        "nom usage responsable" | "nom d usage responsable" => Column::GuardianUsageName,
        "prenom responsable" | "prenom du responsable" => Column::GuardianFirstName,
        "responsable" | "nom et prenom responsable" => Column::GuardianFullName,
        "adresse responsable" | "adresse" => Column::Street,
        "cp responsable" | "cp" | "code postal responsable" | "code postal" => Column::PostalCode,
        "commune responsable" | "commune" | "ville" => Column::Commune,
        "courriel" | "courriel responsable" | "mail" | "adresse e mail" => Column::Email,
        "telephone domicile" => Column::HomePhone,
        "telephone travail" => Column::WorkPhone,
        "telephone portable" | "portable" | "telephone" => Column::Mobile,
        "nom de famille enfant" | "nom enfant" | "nom de l enfant" => Column::ChildName,
        "nom d usage enfant" | "nom usage enfant" => Column::ChildUsageName,
        "prenom enfant" | "prenom de l enfant" => Column::ChildFirstName,
        "classes enfants" | "classe enfant" | "classes enfant" | "classe enfants" => {
            Column::ChildClass
        }
        _ => return None,
    })
}

fn needs(title: &str) -> Option<Column> {
    Some(match title {
        "equipement"
        | "equipement a la maison"
        | "equipement du foyer"
        | "materiel"
        | "materiel a la maison"
        | "appareil"
        | "ordinateur" => Column::Equipment,
        "connexion"
        | "connexion a la maison"
        | "internet"
        | "acces internet"
        | "connexion internet" => Column::Connection,
        "besoin appareil"
        | "besoin d un appareil"
        | "besoin tablette"
        | "besoin d une tablette"
        | "besoin ordinateur"
        | "besoin d un ordinateur"
        | "besoin materiel"
        | "besoin de materiel"
        | "besoin equipement" => Column::NeedsDevice,
        "besoin connexion"
        | "besoin d une connexion"
        | "besoin internet"
        | "besoin cle 4g"
        | "besoin d une cle 4g"
        | "besoin 4g" => Column::NeedsConnection,
        "langue" | "langue de contact" | "langue parlee" => Column::Language,
        "accepte un pret" | "accepte le pret" | "pret accepte" => Column::AcceptsLoan,
        "accepte le reconditionne" | "accepte du reconditionne" | "reconditionne accepte" => {
            Column::AcceptsRefurbished
        }
        "prioritaire" | "priorite" | "signale par l ecole" => Column::Prioritised,
        "repere cartable" => Column::PupilMark,
        _ => return None,
    })
}

fn stock(title: &str, titles: &[String]) -> Option<Column> {
    Some(match title {
        "type" | "nature" | "materiel" | "type de materiel" | "type materiel" | "categorie"
        | "kind" | "category" => Column::Kind,
        "modele" | "model" | "designation" => Column::Model,
        "numero de serie" | "no de serie" | "n de serie" | "n serie" | "no serie" | "num serie"
        | "serie" | "numero serie" | "serial" | "serial number" | "s n" | "sn" => Column::Serial,
        "imei" | "imei1" | "imei 1" | "numero imei" | "n imei" | "no imei" => Column::Imei,
        "iccid"
        | "n sim"
        | "no sim"
        | "numero sim"
        | "numero de sim"
        | "numero de carte sim"
        | "sim"
        | "n de carte sim"
        | "carte sim"
        | "numero iccid"
        | "n iccid"
        | "no iccid" => Column::Iccid,
        "msisdn"
        | "numero de telephone"
        | "n de telephone"
        | "no de telephone"
        | "numero d appel"
        | "numero de ligne"
        | "n tel" => Column::Msisdn,
        // A title that says "number" or "telephone" and no more: the line's number in an operator's
        // list of cards, anything at all in a donor's list.
        "numero" | "telephone" | "tel" | "ligne" if has_card(titles) => Column::Msisdn,
        "asset tag"
        | "numero d inventaire"
        | "n d inventaire"
        | "no d inventaire"
        | "inventaire"
        | "etiquette"
        | "tag" => Column::FormerTag,
        "donateur" | "donor" | "don de" => Column::Donor,
        "acte d acceptation" | "deliberation" | "acceptation" => Column::Acceptance,
        "date de reception" | "recu le" | "reception" | "purchase date" | "date d achat" => {
            Column::ReceivedOn
        }
        "status" | "statut" => Column::Status,
        "checked out to"
        | "checked out to username"
        | "checked out to first name"
        | "checked out to last name"
        | "affecte a" => Column::HeldBy,
        _ => return None,
    })
}

/// The open directory's titles, and those of lists typed by hand.
fn schools(title: &str) -> Option<Column> {
    Some(match title {
        "identifiant de l etablissement" | "uai" | "numero uai" | "code uai" | "n uai" | "rne" => {
            Column::SchoolNumber
        }
        "nom etablissement"
        | "nom de l etablissement"
        | "etablissement"
        | "nom de l ecole"
        | "ecole" => Column::SchoolName,
        "code commune" | "code insee" | "code insee commune" | "code commune insee" => {
            Column::SchoolCommune
        }
        "nom commune" | "commune" | "libelle commune" | "ville" => Column::SchoolTown,
        "type etablissement" | "type d etablissement" => Column::SchoolType,
        _ => return None,
    })
}

fn has_card(titles: &[String]) -> bool {
    titles.iter().any(|title| stock(title, &[]) == Some(Column::Iccid))
}
