//! Lists, always bounded: what is sent, and what is read page by page.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// From `LEAST` to `MOST` values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Few<T, const LEAST: usize, const MOST: usize>(pub Vec<T>);

impl<T, const LEAST: usize, const MOST: usize> Default for Few<T, LEAST, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const LEAST: usize, const MOST: usize> Deserialize<'de>
    for Few<T, LEAST, MOST>
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Vec::deserialize(deserializer)?;
        if !(LEAST..=MOST).contains(&values.len()) {
            let sentence = format!("Il faut de {LEAST} à {MOST} éléments.");
            return Err(serde::de::Error::custom(sentence));
        }
        Ok(Self(values))
    }
}

impl<T: ToSchema, const LEAST: usize, const MOST: usize> PartialSchema for Few<T, LEAST, MOST> {
    fn schema() -> RefOr<Schema> {
        let items = Ref::from_schema_name(T::name());
        let array = ArrayBuilder::new().items(items).min_items(Some(LEAST)).max_items(Some(MOST));
        Schema::Array(array.build()).into()
    }
}

impl<T: ToSchema, const LEAST: usize, const MOST: usize> ToSchema for Few<T, LEAST, MOST> {
    fn name() -> Cow<'static, str> {
        format!("{}From{LEAST}To{MOST}", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// A page of a list, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageNumber(u64);

/// Rows on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize(u64);

const LAST_PAGE: u64 = 100_000;
const LARGEST_PAGE: u64 = 100;
const USUAL_PAGE: u64 = 50;

fn number<'de, D: Deserializer<'de>>(deserializer: D, most: u64) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| plain && (1..=most).contains(number));
    number
        .ok_or_else(|| serde::de::Error::custom(format!("Il faut un nombre entier de 1 à {most}.")))
}

impl<'de> Deserialize<'de> for PageNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        number(deserializer, LAST_PAGE).map(Self)
    }
}

impl<'de> Deserialize<'de> for PageSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        number(deserializer, LARGEST_PAGE).map(Self)
    }
}

fn described(most: u64, usual: u64) -> RefOr<Schema> {
    let number =
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(most));
    super::schema(number.default(Some(usual.into())))
}

impl PartialSchema for PageNumber {
    fn schema() -> RefOr<Schema> {
        described(LAST_PAGE, 1)
    }
}

impl ToSchema for PageNumber {}

impl PartialSchema for PageSize {
    fn schema() -> RefOr<Schema> {
        described(LARGEST_PAGE, USUAL_PAGE)
    }
}

impl ToSchema for PageSize {}

/// The parameters of a list that is only read page by page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// La page, à partir de 1.
    #[param(inline)]
    pub page: Option<PageNumber>,
    /// Lignes par page.
    #[param(inline)]
    pub size: Option<PageSize>,
}

/// Where a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    page: u64,
    size: u64,
}

/// The window that was asked for: the first fifty rows unless told otherwise.
#[must_use]
pub fn window(page: Option<PageNumber>, size: Option<PageSize>) -> Window {
    let page = page.map_or(1, |page| page.0);
    Window { page, size: size.map_or(USUAL_PAGE, |size| size.0) }
}

impl Window {
    /// Rows to skip.
    #[must_use]
    pub const fn offset(self) -> u64 {
        (self.page - 1) * self.size
    }

    /// Rows to read.
    #[must_use]
    pub const fn limit(self) -> u64 {
        self.size
    }

    /// The rows as they are answered; `total` is how many there are on all pages.
    pub fn shows<T, V: From<T>>(self, rows: Vec<T>, total: u64) -> Listed<V> {
        let items = rows.into_iter().map(V::from).collect();
        Listed { items, page: self.page, size: self.size, total }
    }

    /// The same for rows that were read whole.
    pub fn cuts<T, V: From<T>>(self, all: Vec<T>) -> Listed<V> {
        let total = all.len() as u64;
        let skipped = usize::try_from(self.offset()).unwrap_or(usize::MAX);
        let limit = usize::try_from(self.limit()).unwrap_or(0);
        self.shows(all.into_iter().skip(skipped).take(limit).collect(), total)
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed<T> {
    items: Vec<T>,
    page: u64,
    size: u64,
    total: u64,
}

impl<T: ToSchema> PartialSchema for Listed<T> {
    fn schema() -> RefOr<Schema> {
        let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
        let most = usize::try_from(LARGEST_PAGE).ok();
        let items = items.max_items(most).description(Some("Les lignes de cette page."));
        let number = |least: u64, what: &str| {
            let number = ObjectBuilder::new().schema_type(Type::Integer);
            number.minimum(Some(least)).description(Some(what)).build()
        };
        let object = ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("items", Schema::Array(items.build()))
            .property("page", number(1, "La page lue."))
            .property("size", number(1, "Lignes par page."))
            .property("total", number(0, "Lignes sur toutes les pages."))
            .required("items")
            .required("page")
            .required("size")
            .required("total");
        super::schema(object)
    }
}

impl<T: ToSchema> ToSchema for Listed<T> {
    fn name() -> Cow<'static, str> {
        format!("{}Page", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}
