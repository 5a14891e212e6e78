//! An order that is paid for, whose goods never entered the stock under its name.

use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::fund::{came, owed};
use store::testing::builders::rounds;

use super::{Claim, adopt, adopted, keep, money, needs, ordered};

on_both! {
    async fn nobody_waits_for_ever_behind_an_order_that_is_settled_in_full(fresh) {
        let (t, request) = adopted(&fresh).await;
        let store = &fresh.store;
        t.agree(store, request).await;
        store.commit(&ordered(request, 30_000), t.people.principal, start()).await.unwrap();
        came(store, &t.people, 98_400).await;
        assert_eq!(t.counted(store, 2).await.len(), 6);
        owed(store, &t.people, 98_800, 98_400, 30_000).await;
        assert_eq!(t.counted(store, 3).await.len(), 8, "closed: nothing more comes of it");
        // And what they still need may be bought again.
        let round = rounds::round(store, 4, t.agent).await;
        store.set_round_money(&money(4, round, t.line, 40_000), t.people.principal, start()).await.unwrap();
        let plan = keep(store, round, 98_004, t.agent).await;
        store.adopt_plan(&adopt(4, plan), t.agent, start()).await.unwrap();
        assert_eq!(needs(&t.bought(store, request).await, Claim::Released).len(), 2);
        assert_eq!(t.counted(store, 5).await.len(), 6);
        assert_eq!(store.check().await.unwrap(), []);
    }
}
