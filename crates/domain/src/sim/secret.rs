//! PIN and PUK: read at the edge, sealed in the store, shown one at a time. Never printed by accident.

crate::vocabulary! {
    /// Which secret of a card.
    SecretKind {
        /// What the card asks for when it starts: four to eight digits.
        Pin = "pin",
        /// What unlocks a card after three wrong PINs: eight digits.
        Puk = "puk",
    }
}

/// A PIN or a PUK. It has no `Display`, its `Debug` hides it and it is not serialised: whoever shows it
/// has to say so, by [`SimSecret::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct SimSecret {
    kind: SecretKind,
    digits: String,
}

/// Why a text is no PIN or PUK. It never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretFault {
    /// Something else than digits.
    #[error("not digits")]
    NotDigits,
    /// Too few or too many.
    #[error("{found} digits")]
    Length {
        /// How many there are.
        found: usize,
    },
}

impl SimSecret {
    /// A secret as it is printed on the card's holder, spaces aside.
    ///
    /// # Errors
    /// When it is not four to eight digits (PIN), or not eight (PUK).
    pub fn parse(kind: SecretKind, text: &str) -> Result<Self, SecretFault> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SecretFault::NotDigits);
        }
        let right = match kind {
            SecretKind::Pin => (4..=8).contains(&digits.len()),
            SecretKind::Puk => digits.len() == 8,
        };
        if right {
            Ok(Self { kind, digits })
        } else {
            Err(SecretFault::Length { found: digits.len() })
        }
    }

    /// Which secret.
    #[must_use]
    pub const fn kind(&self) -> SecretKind {
        self.kind
    }

    /// The digits, for the one place that seals them and the one page that shows them.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.digits
    }
}

impl std::fmt::Debug for SimSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SimSecret({}, …)", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_four_to_eight_digits_and_a_puk_eight() {
        let pin = |text| SimSecret::parse(SecretKind::Pin, text);
        assert_eq!(pin("0000").unwrap().expose(), "0000");
        assert_eq!(pin(" 12 34 ").unwrap().expose(), "1234");
        assert_eq!(pin("123"), Err(SecretFault::Length { found: 3 }));
        assert_eq!(pin("123456789"), Err(SecretFault::Length { found: 9 }));
        assert_eq!(pin(""), Err(SecretFault::Length { found: 0 }));
        assert_eq!(pin("12a4"), Err(SecretFault::NotDigits));
        let puk = |text| SimSecret::parse(SecretKind::Puk, text);
        assert_eq!(puk("1234 5678").unwrap().expose(), "12345678");
        assert_eq!(puk("1234567"), Err(SecretFault::Length { found: 7 }));
    }

    #[test]
    fn a_secret_is_not_printed_by_accident() {
        let secret = SimSecret::parse(SecretKind::Puk, "98761234").unwrap();
        assert_eq!(format!("{secret:?}"), "SimSecret(puk, …)");
        let wrong = SimSecret::parse(SecretKind::Pin, "987a").unwrap_err();
        assert!(!format!("{wrong:?} {wrong}").contains("987"));
    }
}
