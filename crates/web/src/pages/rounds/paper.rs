//! `/attributions/plans/{plan}/familles/{household}/explication.pdf`: the explanation owed to one family,
//! to be handed over (CRPA L311-3-1 and R311-3-1-2).

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{
    AlgorithmExplanation, ExplainedNeed, ExplainedPlan, Imprint, PointsLine, Standing, UsedFact,
    render,
};
use domain::allocation::{Explanation, Fairness, PlaceKind, SituationNeed};
use domain::ids::{HouseholdId, NeedId, PlanId};
use domain::scoring::{Balance, Circumstances, ScoreLine, Scored};
use domain::stock::ItemKind;
use store::{KeptPlan, PlanState};

use super::counterfactuals;
use crate::clock::paris;
use crate::error::PageError;
use crate::page::file;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::people::needed;
use crate::wording::rounds::{self as say, Names};
use crate::wording::{Label as _, capital, count, reasons};

/// A need of the household, with all that the plan knows of it.
struct Known<'a> {
    asked: &'a SituationNeed,
    told: Explanation<'a>,
    scored: &'a Scored,
}

/// Prints it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    Path((plan, household)): Path<(PlanId, HouseholdId)>,
) -> Result<Response, PageError> {
    let kept = app.store.plan(plan, who.by()).await?.ok_or(PageError::NotFound)?;
    // A family that is forgotten has no name to write to, and none of its data is printed any more.
    let home = app.store.household(household, who.by()).await?.ok_or(PageError::NotFound)?;
    let known = known(&kept, household)?;
    if known.is_empty() {
        return Err(PageError::NotFound);
    }
    let names = super::names(&app, &who).await?;
    let needs: Vec<&str> = known.iter().map(|need| need.asked.need.as_str()).collect();
    let changes = counterfactuals::tried(&kept, &needs, &names).await?;
    let cite = app.store.cite(who.cite()).await?;
    let today = app.clock.today();
    let buys = !kept.situation.is_stock_alone();
    let explained =
        known.iter().zip(changes).map(|(need, changes)| explained(need, changes, &names, buys));
    let authority = [cite.lender_name.trim(), cite.lender_address.trim()];
    let authority: Vec<&str> = authority.into_iter().filter(|part| !part.is_empty()).collect();
    let paper = AlgorithmExplanation {
        cite: cite.name,
        household: home.label,
        issued_on: today,
        plan: explained_plan(&kept),
        facts: facts(&known, &kept, &names),
        needs: explained.collect(),
        authority: authority.join(", "),
        contact: cite.contact,
        dpo_contact: cite.dpo_contact,
    };
    // The day, not the minute: printed twice on one day, the same explanation is the same paper.
    let at = today.to_zoned(paris()).map_err(PageError::fault)?.timestamp();
    let imprint = Imprint { identifier: format!("explanation/{plan}/{household}"), at };
    let bytes = tokio::task::spawn_blocking(move || render(&paper, &imprint))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", "explication.pdf", true))
}

/// The household's needs in the plan, in the order of their ranks.
fn known(kept: &KeptPlan, household: HouseholdId) -> Result<Vec<Known<'_>>, PageError> {
    let code = household.to_string();
    let mine = kept.situation.needs().iter().filter(|asked| asked.household == code);
    let known = mine.map(|asked| {
        let id: NeedId = asked.need.parse().map_err(PageError::fault)?;
        let (Some(told), Some(scored)) = (kept.plan.explain(&asked.need), kept.scores.get(&id))
        else {
            return Err(PageError::fault(format!("plan {}: {id} is not told", kept.id)));
        };
        Ok(Known { asked, told, scored })
    });
    let mut known = known.collect::<Result<Vec<_>, _>>()?;
    known.sort_by_key(|need| need.told.line.rank.position);
    Ok(known)
}

fn explained_plan(kept: &KeptPlan) -> ExplainedPlan {
    ExplainedPlan {
        round: kept.round.name.clone(),
        made_on: kept.made_at.to_zoned(paris()).date(),
        standing: match kept.state {
            PlanState::Proposed => Standing::Proposed,
            PlanState::Adopted => Standing::Adopted,
        },
        rules_version: kept.round.policy_version,
        rule: rule(kept),
        digest: kept.plan.digest.clone(),
        seed: kept.plan.seed,
    }
}

