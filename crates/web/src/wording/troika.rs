//! French words for the troïka: its rules, what it is asked, its answers, and a sentence for every refusal.

use domain::Seat;
use domain::fund::{AnswerRefused, QuoteFault, RuleKind, TroikaRule, WithdrawRefused};
use store::{
    Agreement, AnswerAgreementRefused, AskRefused, AttachToAgreementRefused, FileFault,
    GiveUpRefused, MOST_AGREEMENT_FILES, SetTroikaRuleRefused, WithdrawAgreementRefused,
};

use super::{French as _, Label};

impl Label for RuleKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Unanimous => "les trois sièges disent oui",
            Self::TwoOfThree => "deux sièges sur trois jusqu’à un montant, trois au-dessus",
            Self::Consultative => "le principal décide, les deux autres entendus",
        }
    }
}

/// What a rule asks for.
#[must_use]
pub fn rule(rule: &TroikaRule) -> String {
    match *rule {
        TroikaRule::Unanimous => "trois oui, de trois personnes différentes".to_owned(),
        TroikaRule::TwoUpTo(limit) => {
            format!("deux oui sur trois jusqu’à {limit}, trois au-dessus, de personnes différentes")
        }
        TroikaRule::Consultative => {
            "le principal décide, une fois les deux autres sièges entendus ou l’échéance passée"
                .to_owned()
        }
    }
}

/// The act behind a rule.
#[must_use]
pub fn act(act: &str) -> &str {
    if act.is_empty() { "règle par défaut, faute d’acte de la cité" } else { act }
}

/// The rule of a request, with its act.
#[must_use]
pub fn rule_of(agreement: &Agreement) -> String {
    format!("{} ({})", rule(&agreement.question.rule), act(&agreement.rule_act))
}

/// Whom a deputy answers for.
#[must_use]
pub const fn deputy_for(seat: Seat) -> &'static str {
    match seat {
        Seat::TownCopilot => "la personne copilote pour la ville",
        Seat::PrefectDelegate => "la personne déléguée du préfet",
        _ => "la direction du collège chef de file",
    }
}

const PRINCIPAL: &str = "Seul le principal du collège chef de file peut faire cela.";
const GONE: &str = "Cet élément n’existe pas dans votre cité. Rouvrez la page du fonds.";
const DECIDED: &str = "Cette demande est déjà décidée ou retirée : elle ne change plus.";

/// What is wrong with a file.
#[must_use]
pub const fn file(why: FileFault) -> &'static str {
    match why {
        FileFault::Empty => "Ce fichier est vide : refaites le scan ou la photo.",
        FileFault::TooLarge => {
            "Ce fichier dépasse 10 Mo : refaites la photo en plus petit, ou scannez en noir et blanc."
        }
        FileFault::OtherKind => {
            "Ce fichier n’est ni un PDF, ni une photo JPEG ou PNG : enregistrez-le dans un de ces formats."
        }
    }
}

/// What is wrong with the figures of a quote.
#[must_use]
pub fn quote(label: &str, why: QuoteFault) -> String {
    match why {
        QuoteFault::HalfSaid => format!(
            "« {label} » : indiquez le montant hors taxes et la TVA, ou seulement le total."
        ),
        QuoteFault::BelowNothing => {
            format!("« {label} » : aucun montant d’un devis n’est négatif.")
        }
        QuoteFault::NotASum { sum } => format!(
            "« {label} » : hors taxes et TVA font {sum}. Recopiez les trois montants du devis."
        ),
        QuoteFault::TooLarge => format!("« {label} » : un montant est trop grand, vérifiez-le."),
    }
}

/// Too many files.
#[must_use]
pub fn too_many() -> String {
    format!("{MOST_AGREEMENT_FILES} pièces au plus accompagnent une demande.")
}

/// The field that a refused question is about; files are told by their place.
#[must_use]
pub const fn ask_field(why: AskRefused) -> &'static str {
    match why {
        AskRefused::NotYourSeat | AskRefused::UnknownLine | AskRefused::Closed => "line",
        AskRefused::UnknownCategory => "categorie",
        AskRefused::OffTerms => "motif",
        AskRefused::DeadlinePassed | AskRefused::NoDeadline => "echeance",
        AskRefused::TooManyFiles | AskRefused::File { .. } => "devis1_fichier",
    }
}

