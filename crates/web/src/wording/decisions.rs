//! Why a round, a plan or a family's needs were not changed, for pages and programs alike.

use store::{
    AdoptRefused, BeginSolveRefused, KeepPlanRefused, OpenRoundRefused, PinRefused,
    RecordNeedsRefused,
};

use super::rounds::Names;
use super::{Label as _, count};
use crate::solving::Fault;

/// Why a round was not opened.
#[must_use]
pub const fn open_round_refused(why: OpenRoundRefused) -> &'static str {
    match why {
        OpenRoundRefused::NoPolicy => {
            "Publiez d’abord un barème : sans lui, rien ne dit qui passe avant qui."
        }
        OpenRoundRefused::AnotherOpen(_) => {
            "Un tour est déjà ouvert : menez-le à son terme ou abandonnez-le avant d’en ouvrir un autre."
        }
        OpenRoundRefused::NameTaken => "Un tour porte déjà ce nom : choisissez-en un autre.",
        OpenRoundRefused::NoNeed => {
            "Aucun besoin n’est en attente : notez d’abord les besoins des familles."
        }
    }
}

/// Why a plan was not kept.
#[must_use]
pub const fn keep_plan_refused(why: KeepPlanRefused) -> &'static str {
    match why {
        KeepPlanRefused::UnknownRound => "Ce tour n’existe pas dans cette cité.",
        KeepPlanRefused::RoundClosed => {
            "Ce tour est clos : ouvrez-en un autre pour proposer un nouveau plan."
        }
        KeepPlanRefused::BrokenDecisions => {
            "Des décisions prises à la main ne peuvent plus être tenues : retirez-les, ou prenez-en d’autres, puis proposez à nouveau."
        }
    }
}

/// Why no search was begun.
#[must_use]
pub const fn begin_solve_refused(why: BeginSolveRefused) -> &'static str {
    match why {
        BeginSolveRefused::UnknownRound => "Ce tour n’existe pas dans cette cité.",
        BeginSolveRefused::RoundClosed => {
            "Ce tour est clos : ouvrez-en un autre pour proposer un nouveau plan."
        }
        BeginSolveRefused::AnotherRuns(_) => {
            "Une recherche est déjà en cours pour ce tour : attendez sa fin, ou arrêtez-la."
        }
    }
}

/// Why a search ended without a plan; the families are named to who may know.
#[must_use]
pub fn search_fault(fault: &Fault, families: &[String], names: &Names) -> String {
    match fault {
        Fault::Decisions(_) if families.is_empty() => {
            "Des décisions prises à la main ne peuvent pas être tenues toutes ensemble. Retirez-en une.".to_owned()
        }
        Fault::Decisions(_) => format!(
            "Les décisions prises à la main pour {} ne peuvent pas être tenues toutes ensemble. Retirez-en une.",
            families.join(" et ")
        ),
        Fault::Quota { of, least, possible } => format!(
            "Le minimum par école ne peut pas être tenu : pour « {} », {least} demandés, {possible} au plus \
             avec ce matériel, cet argent et les minimums des autres écoles. Baissez-le dans le barème, puis ouvrez un autre tour.",
            names.school(of)
        ),
        Fault::Moved => {
            "Le tour a été clos, ou une décision prise à la main a changé pendant la recherche. Rien n’a été gardé.".to_owned()
        }
        Fault::Broken => {
            "La recherche s’est interrompue avant la fin. Rien n’est perdu : recommencez-la.".to_owned()
        }
    }
}

/// Why nothing was decided by hand.
#[must_use]
pub const fn pin_refused(why: &PinRefused) -> &'static str {
    match why {
        PinRefused::UnknownRound => "Ce tour n’existe pas dans cette cité.",
        PinRefused::RoundClosed => "Ce tour est clos : on n’y décide plus rien à la main.",
        PinRefused::UnknownNeed => "Ce besoin n’attend pas dans ce tour.",
        PinRefused::Impossible => {
            "Ce choix est impossible : il n’en reste pas assez, ou des décisions prises avant ont tout pris."
        }
        PinRefused::NotPinned => {
            "Rien n’est décidé à la main pour ce besoin : il n’y a rien à retirer."
        }
    }
}

/// Why a plan was not adopted.
#[must_use]
pub fn adopt_refused(why: &AdoptRefused) -> String {
    match why {
            AdoptRefused::AlreadyAdopted => {
                "Ce plan est déjà adopté : ses réservations sont faites.".to_owned()
            }
            AdoptRefused::RoundClosed(_) => {
                "Le tour de ce plan est clos : un autre plan a été adopté, ou le tour a été abandonné."
                    .to_owned()
            }
            AdoptRefused::AuditFailed(found) => format!(
                "Le contrôle indépendant refuse ce plan ({}). Rien n’a été réservé. Proposez un nouveau plan et signalez-le à votre administrateur.",
                count(found.len() as u64, "anomalie", "anomalies")
            ),
            AdoptRefused::Unknown => "Ce plan n’est pas connu de votre cité.".to_owned(),
        AdoptRefused::Short { line, needed, available } => format!(
            "La ligne « {line} » n’a plus assez pour ce plan : il y achète pour {needed}, {available} restent disponibles. Rien n’a été réservé, la troïka n’est pas saisie. Proposez un nouveau plan, ou revoyez l’argent du tour."
        ),
        AdoptRefused::StalePlan(_) => "Des besoins ou du matériel ont changé depuis que ce plan a été proposé. Rien n’a été réservé : proposez un nouveau plan.".to_owned(),
    }
}

/// Why what a family has was not recorded.
#[must_use]
pub fn record_needs_refused(why: RecordNeedsRefused) -> String {
    match why {
        RecordNeedsRefused::Reserved(kind) => format!(
            "Du matériel est réservé pour le besoin « {} » de cette famille : remettez-le ou libérez la réservation avant de retirer ce besoin. Rien n’a été changé.",
            kind.label()
        ),
        RecordNeedsRefused::Unknown => "Cette famille n’est pas connue de votre cité.".to_owned(),
    }
}
