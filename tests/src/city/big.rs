//! A cité with as many families as a page must bear.

use super::*;

/// How large [`big`] is.
pub const FAMILIES: u128 = 1_500;

/// A cité of several hundred families and two thousand items, most of its stock shared out: every list
/// is longer than a page.
///
/// # Panics
/// When the store refuses.
pub async fn big(store: &Store) -> By {
    let agent = seated(store, 0, Seat::TownAgent).await;
    for n in 0..60 {
        let name = format!("École élémentaire publique Jean-Baptiste-de-Lamarck {n}");
        let one = School { id: id(1_000 + n), name, uai: None, commune: "Toulouse".into() };
        store.create_school(&one, agent, start()).await.expect("a school");
    }
    let here = school(store, agent).await;
    for n in 1..=FAMILIES {
        let mut new = family(n, here, Equipment::None, Connection::None);
        let sibling = NewChild { first_name: "Marie-Charlotte".into(), ..new.children[0].clone() };
        new.children.push(sibling);
        store.create_household(&new, agent, start(), date(2026, 9, 1)).await.expect("a household");
    }
    for n in 1..=100 {
        let units = if n > 10 { 2 } else { 200 };
        let kind = if n % 2 == 0 { ItemKind::Hotspot } else { ItemKind::Tablet };
        shelf(store, n, kind, units, &Restriction::default(), agent).await;
    }
    for n in 0..120 {
        let lot = (agent.cite.0.as_u128() * 1_000 + 1) * 1_000_000;
        let home = household(n + 1);
        lend(
            store,
            10_000 + n,
            home,
            ItemId(Uuid::from_u128(lot + 1 + n)),
            date(2026, 5, 2),
            agent,
        )
        .await;
    }
    let (_, plan) = propose(store, 1, agent).await;
    store.adopt_plan(&AdoptPlan { form: id(30), plan }, agent, start()).await.expect("adopted");
    agent
}

impl City {
    /// A path of the sheet with ids of this cité in its places.
    ///
    /// # Panics
    /// When nobody has said which id belongs there: a new line of the sheet needs its own here.
    #[must_use]
    pub fn fill(&self, path: &str) -> String {
        let places: [(&str, Uuid); 53] = [
            ("/api/v1/items/{id}", self.item.into()),
            ("/api/v1/lots/{id}", self.lot.into()),
            ("/api/v1/loans/{id}", self.loan.into()),
            ("/api/v1/households/{id}", self.families[2].into()),
            ("/api/v1/rounds/{id}", self.open_round.into()),
            ("/api/v1/plans/{id}", self.proposed_plan.into()),
            ("/api/v1/fund-lines/{id}", self.line.into()),
            ("/api/v1/commitments/{id}", self.commitment.into()),
            ("/jetons/{id}", self.token.into()),
            ("/familles/{id}", self.families[2].into()),
            ("/recensement/ecoles/{id}", self.school.into()),
            ("/recensement/liens/{id}", self.link.into()),
            ("/orientations/recues/{id}", self.referral.into()),
            ("/fichiers/correspondances/{id}", self.mapping),
            ("/fichiers/{id}", self.import.into()),
            ("/materiel/lots/{id}", self.lot.into()),
            ("/materiel/inventaires/{id}", self.stocktake.into()),
            ("/materiel/transferts/{id}", self.transfer.into()),
            ("/materiel/reformes/{id}", self.disposal.into()),
            ("/materiel/{id}", self.item.into()),
            ("/cartes-sim/{id}", self.sim.into()),
            ("/attributions/reservations/{id}", self.reservation.into()),
            ("/attributions/bareme/{id}", self.policy.into()),
            ("/attributions/plans/{id}", self.proposed_plan.into()),
            ("/attributions/{id}", self.open_round.into()),
            ("/prets/papiers/{id}", self.batch.into()),
            ("/prets/{id}", self.loan.into()),
            ("/envois/relais/{id}", self.relay.into()),
            ("/envois/tournees/{id}", self.delivery.into()),
            ("/envois/{id}", self.parcel.into()),
            ("/incidents/{id}", self.incident.into()),
            ("/mises-a-disposition/{id}", self.provision.into()),
            ("/remises/{id}", self.gift.into()),
            ("/pieces/{id}", self.attachment.into()),
            ("/fournitures/kits/{id}", self.kit.into()),
            ("/fournitures/{id}", self.supply.into()),
            ("/fonds/catalogue/{id}", self.offered.into()),
            ("/fonds/conventions/{id}", id::<ConventionId>(980).into()),
            ("/fonds/rapprochements/{id}", id::<AccountStatementId>(990).into()),
            ("/fonds/categories/{id}", id::<OwnCategoryId>(992).into()),
            ("/fonds/previsions/{id}", id::<ForecastId>(991).into()),
            ("/fonds/accords/pieces/{id}", id::<AgreementFileId>(53).into()),
            ("/fonds/accords/{id}", self.asked.into()),
            ("/fonds/engagements/{id}", self.commitment.into()),
            ("/fonds/{id}", self.line.into()),
            ("/donateurs/lots/{id}", self.donor_lot.into()),
            ("/comptes/{id}", self.agent.account.into()),
            ("{seat}", self.seat.into()),
            ("{need}", self.need.into()),
            ("{household}", self.families[2].into()),
            ("{debt}", self.settlement.into()),
            ("{delivery}", Uuid::from_u128(90_050 + 600_000)),
            ("{invoice}", Uuid::from_u128(90_984)),
        ];
        let mut filled = path.replace("{token}", TOKEN).replace("{kind}", "materiel");
        for (place, id) in places {
            let with = place.split('{').next().unwrap_or_default().to_owned() + &id.to_string();
            filled = filled.replace(place, &with);
        }
        assert!(!filled.contains('{'), "{path}: say in City::fill which id belongs there");
        filled
    }
}

/// The household that `in_need` makes of a number.
#[must_use]
pub const fn household(n: u128) -> HouseholdId {
    HouseholdId(Uuid::from_u128(70_000 + n))
}
