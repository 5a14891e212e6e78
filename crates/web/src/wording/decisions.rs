//! Why a round, a plan or a family's needs were not changed, for pages and programs alike.

use store::{AdoptRefused, KeepPlanRefused, OpenRoundRefused, RecordNeedsRefused};

use super::{Label as _, count};

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
            "Des décisions prises à la main ne peuvent plus être tenues : retirez-les, ou prenez-en d’autres, puis proposez à nouveau."
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
