//! For tests only: making databases in a throw-away cluster.

use sea_orm::{ConnectionTrait, Database, DbErr};

/// Creates the database `name` in the cluster whose address ends in a database name or a slash, and
/// gives its address.
///
/// # Errors
/// When the cluster is out of reach or has such a database.
pub async fn create_postgres_database(cluster: &str, name: &str) -> Result<String, DbErr> {
    let db = Database::connect(cluster).await?;
    db.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
    db.close().await?;
    // Keep what follows a question mark: the socket's folder travels there.
    let (base, query) = cluster.split_once('?').map_or((cluster, None), |(base, query)| (base, Some(query)));
    let home = base.rsplit_once('/').map_or(base, |(home, _)| home);
    Ok(query.map_or_else(|| format!("{home}/{name}"), |query| format!("{home}/{name}?{query}")))
}
