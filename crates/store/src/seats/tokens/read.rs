//! Reading tokens: the lists of their page, and the one behind a request.

use std::collections::BTreeMap;

use domain::ids::{AccountId, SeatId, TokenId};
use domain::token::Scope;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{OpenToken, Token, visible};
use crate::base::columns::{Day, Instant};
use crate::base::error::Failure;
use crate::entities::{account, api_token};
use crate::{By, Store};

impl Store {
    /// The asker's own tokens in the cité, as administrator everybody's; the latest first, and how many
    /// there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn tokens(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Token>, u64), Failure> {
        let total = visible(by).count(&self.db).await?;
        let rows = visible(by)
            .order_by_desc(api_token::Column::CreatedAt)
            .order_by_desc(api_token::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        let people = rows.iter().map(|row| row.account_id);
        let people = account::Entity::find().filter(account::Column::Id.is_in(people));
        let people: BTreeMap<_, _> =
            people.all(&self.db).await?.into_iter().map(|row| (row.id, row.name)).collect();
        let values = rows.into_iter().map(|row| {
            let name = people.get(&row.account_id).cloned().unwrap_or_default();
            value(row, name)
        });
        Ok((values.collect::<Result<_, _>>()?, total))
    }

    /// The token of a secret, while it is good: one read for a secret that nobody has.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn token(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<OpenToken>, Failure> {
        let found = api_token::Entity::find()
            .filter(api_token::Column::TokenHash.eq(token_hash.to_vec()))
            .filter(api_token::Column::RevokedAt.is_null())
            .filter(api_token::Column::ExpiresAt.gt(Instant::from(now)));
        let Some(row) = found.one(&self.db).await? else { return Ok(None) };
        let owner = account::Entity::find_by_id(row.account_id).one(&self.db).await?;
        let seats = self.seats_of(AccountId(row.account_id)).await?;
        // A seat taken away has revoked its tokens; asked again all the same.
        let held = seats.into_iter().find(|held| held.id == SeatId(row.seat_id));
        let (Some(owner), Some(held)) = (owner, held) else { return Ok(None) };
        Ok(Some(OpenToken {
            id: TokenId(row.id),
            account: AccountId(row.account_id),
            name: owner.name,
            held,
            scopes: scopes(&row)?,
            last_used_on: row.last_used_on.map(|day| day.0),
        }))
    }

    /// Notes the day a token was used; a day is enough to see which ones nobody needs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_token(&self, id: TokenId, today: Date) -> Result<(), Failure> {
        api_token::Entity::update_many()
            .col_expr(api_token::Column::LastUsedOn, Expr::val(Day(today)))
            .filter(api_token::Column::Id.eq(Uuid::from(id)))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn scopes(row: &api_token::Model) -> Result<Vec<Scope>, Failure> {
    let parsed = row.scopes.split(' ').map(str::parse).collect::<Result<_, _>>();
    parsed.map_err(|problem| Failure::row("api_tokens", row.id, problem))
}

fn value(row: api_token::Model, name: String) -> Result<Token, Failure> {
    Ok(Token {
        id: TokenId(row.id),
        account: AccountId(row.account_id),
        name,
        seat: row.seat.parse().map_err(|problem| Failure::row("api_tokens", row.id, problem))?,
        scopes: scopes(&row)?,
        label: row.label,
        created_at: row.created_at.timestamp(),
        expires_at: row.expires_at.timestamp(),
        last_used_on: row.last_used_on.map(|day| day.0),
        revoked_at: row.revoked_at.map(Instant::timestamp),
    })
}
