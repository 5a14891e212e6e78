//! A French sentence for each finding: states and sums by the words that people read elsewhere.

use domain::Euros;
use domain::fund::{AgreementState, CommitmentState};
use domain::parcel::ParcelState;
use domain::people::equipment::NeedState;
use domain::stock::ItemState;
use store::{Finding, ReservationState, RoundState};
use web::wording::Label;

/// What is wrong, where.
pub fn sentence(finding: &Finding) -> String {
    match finding {
        Finding::JournalGap { seq } => format!("Journal : la ligne {seq} manque."),
        Finding::JournalAltered { seq } => format!("Journal : la ligne {seq} a été modifiée."),
        Finding::JournalHead { head, last } => {
            format!("Journal : la tête annonce la ligne {head}, la dernière est la {last}.")
        }
        Finding::SubmissionLine { form, seq } => {
            format!("Formulaire {form} : il renvoie à la ligne {seq} du journal, qui n’existe pas.")
        }
        Finding::OtherCite { table, id, other } => format!(
            "{} {id} : cette fiche renvoie, parmi les {}, à une fiche d’une autre cité.",
            capital(rows(table)),
            rows(other)
        ),
        Finding::HalfForgotten { household } => format!(
            "Famille {household} : elle est sur la liste des familles effacées sans l’être, ou effacée sans y \
             être."
        ),
        Finding::Unreadable { part, problem } => format!(
            "{} : une fiche ne se lit pas, cette partie n’est pas vérifiée en entier. \
             Détail technique : {problem}",
            capital(parts(part))
        ),
        other => of_things(other),
    }
}

/// About equipment and papers; families and plans last.
fn of_things(finding: &Finding) -> String {
    match finding {
        Finding::ItemMoves { tag, state } => format!(
            "Matériel {tag} : ses mouvements ne mènent pas à son état « {} ».",
            label::<ItemState>(state)
        ),
        Finding::MoveLine { tag, seq } => format!(
            "Matériel {tag} : un mouvement renvoie à la ligne {seq} du journal, qui n’existe pas."
        ),
        Finding::FreedUnwiped { tag, seq } => {
            format!("Matériel {tag} : remis en rayon sans effacement, à la ligne {seq} du journal.")
        }
        Finding::DisposedButHeld { tag, state } => {
            format!("Matériel {tag} : réformé, et pourtant « {} ».", label::<ItemState>(state))
        }
        Finding::LeftWithoutDisposal { tag, seq } => format!(
            "Matériel {tag} : sorti du registre à la ligne {seq} du journal par une réforme qui ne le nomme pas."
        ),
        Finding::LeftUnwiped { tag, seq } => {
            format!("Matériel {tag} : réformé à la ligne {seq} du journal sans être effacé.")
        }
        Finding::GivenButHeld { tag, state } => format!(
            "Matériel {tag} : donné à une famille, et pourtant « {} ».",
            label::<ItemState>(state)
        ),
        Finding::SupplyCount { lot, on_hand, moved } => {
            format!(
                "Fournitures, lot {lot} : {on_hand} au registre, ses mouvements donnent {moved}."
            )
        }
        Finding::BatchFile { batch, size, held } => format!(
            "Impression {batch} : son PDF compte {size} octets, ce qui en est gardé {held}."
        ),
        Finding::SimLife { tag } => {
            format!("Carte SIM {tag} : ce que dit sa fiche n’est pas ce qui lui est arrivé.")
        }
        Finding::SimOrder { order, kept, derived } => format!(
            "Commande {order} : {} engagés, ses cartes SIM disent {}.",
            Euros::from_cents(*kept),
            Euros::from_cents(*derived)
        ),
        other => of_hands(other),
    }
}

