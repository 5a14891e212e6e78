//! Families to remind, and those that no short message reaches.

use domain::Seat;
use domain::ids::{ItemId, LoanId};
use domain::loan::{HandedOver, Lend};
use domain::people::equipment::{Connection, Equipment};
use domain::stock::{Grade, ItemKind, Restriction};
use jiff::civil::date;
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::households::{family, school};
use store::testing::builders::rounds::shelf;
use tests::App;
use uuid::Uuid;

on_both! {
    async fn a_family_without_a_mobile_is_not_ticked_and_no_message_is_noted_for_it(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let school = school(app.store(), agent.by).await;
        let mut silent = family(1, school, Equipment::None, Connection::None);
        silent.guardians[0].mobile = None;
        app.store().create_household(&silent, agent.by, start(), date(2026, 9, 1)).await.unwrap();
        let lot = shelf(app.store(), 1, ItemKind::Tablet, 1, &Restriction::default(), agent.by).await;
        let item = ItemId(Uuid::from_u128(lot.0.as_u128() + 1));
        let items = vec![HandedOver::plain(item, Grade::New)];
        let loan = LoanId(Uuid::from_u128(500));
        let order = Lend::new(loan, silent.id, items, date(2026, 8, 25), date(2026, 7, 1)).unwrap();
        app.store().lend(&order, agent.by, start()).await.unwrap();

        let (list, home) = ("/prets/relances", silent.id.to_string());
        let shown = agent.get(list).await.expect(200).says("Pas de numéro de mobile").text();
        assert!(!shown.contains(" checked"), "not ticked for anybody");
        let sms = [("famille", home.as_str()), ("moyen", "sms")];
        let refused = agent.fill(list, list, &sms).await.expect(409);
        let _ = refused.says("Un SMS ne leur parviendrait pas").says("Personne n’a été noté");
        assert_eq!(app.store().reminders_of(silent.id, agent.by).await.unwrap(), []);
        let letter = [("famille", home.as_str()), ("moyen", "letter")];
        let _ = agent.fill(list, list, &letter).await.expect(303);
        assert_eq!(app.store().reminders_of(silent.id, agent.by).await.unwrap().len(), 1);
    }
}
