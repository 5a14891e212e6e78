//! Seeded dice: the demonstration is the same on every machine.

use uuid::Uuid;

/// `SplitMix64` (Steele, Lea and Flood, 2014): tiny, and the same everywhere.
#[derive(Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// The founding note's day as seed.
    pub const fn new() -> Self {
        Self { state: 20_200_330 }
    }

    /// Dice apart, for what is added without changing what those draw.
    pub const fn apart(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: u32) -> u32 {
        // The remainder is below a u32, and a bias of 2⁻³² does not matter here.
        u32::try_from(self.next() % u64::from(sides.max(1))).unwrap_or_default()
    }

    /// Yes, this often in a hundred.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        let at = self.below(u32::try_from(among.len()).unwrap_or(u32::MAX));
        &among[usize::try_from(at).unwrap_or_default()]
    }

    /// An id of its own.
    pub fn id<T: From<Uuid>>(&mut self) -> T {
        T::from(
            uuid::Builder::from_u128(u128::from(self.next()) << 64 | u128::from(self.next()))
                .with_variant(uuid::Variant::RFC4122)
                .with_version(uuid::Version::Random)
                .into_uuid(),
        )
    }
}

/// These digits, and the digit that makes the whole pass Luhn's check.
pub fn with_luhn(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::with_luhn;

    #[test]
    fn known_numbers_get_their_digit() {
        assert_eq!(with_luhn("35693803564380"), "356938035643809");
    }
}
