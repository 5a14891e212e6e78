//! Telling the other seats that a question waits: the program sends no mail, it writes it.

use domain::Seat;
use store::{Agreement, TroikaContact};

use crate::wording::French as _;

/// A message ready to be sent by one's own means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The message.
    pub text: String,
    /// A link that opens it in the reader's own mail program; only if an address is known.
    pub mailto: Option<String>,
    /// The seats it goes to: the others that have not answered.
    pub seats: Vec<Seat>,
}

impl Notice {
    /// The message of a seat about a question, to the others that have not answered it; nothing when all have.
    #[must_use]
    pub fn of(
        agreement: &Agreement,
        contacts: &[TroikaContact],
        own: Seat,
        address: &str,
    ) -> Option<Self> {
        let silent = |seat: &Seat| {
            *seat != own && agreement.answers.iter().all(|answer| answer.seat != *seat)
        };
        let addresses: Vec<String> = contacts
            .iter()
            .filter(|contact| silent(&contact.seat))
            .filter_map(|contact| recipient(&contact.login))
            .collect();
        let subject = format!("Accord de la troïka à donner : {}", agreement.purpose);
        let by = agreement.question.deadline.map_or_else(String::new, |day| {
            format!("Réponse demandée pour le {}.\n", day.french())
        });
        let text = format!(
            "Bonjour,\n\nUne demande attend la réponse de votre siège : {}, {}, sur la ligne « {} ».\n{by}\n\
             Ouvrez cette page, connectez-vous et répondez :\n{address}\n",
            agreement.purpose, agreement.amount, agreement.line_label
        );
        let mailto = (!addresses.is_empty()).then(|| {
            let body = text.replace('\n', "\r\n");
            format!(
                "mailto:{}?subject={}&body={}",
                addresses.join(","),
                encoded(&subject),
                encoded(&body)
            )
        });
        let seats: Vec<Seat> = Seat::TROIKA.into_iter().filter(silent).collect();
        (!seats.is_empty()).then_some(Self { text, mailto, seats })
    }
}

/// An address as it stands in a link; nothing where a login is none.
fn recipient(login: &str) -> Option<String> {
    let (name, host) = login.split_once('@')?;
    let plain = |text: &str| {
        let ours = |sign: char| sign.is_ascii_alphanumeric() || "._+-".contains(sign);
        !text.is_empty() && text.chars().all(ours)
    };
    (plain(name) && plain(host) && host.contains('.')).then(|| login.replace('+', "%2B"))
}

/// Every sign but letters and digits by its bytes, as a link to a mail program wants it.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{encoded, recipient};

    #[test]
    fn only_an_address_is_written_to() {
        assert_eq!(recipient("d.roy+cite@ville.example").unwrap(), "d.roy%2Bcite@ville.example");
        for none in ["principal-0", "a@b", "@ville.example", "a@b.c?cc=x", "a@b.c,d@e.f", "a b@c.d"]
        {
            assert_eq!(recipient(none), None, "{none}");
        }
        assert_eq!(encoded("à 5 €&\r\n"), "%C3%A0%205%20%E2%82%AC%26%0D%0A");
    }
}
