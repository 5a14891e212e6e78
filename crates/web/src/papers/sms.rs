//! The short message that reminds: who, when, whom to call; not a word on what, nor on why.

use documents::{Language, Press, ReminderSms};
use domain::people::language::ContactLanguage;
use jiff::civil::Date;
use store::{Cite, ToRemind};

use crate::error::PageError;

/// The message, in the family's language once a speaker has checked its words, else in French: a
/// telephone shows no mark that says "to be read again".
///
/// # Errors
/// When the built-in words are wrong, which a test excludes.
pub fn message(cite: &Cite, family: &ToRemind, today: Date) -> Result<String, PageError> {
    let press = Press::shared().map_err(PageError::fault)?;
    let sms = ReminderSms {
        sender: cite.reminding().to_owned(),
        due_on: family.due_on,
        late: family.due_on < today,
        phone: cite.contact.clone(),
    };
    let in_language = |code: &str| {
        let text = Language::new(code).and_then(|language| press.texts().text(&language));
        let text = text.filter(|text| code == "fr" || text.checked.is_some());
        text.and_then(|text| sms.in_language(text))
    };
    let own = family.language;
    let own = (own != ContactLanguage::French).then(|| in_language(own.code())).flatten();
    let said = own.or_else(|| in_language("fr"));
    said.map(|sms| sms.body).ok_or_else(|| PageError::fault("no words for a short message"))
}
