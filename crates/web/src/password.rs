//! Passwords: what is accepted, how they are kept, how they are checked.
//!
//! Length over composition, a deny-list and throttling: CNIL, recommendation of 2022
//! (délibération 2022-100), and ANSSI, guide on passwords (2021). Kept as Argon2id PHC strings.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier};
use tokio::sync::Semaphore;

/// The fewest characters of a password.
pub const LEAST: usize = 12;
/// The most; beyond, hashing only costs time.
const MOST: usize = 200;

/// What comes first to mind at twelve characters and more, or is made of one word written twice.
const COMMON: &[&str] = &[
    "123456789012",
    "1234567890123",
    "12345678901234",
    "000000000000",
    "111111111111",
    "azertyuiopqs",
    "azertyuiop123",
    "azertyuiop12",
    "azerty123456",
    "qwertyuiop12",
    "qwertyuiop123",
    "motdepasse12",
    "motdepasse123",
    "motdepasse1234",
    "passwordpassword",
    "password1234",
    "password12345",
    "administrateur",
    "administrateur1",
    "administrateur123",
    "bonjourbonjour",
    "soleilsoleil",
    "doudoudoudou",
    "loulouloulou",
    "chouchouchou",
    "marseille13013",
    "jetaimejetaime",
    "iloveyouiloveyou",
    "cartablecartable",
    "citeeducative",
    "citéeducative",
    "citééducative",
    "bienvenue123",
    "bienvenue1234",
    "changezmoi123",
    "toulouse31000",
];

/// Four at a time: each check takes 19 MiB and a tenth of a second, and anybody may ask for one.
static PERMITS: Semaphore = Semaphore::const_new(4);

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Under twelve characters.
    #[error("under {LEAST} characters")]
    TooShort,
    /// Over two hundred.
    #[error("over {MOST} characters")]
    TooLong,
    /// On the deny-list, one character repeated, or a plain series.
    #[error("too common")]
    TooCommon,
    /// Holds the login.
    #[error("holds the login")]
    HoldsLogin,
}

/// Is this password good enough for this login?
///
/// # Errors
/// The first rule it breaks.
pub fn check(password: &str, login: &str) -> Result<(), WeakPassword> {
    let length = password.chars().count();
    if length < LEAST {
        return Err(WeakPassword::TooShort);
    }
    if length > MOST {
        return Err(WeakPassword::TooLong);
    }
    let lower = password.to_lowercase();
    let letters: String =
        lower.chars().filter(|c| !c.is_whitespace() && !"-_.!".contains(*c)).collect();
    let mut distinct: Vec<char> = lower.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if COMMON.contains(&lower.as_str()) || COMMON.contains(&letters.as_str()) || distinct.len() < 5
    {
        return Err(WeakPassword::TooCommon);
    }
    let login = login.to_lowercase();
    let name = login.split('@').next().unwrap_or_default();
    if name.chars().count() >= 4 && lower.contains(name) {
        return Err(WeakPassword::HoldsLogin);
    }
    Ok(())
}

/// Sixteen signs out of thirty-two that are not mistaken for one another, in groups of four: 80 bits,
/// easy to read aloud. The bytes come from `Mint::bytes`.
#[must_use]
pub fn drawn(bytes: [u8; 16]) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let sign = |byte: &u8| char::from(SIGNS[usize::from(byte % 32)]);
    let groups = bytes.chunks(4).map(|group| group.iter().map(sign).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// The hash could not be computed; a fault of ours, not of the password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct HashFailed(String);

/// What the database keeps of a password (Argon2id, PHC string). The salt comes from `Mint::bytes`.
///
/// # Errors
/// Never with a sixteen-byte salt, unless the library's limits change.
pub fn hash(password: &str, salt: [u8; 16]) -> Result<String, HashFailed> {
    let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hashed.map(|hash: PasswordHash| hash.to_string()).map_err(|why| HashFailed(why.to_string()))
}

/// Is this the password kept? Without a kept hash (unknown login) the answer is no, after as long.
///
/// # Errors
/// When the check could not run.
pub async fn verify(password: String, kept: Option<String>) -> Result<bool, HashFailed> {
    let failed = |why: &dyn std::fmt::Display| HashFailed(why.to_string());
    let _permit = PERMITS.acquire().await.map_err(|why| failed(&why))?;
    let checked = tokio::task::spawn_blocking(move || match kept {
        Some(kept) => Argon2::default().verify_password(password.as_bytes(), kept.as_str()).is_ok(),
        None => {
            let _ = hash(&password, [0; 16]);
            false
        }
    });
    checked.await.map_err(|why| failed(&why))
}

#[cfg(test)]
mod tests {
    use super::{WeakPassword, check, drawn, hash, verify};

    #[test]
    fn length_counts_and_the_obvious_is_refused() {
        for (password, expected) in [
            ("court", Err(WeakPassword::TooShort)),
            ("onze lettre", Err(WeakPassword::TooShort)),
            ("éléphant à vélo", Ok(())),
            ("MotDePasse123", Err(WeakPassword::TooCommon)),
            ("mot-de-passe-123", Err(WeakPassword::TooCommon)),
            ("aaaaaaaaaaaaaaaa", Err(WeakPassword::TooCommon)),
            ("121212121212", Err(WeakPassword::TooCommon)),
            ("c.roy et son chien", Err(WeakPassword::HoldsLogin)),
            ("trois canards bleus", Ok(())),
        ] {
            assert_eq!(check(password, "c.roy@ville.example"), expected, "{password}");
        }
        assert_eq!(check(&"abcdef".repeat(40), "x"), Err(WeakPassword::TooLong));
    }

    #[test]
    fn a_drawn_password_is_readable_and_good_enough() {
        let bytes = std::array::from_fn(|at| u8::try_from(at * 17).unwrap_or(0));
        assert_eq!(drawn(bytes), "aucw-eyg0-j3m5-p7r9".to_owned());
        assert_eq!(check(&drawn(bytes), "c.roy@ville.example"), Ok(()));
    }

    #[tokio::test]
    async fn a_kept_password_opens_and_no_other() {
        let kept = hash("trois canards bleus", [7; 16]).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$"), "{kept}");
        assert!(verify("trois canards bleus".into(), Some(kept.clone())).await.unwrap());
        assert!(!verify("trois canards verts".into(), Some(kept)).await.unwrap());
        assert!(!verify("trois canards bleus".into(), None).await.unwrap());
        assert!(!verify("trois canards bleus".into(), Some("not a hash".into())).await.unwrap());
    }
}
