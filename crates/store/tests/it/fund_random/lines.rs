//! What moves a line itself: letters of the funder, the next year, what goes back.

use domain::ids::{CarryOverId, FundLineId, RepaymentId};
use store::testing::builders::fund::{amount, day, notify};
use store::{CarryOverLine, Repay};
use uuid::Uuid;

use super::Run;

impl Run<'_> {
    pub async fn carry(&mut self, cents: i64) {
        let fits = cents <= self.model.available();
        let new = CarryOverLine {
            id: CarryOverId(self.id(9)),
            from: self.line,
            next: FundLineId(Uuid::from_u128(7_777)),
            amount: amount(cents),
            act: "DBM".into(),
            on: day(),
        };
        let done = self.store.carry_over(&new, self.people.principal, self.now).await;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        if fits {
            self.model.line.carried_out += cents;
            self.model.next.carried_in += cents;
        }
    }

    pub async fn repay(&mut self, cents: i64) {
        let fits = cents <= self.model.available();
        let new = Repay {
            id: RepaymentId(self.id(14)),
            line: self.line,
            amount: amount(cents),
            reference: format!("OR-{}", self.step),
            on: day(),
        };
        let done = self.store.repay(&new, self.people.principal, self.now).await;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        if fits {
            self.model.line.repaid += cents;
        }
    }

    pub async fn notify(&mut self, cents: i64) {
        let fits = self.model.line.notified + cents >= 0;
        let letter = notify(self.line, 1_100_000 + self.step, cents);
        let done = self.store.notify(&letter, self.people.principal, self.now).await;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        if fits {
            self.model.line.notified += cents;
        }
    }
}
