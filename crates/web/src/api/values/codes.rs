//! A word of a closed vocabulary, by its stable code.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use domain::Seat;
use domain::fund::{
    AgreementRegime, AgreementState, Category, CommitmentState, RuleKind, SettlementState,
};
use domain::item_life::DeskAction;
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use domain::people::language::ContactLanguage;
use domain::people::priority::PriorityReason;
use domain::stock::{Grade, ItemKind, ItemState, Level, LotCondition, TransferMode};
use domain::wipe::{WipeMethod, WipeResult};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use store::{PlanState, RoundState};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A closed vocabulary that the document names.
pub trait Word: Copy + Display + FromStr + 'static {
    /// Its name in the document.
    const NAME: &'static str;
    /// Every word of it.
    const WORDS: &'static [Self];
}

/// A word, written as its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code<T>(pub T);

impl<T: Word> Serialize for Code<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: Word> Deserialize<'de> for Code<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        code.parse().map(Self).map_err(|_| {
            let known: Vec<String> = T::WORDS.iter().map(ToString::to_string).collect();
            serde::de::Error::custom(format!("Il faut un de ces mots : {}.", known.join(", ")))
        })
    }
}

impl<T: Word> PartialSchema for Code<T> {
    fn schema() -> RefOr<Schema> {
        super::schema(super::string().enum_values(Some(T::WORDS.iter().map(ToString::to_string))))
    }
}

impl<T: Word> ToSchema for Code<T> {
    fn name() -> Cow<'static, str> {
        T::NAME.into()
    }
}

macro_rules! words {
    ($($name:ident),+ $(,)?) => {$(
        impl Word for $name {
            const NAME: &'static str = stringify!($name);
            const WORDS: &'static [Self] = Self::ALL;
        }
    )+};
}

words! {
    AgreementRegime, AgreementState, Category, CommitmentState, Connection, ContactLanguage, DeskAction,
    Equipment, Grade, ItemKind, ItemState, Level, LotCondition, NeedKind, NeedState, PlanState,
    PriorityReason, RoundState, RuleKind, Seat, SettlementState, TransferMode, WipeMethod, WipeResult,
}
