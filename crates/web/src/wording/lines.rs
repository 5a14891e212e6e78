//! French words for lines: purses, conventions, the year's end.

use domain::fund::{
    BeforeConvention, ConventionKind, ConventionLife, ConventionRefused, ConventionState, Purse,
    Share, SpendRefused,
};
use store::{
    CarryOverRefused, CloseLineRefused, CoverSchoolsRefused, NewConventionRefused,
    ReachStateRefused, ReceiveRevenueRefused, RepayRefused, SetLineSettingsRefused,
    SettingsRefused,
};

use super::{French as _, Label, count};

impl Label for Purse {
    fn label(&self) -> &'static str {
        match self {
            Self::CiteFund => "fonds de la cité éducative",
            Self::NotifiedEnvelope => "enveloppe notifiée (politique de la ville)",
            Self::NationalEnvelope => "enveloppe nationale (quartiers prioritaires)",
            Self::TownBudget => "budget de la ville",
            Self::Donors => "dons en argent",
        }
    }
}

impl Label for ConventionKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Framework => "convention-cadre",
            Self::Pooling => "convention de mutualisation",
            Self::Grant => "convention attributive",
        }
    }
}

impl Label for ConventionState {
    fn label(&self) -> &'static str {
        match self {
            Self::Drafted => "rédigée",
            Self::Voted => "votée",
            Self::Sent => "envoyée à la signature",
            Self::Signed => "signée",
            Self::Ended => "arrivée à son terme",
        }
    }
}

/// Where a convention stands.
#[must_use]
pub fn stands(life: &ConventionLife) -> String {
    life.steps().last().map_or_else(
        || "sans date".to_owned(),
        |(state, on)| format!("{} le {}", state.label(), on.short()),
    )
}

/// What may be spent before a convention is signed: the codes of a form.
pub const BEFORE: [(&str, &str); 3] = [
    ("allowed", "tout peut être dépensé, et reste marqué"),
    ("early_release", "une part du montant notifié (déblocage anticipé)"),
    ("forbidden", "rien ne peut être dépensé"),
];

/// The same, of a line.
#[must_use]
pub fn before(rule: &BeforeConvention) -> String {
    match *rule {
        BeforeConvention::Allowed => BEFORE[0].1.to_owned(),
        BeforeConvention::EarlyRelease(share) => {
            format!("{} % du montant notifié (déblocage anticipé)", percent(share))
        }
        BeforeConvention::Forbidden => BEFORE[2].1.to_owned(),
    }
}

/// What is wrong with a share.
pub const NOT_A_SHARE: &str = "« Part débloquée » : un nombre de 0 à 100, avec deux décimales au plus. Par exemple 15 ou 12,5.";

/// `15`, `12,5`: hundredths of a percent, as people write percents.
#[must_use]
pub fn percent(share: Share) -> String {
    let (whole, part) = (share.hundredths() / 100, share.hundredths() % 100);
    match (part, part % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole},{}", part / 10),
        _ => format!("{whole},{part:02}"),
    }
}

/// A share as people type it: `15`, `15 %`, `12,5`, `12.50`.
#[must_use]
pub fn parse_percent(typed: &str) -> Option<Share> {
    let typed = typed.trim().trim_end_matches('%').trim();
    let (whole, part) = typed.split_once([',', '.']).unwrap_or((typed, "0"));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part: u16 = format!("{part:0<2}").parse().ok()?;
    let hundredths = whole.parse::<u16>().ok()?.checked_mul(100)?.checked_add(part)?;
    Share::new(hundredths).ok()
}

const PRINCIPAL: &str = "Seul le principal du collège chef de file peut faire cela.";
const GONE: &str = "Cet élément n’existe pas dans votre cité. Rouvrez la page du fonds.";
const CLOSED: &str = "Cette ligne est close : plus rien n’y bouge.";