/// Why the troïka is not asked.
#[must_use]
pub fn ask(why: AskRefused) -> String {
    match why {
        AskRefused::NotYourSeat => "Seuls les trois sièges de la troïka demandent un accord.",
        AskRefused::UnknownLine => GONE,
        AskRefused::Closed => "Cette ligne est close : plus rien n’y bouge.",
        AskRefused::UnknownCategory => {
            "« Catégorie » : cette catégorie n’est plus en usage, choisissez-en une autre."
        }
        AskRefused::OffTerms => {
            "Les conditions de cette ligne ne prévoient pas cette catégorie : choisissez une autre ligne, ou dites pourquoi celle-ci paierait."
        }
        AskRefused::DeadlinePassed => "« Réponses demandées pour le » : ce jour est déjà passé.",
        AskRefused::NoDeadline => {
            "« Réponses demandées pour le » : la règle de la cité laisse le principal décider une fois ce jour passé, indiquez-le."
        }
        AskRefused::TooManyFiles => return too_many(),
        AskRefused::File { why, .. } => file(why),
    }
    .to_owned()
}

/// Why a purchase is not given up.
#[must_use]
pub fn give_up(why: GiveUpRefused) -> String {
    match why {
        GiveUpRefused::NotYourSeat => PRINCIPAL,
        GiveUpRefused::UnknownAgreement => GONE,
        GiveUpRefused::NotAgreed => {
            "La troïka n’a pas donné son accord à cette demande : retirez-la plutôt."
        }
        GiveUpRefused::NothingHeld => {
            "Rien n’est réservé pour cette demande : elle est déjà commandée, ou abandonnée."
        }
    }
    .to_owned()
}

/// Why an answer is not recorded.
#[must_use]
pub fn answer(why: AnswerAgreementRefused) -> String {
    match why {
        AnswerAgreementRefused::UnknownAgreement => GONE,
        AnswerAgreementRefused::NoReason => "Dites pourquoi votre siège se retire.",
        AnswerAgreementRefused::Rule(why) => rule_broken(why),
    }
    .to_owned()
}

/// The rule that forbids an answer.
#[must_use]
pub const fn rule_broken(why: AnswerRefused) -> &'static str {
    match why {
        AnswerRefused::NotOfTroika => "Seuls les trois sièges de la troïka répondent.",
        AnswerRefused::AlreadyAnswered => {
            "Votre siège a déjà répondu : une réponse ne se change pas."
        }
        AnswerRefused::SamePerson => {
            "Vous avez déjà répondu pour un autre siège : il faut des personnes différentes."
        }
        AnswerRefused::AlreadyDecided => {
            "Cette demande est déjà décidée ou retirée : il n’y a plus à y répondre."
        }
        AnswerRefused::SecondRecusal => {
            "Un siège s’est déjà retiré : deux au moins doivent répondre. Si le vôtre ne le peut pas, la demande est à retirer."
        }
        AnswerRefused::OthersFirst => {
            "Le principal décide une fois les deux autres sièges entendus, ou l’échéance passée."
        }
    }
}

/// Why a question is not taken back.
#[must_use]
pub fn withdraw(why: WithdrawAgreementRefused) -> String {
    match why {
        WithdrawAgreementRefused::UnknownAgreement => GONE,
        WithdrawAgreementRefused::Rule(WithdrawRefused::NotAsker) => {
            "Seul le siège qui a demandé cet accord peut retirer sa demande."
        }
        WithdrawAgreementRefused::Rule(WithdrawRefused::AlreadyDecided) => DECIDED,
    }
    .to_owned()
}

/// Why a file is not added.
#[must_use]
pub fn attach(why: AttachToAgreementRefused) -> String {
    match why {
        AttachToAgreementRefused::NotYourSeat => {
            "Seuls les trois sièges de la troïka ajoutent une pièce."
        }
        AttachToAgreementRefused::UnknownAgreement => GONE,
        AttachToAgreementRefused::AlreadyDecided => DECIDED,
        AttachToAgreementRefused::Answered => {
            "Un siège a déjà répondu sur les pièces d’alors : elles ne changent plus. Retirez la demande et refaites-la."
        }
        AttachToAgreementRefused::TooMany => return too_many(),
        AttachToAgreementRefused::File(why) => file(why),
    }
    .to_owned()
}

/// Why a rule is not set.
#[must_use]
pub fn set_rule(why: SetTroikaRuleRefused) -> String {
    match why {
        SetTroikaRuleRefused::NotYourSeat => PRINCIPAL.to_owned(),
        SetTroikaRuleRefused::NoAct => {
            "« Acte » est vide : indiquez la décision qui fixe cette règle.".to_owned()
        }
        SetTroikaRuleRefused::Overtaken { since } => format!(
            "« À partir du » : une autre règle vaut depuis le {}, celle-ci ne s’appliquerait jamais.",
            since.french()
        ),
    }
}
