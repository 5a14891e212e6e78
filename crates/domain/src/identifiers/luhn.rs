//! The Luhn check digit (ISO/IEC 7812-1, annex B), shared by IMEI, ICCID, SIREN and SIRET.

/// These digits and the check digit that agrees with them.
pub(crate) fn completed(body: &str) -> Option<String> {
    (0..10).map(|check| format!("{body}{check}")).find(|whole| holds(whole))
}

/// Does the last digit agree with those before it? False for anything but digits.
pub(crate) fn holds(digits: &str) -> bool {
    let mut sum = 0;
    for (position, byte) in digits.bytes().rev().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let digit = u32::from(byte - b'0');
        sum += match (position % 2, digit) {
            (0, _) => digit,
            (_, 0..=4) => digit * 2,
            (_, _) => digit * 2 - 9,
        };
    }
    !digits.is_empty() && sum % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::{completed, holds};

    #[test]
    fn vectors() {
        for valid in
            ["356938035643809", "490154203237518", "8933012345678901231", "89332012345678901238"]
        {
            assert!(holds(valid), "{valid}");
        }
        assert_eq!(completed("35693803564380").as_deref(), Some("356938035643809"));
        assert_eq!(completed("X"), None);
        for wrong in ["", "356938035643808", "35693803564380x"] {
            assert!(!holds(wrong), "{wrong}");
        }
    }
}
