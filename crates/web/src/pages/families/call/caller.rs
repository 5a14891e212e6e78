//! What is known of a caller before the first question: the search, or a referral.

use store::Referral;

use crate::form::Form;

/// The search carried over: its digits are a number, its first word a family name, the others a first
/// name, in the order in which French forms are filled in.
pub fn carried(form: Form, text: &str) -> Form {
    let (names, digits): (Vec<&str>, Vec<&str>) =
        text.split_whitespace().partition(|word| word.chars().any(char::is_alphabetic));
    let form = if digits.is_empty() { form } else { form.with("mobile", digits.join(" ")) };
    match names.split_first() {
        None => form,
        Some((family_name, [])) => form.with("family_name", family_name),
        Some((family_name, first_names)) => {
            form.with("family_name", family_name).with("first_name", first_names.join(" "))
        }
    }
}

/// What the referral says.
pub fn referred(form: Form, referral: &Referral) -> Form {
    let form = form
        .with("family_name", &referral.family_name)
        .with("first_name", &referral.first_name)
        .with("mobile", referral.phone.national());
    let form = match &referral.child_first_name {
        Some(name) => form.with("child0_first_name", name),
        None => form,
    };
    match referral.school {
        Some(school) => form.with("child0_school", school),
        None => form,
    }
}

#[cfg(test)]
mod tests {
    use super::carried;
    use crate::form::Form;

    #[test]
    fn a_search_becomes_a_name_and_a_number() {
        for (text, family_name, first_name, mobile) in [
            ("Diallo", "Diallo", "", ""),
            ("DIALLO Aminata", "DIALLO", "Aminata", ""),
            ("06 39 98 12 34", "", "", "06 39 98 12 34"),
            ("Diallo 0639981234", "Diallo", "", "0639981234"),
            ("", "", "", ""),
        ] {
            let form = carried(Form::empty(), text);
            let read = ["family_name", "first_name", "mobile"].map(|name| form.value(name));
            assert_eq!(read, [family_name, first_name, mobile], "{text}");
        }
    }
}
