//! The address of a database: what is wrong with it, and how to show it without its password.

use std::path::Path;

/// What to say of an address that cannot be one; nothing when it can.
pub fn complaint(address: &str) -> Option<String> {
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        return None;
    }
    // Whatever else this is may hold a password: it is not repeated.
    if !address.starts_with("sqlite:") {
        return Some(
            "L'adresse de la base n'est pas comprise : elle commence par sqlite:// ou par postgres://. \
             Écrivez par exemple --database sqlite://cartable.db, ou --database postgres://utilisateur@serveur/base."
                .to_owned(),
        );
    }
    let Some(file) = store::sqlite_file(address) else {
        return Some(format!(
            "L'adresse {address} ne nomme pas de fichier. Écrivez par exemple --database sqlite://cartable.db."
        ));
    };
    if file.is_dir() {
        return Some(format!(
            "{} est un dossier. Ajoutez-y le nom d'un fichier, par exemple --database sqlite://{}/cartable.db.",
            file.display(),
            file.display()
        ));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    (!folder.is_dir()).then(|| {
        format!(
            "Le dossier {} n'existe pas. Créez-le, ou nommez un autre fichier par --database.",
            folder.display()
        )
    })
}

/// The address without its passwords.
pub fn shown(address: &str) -> String {
    if address.starts_with("sqlite:") {
        return address.to_owned();
    }
    let Some((scheme, rest)) = address.split_once("://") else { return "…".to_owned() };
    // Up to the last @, whatever stands there: a password may hold any sign.
    let (user, rest) = match rest.rsplit_once('@') {
        Some((person, rest)) => match person.split_once(':') {
            Some((user, _)) => (format!("{user}:…@"), rest),
            None => (format!("{person}@"), rest),
        },
        None => (String::new(), rest),
    };
    let (place, settings) = rest.split_once('?').map_or((rest, None), |(a, b)| (a, Some(b)));
    let settings = settings.map(|settings| {
        let hidden = |pair: &str| match pair.split_once('=') {
            Some((key, _)) if key.contains("pass") => format!("{key}=…"),
            _ => pair.to_owned(),
        };
        format!("?{}", settings.split('&').map(hidden).collect::<Vec<_>>().join("&"))
    });
    format!("{scheme}://{user}{place}{}", settings.unwrap_or_default())
}

/// A word as a shell takes it back.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._:@=-".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{complaint, quoted, shown};

    #[test]
    fn a_password_is_never_shown() {
        for (address, safe) in [
            ("postgres://agent:secret@town/c", "postgres://agent:…@town/c"),
            ("postgres://agent:se/cr?et@town/c", "postgres://agent:…@town/c"),
            ("postgres://agent:se@cret@town/c", "postgres://agent:…@town/c"),
            ("postgres://town/c?password=secret&a=b", "postgres://town/c?password=…&a=b"),
            ("postgres://agent@town/c?sslpassword=secret", "postgres://agent@town/c?sslpassword=…"),
            ("postgres://town/c", "postgres://town/c"),
            ("agent:secret@town", "…"),
        ] {
            assert_eq!(shown(address), safe);
        }
    }

    #[test]
    fn what_is_no_address_is_told_without_repeating_it() {
        for address in ["", "cartable.db", "mysql://agent:secret@town/c", "agent:secret@town"] {
            let said = complaint(address).expect("a complaint");
            assert!(said.contains("sqlite://cartable.db") && !said.contains("secret"), "{said}");
        }
        assert!(complaint("sqlite://").expect("no file").contains("ne nomme pas"));
        assert!(complaint("sqlite::memory:").expect("no file").contains("ne nomme pas"));
        assert!(complaint("sqlite:///").expect("a folder").contains("est un dossier"));
        assert!(complaint("sqlite:///nulle/part/c.db").expect("no folder").contains("/nulle/part"));
        assert_eq!(complaint("sqlite://cartable.db"), None);
        assert_eq!(complaint("postgres://town/c"), None);
    }

    #[test]
    fn a_shell_gives_the_word_back() {
        assert_eq!(quoted("sqlite:///srv/c.db"), "sqlite:///srv/c.db");
        assert_eq!(quoted("/srv/l'été"), r"'/srv/l'\''été'");
    }
}
