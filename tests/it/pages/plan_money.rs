//! What a plan buys, page by page: proposed, set aside, asked, refused or ordered, and for whom.

use domain::Seat;
use domain::delivery::{Origin, Terms};
use domain::fund::{Answer, Category, Offered};
use domain::ids::{AgreementId, CatalogueItemId, CommitmentId, RepaymentId};
use domain::stock::{ItemKind, LotCondition, Restriction};
use store::testing::builders::cites::start;
use store::testing::builders::fund::{People, agreed_line, amount, answering, day, order, people};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use store::testing::builders::stock::{delivery, tablet, terms};
use store::{OfferItem, Repay, SetRoundMoney, on_both};
use tests::{App, Visitor, html};
use uuid::Uuid;

/// Six families and two tablets; a plan that buys two more of 150 € on a line of 1 000 €, proposed.
struct Table {
    agent: Visitor,
    principal: Visitor,
    seats: People,
    line: String,
    plan: String,
}

async fn table(app: &App) -> Table {
    let (store, agent) = (app.store(), app.visitor(0, Seat::TownAgent).await);
    for n in 1..=6 {
        in_need(store, n, agent.by).await;
    }
    shelf(store, 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
    let seats = people(store).await;
    let (line, _) = agreed_line(store, &seats, 100_000, 50_000).await;
    let offered = Offered {
        label: "Tablette 10 pouces".into(),
        kind: ItemKind::Tablet,
        category: Category::Equipment,
        condition: LotCondition::New,
        price: amount(15_000),
        minimum_order: 0,
    };
    let offer = OfferItem { id: CatalogueItemId(Uuid::from_u128(95_001)), offered };
    store.offer_item(&offer, agent.by, start()).await.unwrap();
    let round = round(store, 1, agent.by).await;
    let lines = vec![(line, amount(40_000))];
    let money = SetRoundMoney { form: Uuid::from_u128(96_001), round, lines };
    store.set_round_money(&money, seats.principal, start()).await.unwrap();
    let shown = format!("/attributions/{round}");
    let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
    let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
    let principal = app.visitor(0, Seat::Principal).await;
    Table { agent, principal, seats, line: format!("/fonds/{line}"), plan }
}

impl Table {
    async fn adopt(&self, status: u16) -> tests::Answer {
        let adopt = format!("{}/adopter", self.plan);
        let page = self.agent.get(&adopt).await.expect(200)
            .says("2 appareils et clés 4G à acheter, pour 300,00 € : l’argent sera réservé sur 1 ligne du fonds et la troïka saisie")
            .text();
        let id = html::field(&page, "id").unwrap();
        self.agent.submit(&adopt, &adopt, &[("id", &id)]).await.expect(status)
    }

    /// The request that the plan's page leads to.
    async fn request(&self) -> String {
        let page = self.agent.get(&self.plan).await.expect(200).text();
        let link = page.split("href=\"").find(|part| part.starts_with("/fonds/accords/")).unwrap();
        link.split('"').next().unwrap().to_owned()
    }
}

fn agreement(request: &str) -> AgreementId {
    request.rsplit('/').next().unwrap().parse().map(AgreementId).unwrap()
}

on_both! {
    async fn money_set_aside_is_followed_from_the_plan_to_the_line_and_back(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let _ = t.agent.get(&t.plan).await.expect(200).says("Achats proposés").says("Tablette 10 pouces")
            .says("2 familles").says("300,00 €").says("l’argent sera réservé sur chaque ligne");
        assert!(t.agent.get(&t.plan).await.text().contains(&format!("href=\"{}\"", t.line)));
        assert_eq!(t.adopt(303).await.location.unwrap(), format!("{}#achats", t.plan));
        let _ = t.agent.get(&t.plan).await.expect(200).says("L’argent est réservé sur chaque ligne").says("300,00 € réservés");
        let request = t.request().await;
        let page = t.agent.get(&request).await.expect(200).says("2 × Tablette 10 pouces").says("pour 2 familles")
            .says("300,00 € sont réservés").says("attend l’achat").says("Essai").text();
        assert!(page.contains(&format!("href=\"{}#achats\"", t.plan)) && page.contains(&format!("href=\"{}#reserve\"", t.line)));
        // Who has a say reads how many, as far as few may be counted, and no name.
        for seat in [Seat::Principal, Seat::TownCopilot, Seat::PrefectDelegate, Seat::Accountant] {
            let page = app.visitor(0, seat).await.get(&request).await.expect(200)
                .says("pour moins de 5 familles").says("700,00 € disponibles").text();
            assert!(!page.contains("Essai") && !page.contains("/familles/"), "{seat} reads a name");
        }
        let line = t.principal.get(&t.line).await.expect(200).says("Réservé par des attributions").says("700,00 €").text();
        assert!(line.contains(&format!("href=\"{request}\"")) && line.contains("href=\"#reserve\""));
        let waiting = t.principal.get("/").await.expect(200).says("Accords à donner").text();
        assert!(waiting.contains(&request), "asked like any other");
    }
}

on_both! {
    async fn after_a_refusal_the_pages_say_who_waits_again(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let _ = t.adopt(303).await;
        let request = t.request().await;
        let delegate = app.visitor(0, Seat::PrefectDelegate).await;
        let id = html::field(&delegate.get(&request).await.expect(200).says("700,00 € disponibles").text(), "id").unwrap();
        let _ = delegate.submit(&request, &request, &[("id", &id), ("answer", "no")]).await.expect(303);
        let page = t.agent.get(&request).await.expect(200).says("2 familles attendent à nouveau").says("Essai").text();
        assert_eq!(page.matches("attend à nouveau</span>").count() , 2, "{page}");
        let page = t.principal.get(&request).await.expect(200).says("Moins de 5 familles attendent à nouveau").text();
        assert!(!page.contains("Essai") && !html::visible(&page).contains("sont réservés"));
        let _ = t.principal.get(&t.line).await.expect(200).says("1 000,00 €");
        assert!(!t.principal.get(&t.line).await.text().contains("id=\"reserve\""));
        let _ = t.agent.get(&t.plan).await.expect(200).says("refusé");
    }
}

on_both! {
    async fn a_line_that_has_too_little_left_is_named(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let line = t.line.rsplit('/').next().unwrap().parse().unwrap();
        let (id, reference) = (RepaymentId(Uuid::from_u128(98_003)), "OR-1".to_owned());
        let back = Repay { id, line, amount: amount(80_000), reference, on: day() };
        app.store().repay(&back, t.seats.principal, start()).await.unwrap();
        let _ = t.adopt(409).await.says(
            "La ligne « Politique de la ville » n’a plus assez pour ce plan : il y achète pour 300,00 €, 200,00 € restent disponibles. Rien n’a été réservé",
        );
        let _ = t.agent.get("/attributions/reservations").await.expect(200).says("Rien n’est réservé");
    }
}

on_both! {
    async fn what_is_ordered_and_came_leads_to_the_hand_over_and_what_is_not_is_given_up(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let _ = t.adopt(303).await;
        let request = t.request().await;
        for (n, by) in [t.seats.principal, t.seats.copilot, t.seats.delegate].into_iter().enumerate() {
            let yes = answering(98_200 + n as u128, agreement(&request), Answer::Yes);
            app.store().answer_agreement(&yes, by, start()).await.unwrap();
        }
        let give_up = format!("{request}/renoncer");
        let id = html::field(&t.principal.get(&request).await.expect(200).says("Renoncer à cet achat").text(), "id").unwrap();
        let agents = t.agent.get(&request).await.expect(200).text();
        assert!(!agents.contains("/renoncer"));
        let commitment = CommitmentId(Uuid::from_u128(98_400));
        app.store().commit(&order(agreement(&request), 98_400, 30_000), t.seats.principal, start()).await.unwrap();
        let _ = t.principal.submit(&request, &give_up, &[("id", &id)]).await.expect(409).says("déjà commandée, ou abandonnée");
        let terms = Terms { origin: Origin::Fund { commitment }, ..terms() };
        app.store().receive(&delivery(9, vec![tablet(501)], terms), t.agent.by, start()).await.unwrap();
        let page = t.agent.get(&format!("/fonds/engagements/{commitment}")).await.expect(200)
            .says("Pour qui").says("arrivé au stock, à remettre").says("attend l’achat").text();
        assert_eq!(page.matches("/prets/nouveau?foyer=").count(), 1);
        let page = t.principal.get(&format!("/fonds/engagements/{commitment}")).await.expect(200).says("Pour qui").text();
        assert!(!page.contains("Essai") && !page.contains("/prets/nouveau"));
    }
}

on_both! {
    async fn the_principal_gives_up_what_is_agreed(fresh) {
        let app = App::new(fresh);
        let t = table(&app).await;
        let _ = t.adopt(303).await;
        let request = t.request().await;
        let give_up = format!("{request}/renoncer");
        let id = html::field(&t.principal.get(&request).await.expect(200).text(), "id").unwrap();
        let _ = t.principal.submit(&request, &give_up, &[("id", &id)]).await.expect(409).says("retirez-la plutôt");
        for (n, by) in [t.seats.principal, t.seats.copilot, t.seats.delegate].into_iter().enumerate() {
            let yes = answering(98_200 + n as u128, agreement(&request), Answer::Yes);
            app.store().answer_agreement(&yes, by, start()).await.unwrap();
        }
        let _ = t.principal.submit(&request, &give_up, &[("id", &id)]).await.expect(303);
        let _ = t.principal.get(&request).await.expect(200).says("attendent à nouveau").says("Reste à engager");
        let _ = t.principal.get(&t.line).await.expect(200).says("1 000,00 €");
    }
}
