//! Why a text is no number of its kind, in French: one function an identifier.
//!
//! Each sentence begins in lower case, to stand after the name of a field or of a line, and says what
//! to do.

mod devices;

use domain::identifiers::{
    CiteCodeError, CommuneCodeError, IneError, Isbn13Error, MefError, PostalCodeError,
    QpvCodeError, RnaError, SirenError, SiretError, UaiError, UaiWarning,
};

pub use devices::{eid, iccid, iccid_warning, imei, imei_warning, msisdn, serial_number};

const ROUNDED: &str = "un tableur a arrondi ce numéro (comme 8,93E+18) et les derniers chiffres sont perdus : mettez la colonne au format Texte et refaites l’export.";
const OTHER_SIGNS: &str = "il contient autre chose que des chiffres : relisez-le.";
const WRONG_DIGIT: &str =
    "un de ses chiffres est faux (le chiffre de contrôle ne convient pas) : relisez-le.";
const ZEROS: &str = "un numéro fait de zéros n’en est pas un : laissez la case vide.";
const EMPTY: &str = "la case est vide : écrivez le numéro.";

fn digits(found: usize, wanted: &str) -> String {
    format!("{found} chiffres au lieu de {wanted} : relisez-le.")
}

fn zero_lost(proposed: &impl std::fmt::Display) -> String {
    format!("il manque le zéro du début : écrivez {proposed}.")
}

/// The number of a school.
#[must_use]
pub fn uai(error: &UaiError) -> String {
    match error {
        UaiError::Empty => EMPTY.into(),
        UaiError::Format => "sept chiffres et une lettre, par exemple 0310001H.".into(),
        UaiError::LeadingZeroLost { proposed } => zero_lost(proposed),
        UaiError::Departement => {
            "les trois premiers chiffres ne sont pas un département. Vérifiez le numéro.".into()
        }
    }
}

/// What to know of a school's number that was taken in.
#[must_use]
pub fn uai_warning(warning: &UaiWarning) -> String {
    match warning {
        UaiWarning::KeyLetter { proposed } => format!(
            "la dernière lettre du numéro UAI ne va pas avec ses chiffres, qui donnent {proposed} : vérifiez-le auprès de l’école."
        ),
    }
}

/// The number of a company, an association or a public body.
#[must_use]
pub fn siren(error: &SirenError) -> String {
    match error {
        SirenError::Empty => EMPTY.into(),
        SirenError::ScientificNotation => ROUNDED.into(),
        SirenError::NotDigits => OTHER_SIGNS.into(),
        SirenError::LeadingZeroLost { proposed } => zero_lost(proposed),
        SirenError::IsSiret { siren } => {
            format!("c’est un SIRET : le SIREN en est le début, {siren}.")
        }
        SirenError::Length { found } => digits(*found, "9"),
        SirenError::CheckDigit => WRONG_DIGIT.into(),
        SirenError::Placeholder => ZEROS.into(),
    }
}

/// The number of an establishment.
#[must_use]
pub fn siret(error: &SiretError) -> String {
    match error {
        SiretError::Empty => EMPTY.into(),
        SiretError::ScientificNotation => ROUNDED.into(),
        SiretError::NotDigits => OTHER_SIGNS.into(),
        SiretError::LeadingZeroLost { proposed } => zero_lost(proposed),
        SiretError::IsSiren => {
            "c’est un SIREN : il manque les cinq chiffres de l’établissement.".into()
        }
        SiretError::Length { found } => digits(*found, "14"),
        SiretError::CheckDigit => WRONG_DIGIT.into(),
        SiretError::Placeholder => ZEROS.into(),
    }
}

/// A pupil's national number.
#[must_use]
pub fn ine(error: &IneError) -> String {
    match error {
        IneError::Empty => EMPTY.into(),
        IneError::Length { found } => format!("{found} caractères au lieu de 11 : relisez-le."),
        IneError::Pattern => {
            "un INE a neuf chiffres et deux lettres, ou dix chiffres et une lettre : relisez-le."
                .into()
        }
    }
}

/// INSEE's code of a commune.
#[must_use]
pub fn commune_code(error: &CommuneCodeError) -> String {
    match error {
        CommuneCodeError::Empty => "la case est vide : écrivez le code de la commune.".into(),
        CommuneCodeError::ScientificNotation => ROUNDED.into(),
        CommuneCodeError::Format => {
            "le code INSEE d’une commune a cinq chiffres, comme 31555, ou commence par 2A ou 2B en Corse.".into()
        }
        CommuneCodeError::LeadingZeroLost { proposed } => zero_lost(proposed),
        CommuneCodeError::PostalCode => {
            "c’est un code postal : il faut le code INSEE de la commune, comme 31555 pour Toulouse.".into()
        }
        CommuneCodeError::Departement => {
            "les premiers chiffres ne sont pas un département : relisez le code.".into()
        }
    }
}

/// A postal code.
#[must_use]
pub fn postal_code(error: &PostalCodeError) -> String {
    match error {
        PostalCodeError::Empty => "la case est vide : écrivez le code postal.".into(),
        PostalCodeError::ScientificNotation => ROUNDED.into(),
        PostalCodeError::NotDigits => "un code postal français n’a que des chiffres.".into(),
        PostalCodeError::LeadingZeroLost { proposed } => zero_lost(proposed),
        PostalCodeError::Length { found } => digits(*found, "5"),
        PostalCodeError::Departement => {
            "les premiers chiffres ne sont pas un département : relisez le code.".into()
        }
    }
}

