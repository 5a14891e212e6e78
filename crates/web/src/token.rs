//! Tokens of the interface as they are written: a prefix that secret scanners know, 256 random bits, and
//! a check sum, so that what is mistyped or made up is told apart without the database.

use sha2::{Digest as _, Sha256};

/// How every token begins.
pub const PREFIX: &str = "cartable_";

/// Bytes of the check sum.
const CHECK: usize = 4;

/// A secret as its owner keeps it.
#[must_use]
pub fn written(secret: &[u8; 32]) -> String {
    format!("{PREFIX}{}{}", hex::encode(secret), hex::encode(check(secret)))
}

/// The secret of a written token; nothing when it was never one of ours.
#[must_use]
pub fn read(text: &str) -> Option<[u8; 32]> {
    let digits = text.strip_prefix(PREFIX)?;
    if digits.len() != 2 * (32 + CHECK) {
        return None;
    }
    let bytes = hex::decode(digits).ok()?;
    let (secret, sum) = bytes.split_at(32);
    let secret: [u8; 32] = secret.try_into().ok()?;
    (sum == check(&secret)).then_some(secret)
}

/// What the database keeps of a secret.
#[must_use]
pub fn hash(secret: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

fn check(secret: &[u8; 32]) -> [u8; CHECK] {
    let sum: [u8; 32] = Sha256::new()
        .chain_update(b"cartable token check v1")
        .chain_update(secret)
        .finalize()
        .into();
    [sum[0], sum[1], sum[2], sum[3]]
}

#[cfg(test)]
mod tests {
    use super::{read, written};

    #[test]
    fn a_token_reads_back_and_a_changed_one_does_not() {
        let text = written(&[7; 32]);
        assert_eq!(text.len(), 9 + 72);
        assert_eq!(read(&text), Some([7; 32]));
        let mistyped = text.replacen('7', "8", 1);
        for wrong in ["", "cartable_", &text[1..], &text[..80], &mistyped, &format!("{text}0")] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
