//! The reminder as a text message.

use jiff::civil::date;

use crate::sms::septets;
use crate::{Alphabet, Language, ReminderSms, Sms, TextBook};

fn message(code: &str, sender: &str, late: bool) -> Option<Sms> {
    let book = TextBook::built_in().expect("right");
    let text = book.text(&Language::new(code).expect("a code")).expect("a text");
    let reminder = ReminderSms {
        sender: sender.to_owned(),
        due_on: date(2027, 6, 12),
        late,
        phone: "05 36 49 00 12".to_owned(),
    };
    reminder.in_language(text)
}

#[test]
fn a_french_reminder_is_one_message_and_tells_a_stranger_nothing() {
    let sms = message("fr", "Médiathèque", false).expect("a sentence");
    assert_eq!(
        sms.body,
        "Médiathèque : retour prévu le 12/06. Pour garder plus longtemps : 05 36 49 00 12"
    );
    assert_eq!((sms.alphabet, sms.parts), (Alphabet::Gsm7, 1));
    for late in [false, true] {
        let long = "Bibliothèque de quartier « L’Œil ouvert » ç ".repeat(5);
        let sms = message("fr", &long, late).expect("a sentence");
        assert!(septets(&sms.body).is_some_and(|many| many <= 160), "{}", sms.body);
        assert_eq!(sms.parts, 1);
        assert!(sms.body.contains("12/06") && sms.body.contains("05 36 49 00 12"), "{}", sms.body);
    }
}

#[test]
fn other_scripts_are_counted_as_operators_do() {
    let sms = message("ar", "Médiathèque", false).expect("a sentence");
    assert_eq!(sms.alphabet, Alphabet::Ucs2);
    assert_eq!(sms.parts, if sms.body.encode_utf16().count() <= 70 { 1 } else { 2 });
    assert_eq!(message("es", "Médiathèque", false), None, "Spanish has the essentials only");
}

#[test]
fn septets_are_those_of_the_standard() {
    assert_eq!(septets("aé€"), Some(4), "the euro takes two");
    assert_eq!(septets("ê"), None);
    assert_eq!(septets("ç"), None, "the alphabet has the capital alone");
    assert_eq!(septets("Ç@"), Some(2));
}