/// The code of a priority neighbourhood.
#[must_use]
pub fn qpv_code(error: &QpvCodeError) -> String {
    match error {
        QpvCodeError::Empty => "la case est vide : écrivez le code du quartier.".into(),
        QpvCodeError::Format => {
            "le code d’un quartier prioritaire s’écrit comme QN03112M (liste de 2024) ou QP031012 (liste de 2015).".into()
        }
        QpvCodeError::LeadingZeroLost { proposed } => {
            format!("il manque le zéro devant le département : écrivez {proposed}.")
        }
        QpvCodeError::Departement => {
            "les trois caractères après QP ou QN ne sont pas un département : relisez le code.".into()
        }
    }
}

/// The national code of a cité éducative.
#[must_use]
pub fn cite_code(error: &CiteCodeError) -> String {
    match error {
        CiteCodeError::Empty => "la case est vide : écrivez le code de la cité.".into(),
        CiteCodeError::Format => "le code d’une cité éducative s’écrit comme cite-001.".into(),
        CiteCodeError::LeadingZeroLost { proposed } => {
            format!("il manque des zéros : écrivez {proposed}.")
        }
    }
}

/// What a pupil follows.
#[must_use]
pub fn mef(error: &MefError) -> String {
    match error {
        MefError::Empty => "la case est vide : écrivez le code MEF.".into(),
        MefError::ScientificNotation => ROUNDED.into(),
        MefError::NotDigits => OTHER_SIGNS.into(),
        MefError::Length { found } => digits(*found, "10 ou 11"),
    }
}

/// The number of a book.
#[must_use]
pub fn isbn13(error: &Isbn13Error) -> String {
    match error {
        Isbn13Error::Empty => EMPTY.into(),
        Isbn13Error::ScientificNotation => ROUNDED.into(),
        Isbn13Error::NotDigits => OTHER_SIGNS.into(),
        Isbn13Error::OfTen { proposed } => {
            format!("c’est un ISBN à dix chiffres : écrivez {proposed}.")
        }
        Isbn13Error::Length { found } => digits(*found, "13"),
        Isbn13Error::Prefix => {
            "un ISBN commence par 978 ou 979 : ce code-barres n’est pas celui d’un livre.".into()
        }
        Isbn13Error::CheckDigit => WRONG_DIGIT.into(),
    }
}

/// The number of an association.
#[must_use]
pub fn rna(error: &RnaError) -> String {
    match error {
        RnaError::Empty => EMPTY.into(),
        RnaError::Format => "un numéro RNA s’écrit W et neuf chiffres : relisez-le.".into(),
        RnaError::MissingLetter => {
            "neuf chiffres sans W devant : est-ce le SIREN ? Un numéro RNA commence par W.".into()
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::identifiers::{
        CiteCode, CommuneCode, Eid, Iccid, Imei, Ine, Isbn13, Mef, Msisdn, PostalCode, QpvCode,
        Rna, SerialNumber, Siren, Siret, Uai,
    };

    use super::*;

    /// What people write that is no identifier of one kind or another.
    const WRONG: [&str; 22] = [
        "",
        "8,93E+18",
        "abc",
        "é",
        "n/a",
        "1001",
        "31000",
        "96001",
        "99100",
        "2131055540001",
        "213105554",
        "21310555400018",
        "00000000000000",
        "13977000323877",
        "893301234567890000",
        "89330123456789012",
        "3760123456789",
        "2-07-061275-9",
        "QP93028",
        "QX093028",
        "cite-1",
        "750655E",
    ];

    #[test]
    fn every_reason_is_a_whole_sentence_in_french_typography() {
        let mut told = 0;
        for text in WRONG {
            let sentences = [
                CiteCode::parse(text).err().map(|why| cite_code(&why)),
                CommuneCode::parse(text).err().map(|why| commune_code(&why)),
                Eid::parse(text).err().map(|why| eid(&why)),
                Iccid::parse(text).err().map(|why| iccid(&why)),
                Imei::parse(text).err().map(|why| imei(&why)),
                Ine::parse(text).err().map(|why| ine(&why)),
                Isbn13::parse(text).err().map(|why| isbn13(&why)),
                Mef::parse(text).err().map(|why| mef(&why)),
                Msisdn::parse(text).err().map(|why| msisdn(&why)),
                PostalCode::parse(text).err().map(|why| postal_code(&why)),
                QpvCode::parse(text).err().map(|why| qpv_code(&why)),
                Rna::parse(text).err().map(|why| rna(&why)),
                SerialNumber::parse(text).err().map(|why| serial_number(&why)),
                Siren::parse(text).err().map(|why| siren(&why)),
                Siret::parse(text).err().map(|why| siret(&why)),
                Uai::parse(text).err().map(|why| uai(&why)),
            ];
            for sentence in sentences.into_iter().flatten() {
                assert!(sentence.ends_with('.') && !sentence.contains(".."), "{sentence}");
                for parted in [" :", " ;", " ?", " !", "« ", " »"] {
                    assert!(!sentence.contains(parted), "{sentence}");
                }
                told += 1;
            }
        }
        assert!(told > 300, "{told} sentences");
    }
}