/// The field that wrong settings are about.
#[must_use]
pub const fn settings_field(why: SettingsRefused) -> &'static str {
    match why {
        SettingsRefused::UnknownConvention => "convention",
        SettingsRefused::DaysReversed => "until",
        SettingsRefused::NoConvention => "before",
    }
}

/// What is wrong with settings.
#[must_use]
pub const fn settings(why: SettingsRefused) -> &'static str {
    match why {
        SettingsRefused::UnknownConvention => {
            "« Convention » : elle n’existe pas dans votre cité. Choisissez dans la liste."
        }
        SettingsRefused::DaysReversed => "« Dépenser jusqu’au » : c’est avant le premier jour.",
        SettingsRefused::NoConvention => {
            "« Avant la signature » : choisissez d’abord la convention dont dépend l’argent, ou laissez tout dépenser."
        }
    }
}

/// Why settings were not set.
#[must_use]
pub fn set_settings(why: SetLineSettingsRefused) -> String {
    match why {
        SetLineSettingsRefused::NotYourSeat => PRINCIPAL,
        SetLineSettingsRefused::UnknownLine => GONE,
        SetLineSettingsRefused::Closed => CLOSED,
        SetLineSettingsRefused::Settings(why) => settings(why),
    }
    .to_owned()
}

/// Why a line may not be spent so.
#[must_use]
pub fn spend(why: SpendRefused) -> String {
    match why {
        SpendRefused::Closed => CLOSED.to_owned(),
        SpendRefused::OtherYear(year) => {
            format!(
                "Cette ligne est celle de l’exercice {year} : une dépense d’une autre année s’engage sur la ligne de son année."
            )
        }
        SpendRefused::TooEarly(day) => {
            format!(
                "Le financeur ne permet de dépenser cette ligne qu’à partir du {}.",
                day.french()
            )
        }
        SpendRefused::TooLate(day) => {
            format!(
                "Le financeur ne permettait de dépenser cette ligne que jusqu’au {}.",
                day.french()
            )
        }
        SpendRefused::NotSigned => {
            "Rien ne peut être dépensé sur cette ligne avant la signature de sa convention."
                .to_owned()
        }
        SpendRefused::OverEarlyRelease { left } => format!(
            "Avant la signature de la convention, il ne reste que {left} du déblocage anticipé : baissez le montant, ou attendez la signature."
        ),
    }
}

/// Why a convention does not reach a state.
fn state(why: ConventionRefused) -> String {
    match why {
        ConventionRefused::NotForward(last) => {
            format!("La convention est déjà {} : choisissez une étape suivante.", last.label())
        }
        ConventionRefused::BeforeLast(day) => {
            format!("« Date » : l’étape précédente est du {}.", day.french())
        }
        ConventionRefused::NeverSigned => {
            "Une convention qui n’a pas été signée ne peut pas arriver à son terme.".to_owned()
        }
    }
}

/// Why a convention is not noted.
#[must_use]
pub fn new_convention(why: NewConventionRefused) -> String {
    match why {
        NewConventionRefused::NotYourSeat => PRINCIPAL.to_owned(),
        NewConventionRefused::TitleTaken => {
            "Une autre convention porte déjà ce titre : choisissez-en un autre.".to_owned()
        }
        NewConventionRefused::UnknownSchool => GONE.to_owned(),
        NewConventionRefused::Rule(why) => state(why),
    }
}

/// Why a convention has not come further.
#[must_use]
pub fn reach(why: ReachStateRefused) -> String {
    match why {
        ReachStateRefused::NotYourSeat => PRINCIPAL.to_owned(),
        ReachStateRefused::Unknown => GONE.to_owned(),
        ReachStateRefused::Rule(why) => state(why),
    }
}

/// Why its schools are not noted.
#[must_use]
pub fn cover(why: CoverSchoolsRefused) -> String {
    match why {
        CoverSchoolsRefused::NotYourSeat => PRINCIPAL,
        CoverSchoolsRefused::Unknown | CoverSchoolsRefused::UnknownSchool => GONE,
    }
    .to_owned()
}

