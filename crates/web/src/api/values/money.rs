//! Amounts: `"1250.00"`, exactly two decimals, never a float.

use domain::Euros;
use domain::fund::Amount;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// An amount that is read out; may be below zero (a reduction, a shortfall).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money(pub Euros);

/// An amount that is sent: above zero, ten digits of euros at most, in one writing only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price(pub Amount);

/// As it is written.
#[must_use]
pub fn written(amount: Euros) -> String {
    amount.plain('.')
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&written(self.0))
    }
}

impl PartialSchema for Money {
    fn schema() -> RefOr<Schema> {
        let text = super::string().pattern(Some(r"^-?[0-9]{1,12}\.[0-9]{2}$"));
        super::schema(text.examples([json!("1250.00")]))
    }
}

impl ToSchema for Money {}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let amount = Euros::parse(&text).ok().and_then(|amount| Amount::new(amount).ok());
        // One writing only: no leading zero, no comma, no sign.
        amount.filter(|amount| written(amount.euros()) == text).map(Self).ok_or_else(|| {
            serde::de::Error::custom(
                "Il faut un montant au-dessus de zéro, avec un point et deux décimales, par exemple \"1250.00\".",
            )
        })
    }
}

impl PartialSchema for Price {
    fn schema() -> RefOr<Schema> {
        let above_zero = r"^(0\.0[1-9]|0\.[1-9][0-9]|[1-9][0-9]{0,9}\.[0-9]{2})$";
        let text = super::string().pattern(Some(above_zero)).max_length(Some(13));
        super::schema(text.examples([json!("1250.00")]))
    }
}

impl ToSchema for Price {}

#[cfg(test)]
mod tests {
    use super::{Money, Price};
    use domain::Euros;

    #[test]
    fn an_amount_has_one_writing() {
        for (text, cents) in
            [("\"0.01\"", 1), ("\"1250.00\"", 125_000), ("\"9999999999.99\"", 999_999_999_999)]
        {
            let price: Price = serde_json::from_str(text).unwrap();
            assert_eq!(price.0.cents(), cents);
            assert_eq!(serde_json::to_string(&Money(price.0.euros())).unwrap(), text);
        }
        for text in [
            "\"0.00\"",
            "\"-1.00\"",
            "\"01.00\"",
            "\"1,00\"",
            "\"1\"",
            "\"1.0\"",
            "\"1.000\"",
            "\"1 000.00\"",
            "\"99999999999.00\"",
            "1.5",
            "\"\"",
            "\"１.00\"",
        ] {
            assert!(serde_json::from_str::<Price>(text).is_err(), "{text}");
        }
        assert_eq!(serde_json::to_string(&Money(Euros::from_cents(-5))).unwrap(), "\"-0.05\"");
    }
}