fn rule(kept: &KeptPlan) -> String {
    let rule = kept.plan.rule.label();
    match &kept.policy.fairness {
        Fairness::Leximin { .. } => format!("{rule}, avec {}", Balance::Schools.label()),
        Fairness::Quota { .. } => format!("{rule}, avec {}", Balance::Limits.label()),
        Fairness::None => rule.to_owned(),
    }
}

/// What was looked at. The household is the same for all its needs, but for a professional's request.
fn facts(known: &[Known<'_>], kept: &KeptPlan, names: &Names) -> Vec<UsedFact> {
    const CENSUS: &str = "recensement fait par l’école ou par la ville";
    const FILE: &str = "fiche de la famille, tenue par la ville";
    let Some(first) = known.first() else { return Vec::new() };
    let situation = &kept.situation;
    let about = &first.scored.circumstances;
    let yes = |is: bool| if is { "oui" } else { "non" }.to_owned();
    let asked = known.iter().any(|need| need.scored.circumstances.referrer_priority);
    let units = situation.lots().iter().map(|lot| u64::from(lot.units)).sum();
    let lots = count(situation.lots().len() as u64, "lot", "lots");
    let suits = known.iter().map(|need| {
        let kinds: Vec<_> = need.scored.asks.iter().map(ItemKind::label).collect();
        kinds.join(", puis ")
    });
    let mut suits: Vec<_> = suits.collect();
    suits.dedup();
    let mut facts = vec![
        ("Équipement", about.equipment.label().to_owned(), CENSUS),
        ("Connexion", about.connection.label().to_owned(), CENSUS),
        ("Enfants scolarisés", pupils(about), CENSUS),
        ("Quartier prioritaire", yes(about.in_qpv), FILE),
        ("Famille perdue de vue", yes(about.lost_contact), FILE),
        ("Accepte un prêt", yes(first.asked.accepts_loan), FILE),
        ("Accepte du reconditionné", yes(first.asked.accepts_refurbished), FILE),
        ("Priorité demandée", yes(asked), "demande d’un professionnel à la ville"),
        ("Matériel qui convient", suits.join(" ; "), "barème publié"),
        (
            "Matériel disponible",
            format!("{} dans {lots}", count(units, "unité", "unités")),
            "registre du matériel de la cité",
        ),
    ];
    // The school decides something only where the town asked for balance between schools.
    if kept.policy.fairness.by() == Some(PlaceKind::School) {
        facts.push(("École", names.school(&first.asked.school), CENSUS));
    }
    if !situation.funds().is_empty() {
        let lines = count(
            situation.funds().len() as u64,
            "ligne ouverte au tour",
            "lignes ouvertes au tour",
        );
        facts.push(("Argent disponible", lines, "registre du fonds de la cité"));
    }
    let facts = facts.into_iter().map(|(what, value, source)| UsedFact {
        what: what.to_owned(),
        value,
        source: source.to_owned(),
    });
    facts.collect()
}

/// `collège (3e), élémentaire (CM1)`.
fn pupils(about: &Circumstances) -> String {
    let words = about.pupils.iter().map(|pupil| match pupil.year {
        Some(year) => format!("{} ({})", pupil.level.label(), year.code()),
        None => pupil.level.label().to_owned(),
    });
    let words: Vec<_> = words.collect();
    if words.is_empty() { "aucun connu".to_owned() } else { words.join(", ") }
}

fn explained(
    need: &Known<'_>,
    would_change: Vec<String>,
    names: &Names,
    buys: bool,
) -> ExplainedNeed {
    let Known { told, scored, .. } = need;
    ExplainedNeed {
        kind: capital(&needed(scored.circumstances.kind, scored.circumstances.nth)),
        tier: scored.tier,
        tier_facts: say::tier(scored),
        points: scored.lines.iter().map(points).collect(),
        score: scored.score,
        rank: say::rank(&told.line.rank),
        draw: told.line.draw.chars().take(8).collect(),
        threshold: say::threshold(told, buys),
        reason: reasons::reason(&told.line.reason, told.given, told.class, names),
        would_change,
    }
}

fn points(line: &ScoreLine) -> PointsLine {
    PointsLine {
        criterion: line.criterion.label().to_owned(),
        weight: line.weight,
        times: line.times,
        points: line.points,
    }
}