/// Why money received is not noted.
#[must_use]
pub fn revenue(why: ReceiveRevenueRefused) -> String {
    match why {
        ReceiveRevenueRefused::NotYourSeat => {
            "Seuls le principal et l’agent comptable notent une recette."
        }
        ReceiveRevenueRefused::UnknownLine => GONE,
        ReceiveRevenueRefused::Nothing => "Le montant d’une recette ne peut pas être zéro.",
        ReceiveRevenueRefused::NumberTaken => "Une recette de cette ligne porte déjà ce numéro.",
    }
    .to_owned()
}

/// Why nothing was carried over.
#[must_use]
pub fn carry_over(why: CarryOverRefused) -> String {
    match why {
        CarryOverRefused::NotYourSeat => PRINCIPAL.to_owned(),
        CarryOverRefused::UnknownLine => GONE.to_owned(),
        CarryOverRefused::Closed => {
            "Cette ligne, ou celle de l’année suivante, est close : plus rien n’y bouge.".to_owned()
        }
        CarryOverRefused::Short { available } => {
            format!("Il ne reste que {available} de disponible : reportez ce montant au plus.")
        }
        CarryOverRefused::OtherOrigin => {
            "L’année suivante, une ligne porte ce code mais vient d’un autre financeur ou d’une autre enveloppe : un report garde son origine.".to_owned()
        }
        CarryOverRefused::TooLarge => "Le montant est trop grand : vérifiez-le.".to_owned(),
    }
}

/// Why nothing was given back.
#[must_use]
pub fn repay(why: RepayRefused) -> String {
    match why {
        RepayRefused::NotYourSeat => PRINCIPAL.to_owned(),
        RepayRefused::UnknownLine => GONE.to_owned(),
        RepayRefused::Closed => CLOSED.to_owned(),
        RepayRefused::Short { available } => {
            format!("Il ne reste que {available} de disponible : reversez ce montant au plus.")
        }
        RepayRefused::ReferenceTaken => {
            "Un reversement de cette ligne porte déjà cette référence.".to_owned()
        }
    }
}

/// Why a line is not closed.
#[must_use]
pub fn close(why: CloseLineRefused) -> String {
    match why {
        CloseLineRefused::NotYourSeat => PRINCIPAL.to_owned(),
        CloseLineRefused::UnknownLine => GONE.to_owned(),
        CloseLineRefused::Closed => CLOSED.to_owned(),
        CloseLineRefused::OpenCommitments(cents) => {
            format!("Il reste {cents} d’engagements ouverts : liquidez-les ou annulez-les d’abord.")
        }
        CloseLineRefused::Reserved(cents) => {
            format!("Des attributions adoptées retiennent {cents} : elles doivent finir d’abord.")
        }
        CloseLineRefused::Left(cents) if cents.is_negative() => {
            format!("La ligne est à {cents} : elle ne se ferme qu’à zéro.")
        }
        CloseLineRefused::Left(cents) => {
            format!("Il reste {cents} : reportez-les ou reversez-les d’abord.")
        }
        CloseLineRefused::Unpaid(many) => {
            let many = count(many, "facture attend", "factures attendent");
            format!("{many} l’agent comptable : elles doivent être payées ou rejetées d’abord.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_percent, percent};

    #[test]
    fn a_share_is_read_as_it_is_written() {
        for typed in ["15", "12,5", "0,05", "100", "0"] {
            assert_eq!(parse_percent(typed).map(percent).as_deref(), Some(typed));
        }
        assert_eq!(parse_percent(" 15 % ").map(percent).as_deref(), Some("15"));
        for typed in ["", "100,01", "-5", "1e1", "1,234", "quinze", "15,"] {
            assert_eq!(parse_percent(typed), None, "{typed}");
        }
    }
}