/// About who has what, or waits for it; plans last.
fn of_hands(finding: &Finding) -> String {
    match finding {
        Finding::ItemLoan { tag, state, open } => format!(
            "Matériel {tag} : état « {} » mais {open} prêt(s) en cours.",
            label::<ItemState>(state)
        ),
        Finding::LoanListed { loan, listed: true } => format!(
            "Prêt {loan} : il figure parmi les prêts en cours alors que tout en est revenu."
        ),
        Finding::LoanListed { loan, listed: false } => format!(
            "Prêt {loan} : il ne figure pas parmi les prêts en cours alors que tout n’en est pas revenu."
        ),
        Finding::ItemProvision { tag, state } => format!(
            "Matériel {tag} : état « {} », ce que sa mise à disposition ne permet pas.",
            label::<ItemState>(state)
        ),
        Finding::ItemTransfer { tag } => {
            format!("Matériel {tag} : il n’est pas là où son transfert le dit.")
        }
        Finding::ItemReservation { tag, state, held } => format!(
            "Matériel {tag} : état « {} » mais {held} réservation(s) en cours.",
            label::<ItemState>(state)
        ),
        Finding::ParcelLines { number, state, open } => format!(
            "Pochette n° {number} : état « {} » mais {open} objet(s) encore dedans.",
            label::<ParcelState>(state)
        ),
        Finding::ParcelHandOver { number, state } => format!(
            "Pochette n° {number} : état « {} », ce qui ne va pas avec les remises enregistrées.",
            label::<ParcelState>(state)
        ),
        Finding::NeedReservation { need, state, held } => format!(
            "Besoin {need} : état « {} » mais {held} réservation(s) en cours.",
            label::<NeedState>(state)
        ),
        Finding::NeedLoan { need, state, lines } => format!(
            "Besoin {need} : état « {} » mais {lines} remise(s) de matériel pour lui.",
            label::<NeedState>(state)
        ),
        Finding::ReservationLoan { reservation, state, lines } => format!(
            "Réservation {reservation} : état « {} » mais {lines} remise(s) qui y répondent.",
            reservation_state(state)
        ),
        other => of_plans(other),
    }
}

fn of_plans(finding: &Finding) -> String {
    match finding {
        Finding::PlanAudit { plan, violations } => {
            format!("Plan {plan} : la contre-vérification relève {violations} anomalie(s).")
        }
        Finding::PlanAltered { plan } => {
            format!("Plan {plan} : il a été modifié ou ne se lit plus.")
        }
        Finding::PlanJournal { plan, verb } => {
            let moment = if *verb == "adopt_plan" { "son adoption" } else { "sa proposition" };
            format!("Plan {plan} : il n’est pas tel que le journal l’a noté à {moment}.")
        }
        Finding::PlanReservations { plan, reserved, assigned } => format!(
            "Plan {plan} : ses {reserved} réservation(s) ne sont pas ses {assigned} attribution(s)."
        ),
        Finding::RoundPlans { round, state, adopted } => format!(
            "Tour « {round} » : état « {} » mais {adopted} plan(s) adopté(s).",
            label::<RoundState>(state)
        ),
        Finding::OpenRounds { cite, open } => {
            format!("Cité {cite} : {open} tours ouverts à la fois, il en faut un au plus.")
        }
        other => of_money(other),
    }
}

fn of_money(finding: &Finding) -> String {
    let euros = |cents: &i64| Euros::from_cents(*cents).to_string();
    match finding {
        Finding::FundSum { code, what, kept, derived } => format!(
            "Ligne {code} : le montant {} vaut {} mais ses pièces donnent {}.",
            sum(what),
            euros(kept),
            euros(derived)
        ),
        Finding::FundJournal { code, what, kept, derived } => format!(
            "Ligne {code} : le montant {} vaut {} mais le journal donne {}.",
            sum(what),
            euros(kept),
            euros(derived)
        ),
        Finding::FundOverdrawn { code, cents } => {
            format!("Ligne {code} : dépassée de {}.", euros(cents))
        }
        Finding::CommitmentSettled { order, kept, derived } => format!(
            "Engagement {order} : liquidé {} mais ses liquidations donnent {}.",
            euros(kept),
            euros(derived)
        ),
        Finding::OverDelivered { order, line, ordered, received } => {
            format!("Engagement {order}, ligne {line} : {received} reçus pour {ordered} commandés.")
        }
        Finding::InvoiceLines { number, kept, derived } => format!(
            "Facture {number} : {} mais ses lignes donnent {}.",
            euros(kept),
            euros(derived)
        ),
        Finding::SettledOtherwise { number, settled, invoiced } => format!(
            "Facture {number} : liquidée {} mais elle est de {}.",
            euros(settled),
            euros(invoiced)
        ),
        Finding::CommitmentState { order, state, left } => format!(
            "Engagement {order} : état « {} » mais {} restent à liquider.",
            label::<CommitmentState>(state),
            euros(left)
        ),
        Finding::AgreementExceeded { agreement, committed, agreed } => format!(
            "Accord {agreement} : {} engagés pour {} accordés.",
            euros(committed),
            euros(agreed)
        ),
        Finding::AgreementAnswers { agreement, state, yes, persons } => format!(
            "Accord {agreement} : état « {} » mais {yes} oui, de {persons} personne(s).",
            label::<AgreementState>(state)
        ),
        Finding::PlanPurchase { agreement, state, held, waiting } => format!(
            "Accord {agreement} : état « {} », avec {} réservés pour un plan et {waiting} besoin(s) en attente de l’achat.",
            label::<AgreementState>(state),
            euros(held)
        ),
        Finding::AgreementFile { file, agreement } => format!(
            "Accord {agreement} : la pièce {file} n’est plus celle dont l’empreinte a été gardée."
        ),
        // Whatever is added to the findings later is said, if not yet in French.
        other => other.to_string(),
    }
}

