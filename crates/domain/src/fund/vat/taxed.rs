//! An amount without and with its tax: the three figures always add up.

use serde::{Deserialize, Serialize};

use super::VatRate;
use crate::Euros;

/// Net, VAT and gross, in cents, where `net + vat = gross` always. Negative on a credit note.
///
/// No figure goes beyond what a form's amount may be ([`Euros::MOST_CENTS`]), so that sums of a file's
/// lines never overflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Figures", into = "Figures")]
pub struct Taxed {
    net: i64,
    vat: i64,
}

/// Why three figures are not an amount with its tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaxFault {
    /// The VAT typed is more than a cent from the one that the rate gives, or of the other sign, or
    /// anything at all at a rate of zero.
    #[error("VAT is {typed} and the rate gives {computed}")]
    VatDiffers {
        /// The VAT typed.
        typed: Euros,
        /// What net and rate give.
        computed: Euros,
    },
    /// The gross amount is not the net and the VAT.
    #[error("gross is {gross} and net with VAT makes {sum}")]
    NotASum {
        /// The gross amount.
        gross: Euros,
        /// Net and VAT together.
        sum: Euros,
    },
    /// A figure beyond what a form's amount may be.
    #[error("too large")]
    TooLarge,
}

/// What is stored.
#[derive(Serialize, Deserialize)]
struct Figures {
    net: Euros,
    vat: Euros,
    gross: Euros,
}

/// `numerator / denominator`, half away from zero, where the denominator is above zero.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator.abs() + denominator) / (2 * denominator) * numerator.signum()
}

/// The cents as 64 bits, where a form's amount may be as large.
fn bounded(cents: i128) -> Result<i64, TaxFault> {
    i64::try_from(cents)
        .ok()
        .filter(|cents| (-Euros::MOST_CENTS..=Euros::MOST_CENTS).contains(cents))
        .ok_or(TaxFault::TooLarge)
}

impl Taxed {
    /// Nothing.
    pub const ZERO: Self = Self { net: 0, vat: 0 };

    fn new(net: i128, vat: i128) -> Result<Self, TaxFault> {
        bounded(net + vat)?;
        Ok(Self { net: bounded(net)?, vat: bounded(vat)? })
    }

    /// An amount without tax, and its VAT rounded half away from zero to the cent.
    ///
    /// # Errors
    /// When a figure is too large.
    pub fn of_net(net: Euros, rate: VatRate) -> Result<Self, TaxFault> {
        let net = i128::from(net.cents());
        let share = i128::from(rate.hundredths());
        Self::new(net, rounded(net * share, i128::from(VatRate::WHOLE)))
    }

    /// An amount with all taxes, whose net part is rounded half away from zero to the cent.
    ///
    /// # Errors
    /// When it is too large.
    pub fn of_gross(gross: Euros, rate: VatRate) -> Result<Self, TaxFault> {
        let gross = i128::from(gross.cents());
        let whole = i128::from(VatRate::WHOLE);
        let net = rounded(gross * whole, whole + i128::from(rate.hundredths()));
        Self::new(net, gross - net)
    }

    /// An amount with the VAT that an invoice states: suppliers round in their own way, a cent more or
    /// less than ours (`domain.md` §2.5). Where no tax is due there is nothing to round.
    ///
    /// # Errors
    /// When the VAT cannot come from this net amount and rate, or a figure is too large.
    pub fn typed(net: Euros, rate: VatRate, vat: Euros) -> Result<Self, TaxFault> {
        let computed = Self::of_net(net, rate)?;
        let typed = Self::new(net.cents().into(), vat.cents().into())?;
        let cent = i64::from(rate != VatRate::ZERO);
        let opposite = typed.vat.signum() * typed.net.signum() < 0;
        if (typed.vat - computed.vat).abs() > cent || opposite {
            return Err(TaxFault::VatDiffers { typed: vat, computed: computed.vat() });
        }
        Ok(typed)
    }

    /// Three figures that were kept: of one line, or of several at different rates.
    ///
    /// # Errors
    /// When they do not add up, or one is too large.
    pub fn from_figures(net: Euros, vat: Euros, gross: Euros) -> Result<Self, TaxFault> {
        let taxed = Self::new(net.cents().into(), vat.cents().into())?;
        if taxed.gross() == gross {
            Ok(taxed)
        } else {
            Err(TaxFault::NotASum { gross, sum: taxed.gross() })
        }
    }

    /// Without tax.
    #[must_use]
    pub fn net(self) -> Euros {
        Euros::from_cents(self.net)
    }

    /// The tax.
    #[must_use]
    pub fn vat(self) -> Euros {
        Euros::from_cents(self.vat)
    }

    /// All taxes included.
    #[must_use]
    pub fn gross(self) -> Euros {
        Euros::from_cents(self.net + self.vat)
    }

    /// Both together, figure by figure; nothing when one gets too large.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::new((self.net + other.net).into(), (self.vat + other.vat).into()).ok()
    }

    /// The same on a credit note.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self { net: -self.net, vat: -self.vat }
    }

    /// The sum of them all; nothing when it gets too large on the way.
    #[must_use]
    pub fn checked_sum(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// `numerator / denominator` of it, each figure but the gross rounded half away from zero; nothing
    /// when that gets too large, or of a denominator of zero.
    #[must_use]
    pub fn share(self, numerator: i64, denominator: u32) -> Option<Self> {
        let part = |cents: i64| {
            (denominator > 0)
                .then(|| rounded(i128::from(cents) * i128::from(numerator), denominator.into()))
        };
        Self::new(part(self.net)?, part(self.vat)?).ok()
    }
}

impl TryFrom<Figures> for Taxed {
    type Error = TaxFault;
    fn try_from(kept: Figures) -> Result<Self, TaxFault> {
        Self::from_figures(kept.net, kept.vat, kept.gross)
    }
}

impl From<Taxed> for Figures {
    fn from(taxed: Taxed) -> Self {
        Self { net: taxed.net(), vat: taxed.vat(), gross: taxed.gross() }
    }
}

#[cfg(test)]
#[path = "taxed_tests.rs"]
mod tests;
