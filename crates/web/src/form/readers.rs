//! From what was typed to a type, or a sentence that says what, where and what to do.

use std::ops::RangeInclusive;
use std::str::FromStr;

use domain::Euros;
use domain::euros::NotAnAmount;
use domain::fund::Amount;
use jiff::civil::Date;

use super::Form;
use crate::error::PageError;

impl Form {
    /// A text that must be there, trimmed, of at most `most` characters. `label` is the field's.
    pub fn text(&mut self, field: &str, label: &str, most: usize) -> Option<String> {
        let text = self.value(field).trim().to_owned();
        if text.is_empty() {
            self.refuse(field, format!("« {label} » est vide : remplissez ce champ."));
            return None;
        }
        self.within(field, label, most, text)
    }

    /// A text that may be left out: `Some(None)` when it was, nothing when it is too long.
    pub fn optional_text(
        &mut self,
        field: &str,
        label: &str,
        most: usize,
    ) -> Option<Option<String>> {
        let text = self.value(field).trim().to_owned();
        if text.is_empty() { Some(None) } else { self.within(field, label, most, text).map(Some) }
    }

    fn within(&mut self, field: &str, label: &str, most: usize, text: String) -> Option<String> {
        let length = text.chars().count();
        if length > most {
            let sentence =
                format!("« {label} » compte {length} caractères : {most} au plus, raccourcissez.");
            self.refuse(field, sentence);
            return None;
        }
        Some(text)
    }

    /// An amount above zero.
    pub fn amount(&mut self, field: &str, label: &str) -> Option<Amount> {
        let sentence = match Euros::parse(self.value(field)).map(Amount::new) {
            Ok(Ok(amount)) => return Some(amount),
            Ok(Err(_)) => format!("« {label} » doit être supérieur à zéro."),
            Err(why) => amount_sentence(label, self.value(field), why),
        };
        self.refuse(field, sentence);
        None
    }

    /// A date, as a browser sends it (2026-06-12) or as people type it (12/06/2026).
    pub fn date(&mut self, field: &str, label: &str) -> Option<Date> {
        let typed = self.value(field).trim();
        let sentence = if typed.is_empty() {
            format!("« {label} » est vide : indiquez une date, par exemple 12/06/2026.")
        } else if let Some(date) = parse_date(typed) {
            return Some(date);
        } else {
            format!(
                "« {label} » : « {typed} » n’est pas une date. Écrivez jour/mois/année, par exemple 12/06/2026."
            )
        };
        self.refuse(field, sentence);
        None
    }

    /// A date that may be left out.
    pub fn optional_date(&mut self, field: &str, label: &str) -> Option<Option<Date>> {
        if self.value(field).trim().is_empty() {
            Some(None)
        } else {
            self.date(field, label).map(Some)
        }
    }

    /// A whole number within a range.
    pub fn count(&mut self, field: &str, label: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let typed = self.value(field).trim().to_owned();
        match typed.parse() {
            Ok(count) if range.contains(&count) => Some(count),
            _ => {
                let (least, most) = (range.start(), range.end());
                let what = if typed.is_empty() {
                    "est vide".to_owned()
                } else {
                    format!(": « {typed} » ne convient pas")
                };
                self.refuse(
                    field,
                    format!("« {label} » {what} : indiquez un nombre entier de {least} à {most}."),
                );
                None
            }
        }
    }

    /// One value of a closed vocabulary, or an id chosen in a list.
    pub fn choice<T: FromStr>(&mut self, field: &str, label: &str) -> Option<T> {
        let chosen = self.value(field).parse().ok();
        if chosen.is_none() {
            self.refuse(field, format!("« {label} » : choisissez une des réponses proposées."));
        }
        chosen
    }

    /// The same where no answer is an answer.
    pub fn optional_choice<T: FromStr>(&mut self, field: &str, label: &str) -> Option<Option<T>> {
        if self.value(field).is_empty() { Some(None) } else { self.choice(field, label).map(Some) }
    }

    /// Every ticked value; nothing ticked is an empty list, an unknown value an error.
    pub fn choices<T: FromStr>(&mut self, field: &str, label: &str) -> Option<Vec<T>> {
        let chosen: Result<Vec<T>, _> = self.values(field).into_iter().map(str::parse).collect();
        if chosen.is_err() {
            self.refuse(field, format!("« {label} » : choisissez parmi les réponses proposées."));
        }
        chosen.ok()
    }

    /// Was a lone checkbox ticked?
    #[must_use]
    pub fn ticked(&self, field: &str) -> bool {
        !self.value(field).is_empty()
    }

    /// A hidden field, such as the id minted when the form was shown.
    ///
    /// # Errors
    /// `Unreadable`: the visitor did not type it and cannot correct it.
    pub fn hidden<T: FromStr>(&self, field: &str) -> Result<T, PageError> {
        self.value(field).parse().map_err(|_| super::unreadable())
    }
}

/// Why an amount is refused, in French.
#[must_use]
pub fn amount_sentence(label: &str, typed: &str, why: NotAnAmount) -> String {
    let typed = typed.trim();
    match why {
        NotAnAmount::Empty => {
            format!("« {label} » est vide : indiquez un montant en euros, par exemple 1 250,00.")
        }
        NotAnAmount::NotANumber => {
            format!(
                "« {label} » : « {typed} » n’est pas un montant. Écrivez des chiffres, par exemple 1 250,00."
            )
        }
        NotAnAmount::Ambiguous => format!(
            "« {label} » : « {typed} » peut se lire de deux façons. Écrivez 12 345 pour des milliers, 12,34 pour des centimes."
        ),
        NotAnAmount::TooPrecise => {
            format!(
                "« {label} » : « {typed} » a plus de deux décimales. Arrondissez au centime, par exemple 12,35."
            )
        }
        NotAnAmount::TooLarge => {
            format!("« {label} » : « {typed} » est trop grand. Dix chiffres d’euros au plus.")
        }
    }
}

/// `2026-06-12` or `12/06/2026` (also with dots or dashes, and one-digit days and months).
#[must_use]
pub fn parse_date(typed: &str) -> Option<Date> {
    let parts: Vec<&str> = typed.trim().split(['/', '-', '.']).collect();
    let [first, month, last] = parts[..] else { return None };
    if !parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 || !(1..=2).contains(&day.len()) || !(1..=2).contains(&month.len()) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
