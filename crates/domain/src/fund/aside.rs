//! Money that an adopted plan sets aside: reserved on its line until its purchase is ordered or given up.

use super::amount::Amount;
use super::line::{LineCents, LineSums};
use crate::Euros;

impl LineSums {
    /// Sets an amount aside; nothing when it is more than what is available.
    #[must_use]
    pub fn set_aside(self, amount: Amount) -> Option<Self> {
        let reserved = self.cents().reserved + amount.cents();
        (amount.euros() <= self.available()).then_some(())?;
        Self::new(LineCents { reserved, ..self.cents() })
    }

    /// Makes available again what was set aside; nothing when less is.
    #[must_use]
    pub fn let_go(self, aside: Euros) -> Option<Self> {
        let reserved = self.cents().reserved.checked_sub(aside.cents())?;
        Self::new(LineCents { reserved, ..self.cents() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Euros, LineCents, LineSums};
    use crate::fund::{AgreementState, CommitRefused, Standing, commit};

    fn line(notified: i64) -> LineSums {
        LineSums::new(LineCents { notified, ..LineCents::default() }).unwrap()
    }

    #[test]
    fn no_more_is_set_aside_than_is_available_and_no_more_let_go_than_is_aside() {
        let amount = |cents| Amount::from_cents(cents).unwrap();
        let aside = line(1_000).set_aside(amount(600)).unwrap();
        assert_eq!((aside.reserved().cents(), aside.available().cents()), (600, 400));
        assert_eq!(aside.set_aside(amount(401)), None);
        assert_eq!(aside.let_go(Euros::from_cents(601)), None);
        assert_eq!(aside.let_go(Euros::from_cents(600)), Some(line(1_000)));
    }

    #[test]
    fn an_order_may_take_what_was_set_aside_for_it_and_what_is_available_besides() {
        let amount = |cents| Amount::from_cents(cents).unwrap();
        let aside = line(1_000).set_aside(amount(600)).unwrap();
        let free = aside.let_go(Euros::from_cents(600)).unwrap();
        let agreed =
            Standing { state: AgreementState::Agreed, remainder: Euros::from_cents(9_999) };
        let less = commit(free, agreed, amount(500)).unwrap();
        assert_eq!((less.reserved().cents(), less.available().cents()), (0, 500));
        assert_eq!(commit(free, agreed, amount(1_000)).unwrap().available(), Euros::ZERO);
        let short = CommitRefused::Short { available: Euros::from_cents(1_000) };
        assert_eq!(commit(free, agreed, amount(1_001)), Err(short));
    }
}