/// The French word of a code; the code itself where it is none, for then that is what is wrong.
fn label<T: Label + std::str::FromStr>(code: &str) -> String {
    code.parse::<T>().map_or_else(|_| code.to_owned(), |value| value.label().to_owned())
}

fn reservation_state(code: &str) -> &str {
    match code.parse() {
        Ok(ReservationState::Held) => "en attente de la famille",
        Ok(ReservationState::Posted) => "remise",
        Ok(ReservationState::Released) => "libérée",
        Err(_) => code,
    }
}

fn sum(what: &str) -> &str {
    match what {
        "notified" => "notifié",
        "open" => "engagé et non liquidé",
        "settled" => "liquidé",
        "carried_in" => "reporté de l’année d’avant",
        "carried_out" => "reporté sur l’année suivante",
        "repaid" => "reversé",
        "reserved" => "réservé par des attributions",
        other => other,
    }
}

fn parts(part: &str) -> &str {
    match part {
        "journal" => "journal",
        "orders" => "commandes",
        "stock" => "mouvements du matériel",
        "sims" => "cartes SIM",
        "loans" => "prêts et réservations",
        "fund" => "fonds",
        "agreements" => "accords de la troïka",
        "rounds" => "tours d’attribution",
        "plans" => "plans",
        "cites" => "cloisons entre cités",
        "forgotten" => "familles effacées",
        "batches" => "papiers imprimés ensemble",
        other => other,
    }
}

/// Rows of a table, as people call them.
fn rows(table: &str) -> &str {
    match table {
        "agreements" => "accords",
        "batch_papers" => "papiers imprimés ensemble",
        "census_links" => "liens donnés aux écoles",
        "children" => "enfants",
        "commitments" => "engagements",
        "donors" => "donateurs",
        "fund_lines" => "lignes du fonds",
        "households" => "familles",
        "imports" => "fichiers importés",
        "item_moves" => "mouvements de matériel",
        "items" => "matériels",
        "loan_items" => "matériels prêtés",
        "loans" => "prêts",
        "lots" => "lots",
        "needs" => "besoins",
        "plans" => "plans",
        "policies" => "règles d’attribution",
        "reservations" => "réservations",
        "rounds" => "tours d’attribution",
        "schools" => "écoles",
        "settlements" => "liquidations",
        other => other,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use store::Finding;

    #[test]
    fn no_code_of_ours_stands_in_a_french_sentence() {
        let (tag, state) = ("TLS-T-0001-X".to_owned(), "to_check".to_owned());
        let said = sentence(&Finding::ItemMoves { tag, state });
        assert_eq!(
            said,
            "Matériel TLS-T-0001-X : ses mouvements ne mènent pas à son état « à vérifier »."
        );
        let sum =
            Finding::FundSum { code: "VE-147".into(), what: "open", kept: 100, derived: 1_250 };
        assert!(sentence(&sum).contains("le montant engagé et non liquidé vaut"), "{sum:?}");
        let need = || "7".to_owned();
        for (finding, word) in [
            (Finding::NeedLoan { need: need(), state: "served".into(), lines: 0 }, "served"),
            (
                Finding::ReservationLoan { reservation: need(), state: "posted".into(), lines: 0 },
                "posted",
            ),
            (Finding::RoundPlans { round: need(), state: "adopted".into(), adopted: 0 }, "adopted"),
            (Finding::CommitmentState { order: need(), state: "closed".into(), left: 1 }, "closed"),
            (
                Finding::AgreementAnswers {
                    agreement: need(),
                    state: "agreed".into(),
                    yes: 2,
                    persons: 3,
                },
                "agreed",
            ),
            (Finding::PlanJournal { plan: need(), verb: "adopt_plan" }, "adopt_plan"),
            (Finding::OtherCite { table: "loan_items", id: need(), other: "needs" }, "loan_items"),
        ] {
            let said = sentence(&finding);
            assert!(!said.contains(word) && said != finding.to_string(), "{said}");
        }
        // A code that is none of ours is what is wrong: it is shown as it stands.
        let odd = Finding::NeedLoan { need: need(), state: "gift".into(), lines: 1 };
        assert!(sentence(&odd).contains("« gift »"));
    }
}
