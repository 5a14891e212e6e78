//! French words for accounts: a sentence for every weak password and every refusal.

use store::{ResetPasswordRefused, TakeSeatBackRefused};

use crate::password::{LEAST, WeakPassword};

/// Why a password is not accepted.
#[must_use]
pub fn weak(why: WeakPassword) -> String {
    match why {
        WeakPassword::TooShort => {
            return format!(
                "Ce mot de passe est trop court : il faut au moins {LEAST} caractères. Une phrase de quatre mots convient."
            );
        }
        WeakPassword::TooLong => "Ce mot de passe est trop long : 200 caractères au plus.",
        WeakPassword::TooCommon => {
            "Ce mot de passe est trop courant : choisissez-en un que personne ne devine."
        }
        WeakPassword::HoldsLogin => {
            "Ce mot de passe contient votre identifiant : choisissez-en un autre."
        }
    }
    .to_owned()
}

/// Why a seat is not taken back; nothing when there is no such seat here.
#[must_use]
pub const fn take_back(why: TakeSeatBackRefused) -> Option<&'static str> {
    match why {
        TakeSeatBackRefused::UnknownSeat => None,
        TakeSeatBackRefused::LastAdministrator => Some(
            "C’est le siège du dernier administrateur de la cité : plus personne ne pourrait ouvrir de compte. Donnez d’abord ce siège à quelqu’un d’autre.",
        ),
    }
}

/// Why a password is not reset; nothing when there is no such account here.
#[must_use]
pub const fn reset(why: ResetPasswordRefused) -> Option<&'static str> {
    match why {
        ResetPasswordRefused::UnknownAccount => None,
        ResetPasswordRefused::Own => {
            Some("C’est votre compte : changez votre mot de passe à la page « Mot de passe ».")
        }
        ResetPasswordRefused::SitsElsewhere => Some(
            "Cette personne siège aussi dans une cité dont vous n’êtes pas administrateur : un nouveau mot de passe y donnerait accès. Rien n’a changé. Il faut une personne administratrice dans toutes ses cités.",
        ),
    }
}
