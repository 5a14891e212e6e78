//! A file as the body of an answer, sent while it is made.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use domain::ids::BatchId;
use http_body::Frame;
use store::{By, Store};
use tokio::sync::mpsc;

use super::Export;
use super::pour::{Sink, pour};

/// Pieces made ahead of whoever downloads slowly.
const AHEAD: usize = 4;

/// A piece of the file, or the word that it is whole.
enum Piece {
    Some(Bytes),
    Whole,
}

struct Ahead(mpsc::Sender<Piece>);

impl Sink for Ahead {
    async fn take(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let sent = self.0.send(Piece::Some(bytes.into())).await;
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

/// The answer's body. It ends only at the word that the file is whole: if the database fails, or the
/// maker dies, the connection breaks and the browser says so, for a short file must not look whole.
struct Poured {
    pieces: mpsc::Receiver<Piece>,
    whole: bool,
}

impl HttpBody for Poured {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.whole {
            return Poll::Ready(None);
        }
        self.pieces.poll_recv(task).map(|piece| match piece {
            Some(Piece::Some(bytes)) => Some(Ok(Frame::data(bytes))),
            Some(Piece::Whole) => {
                self.whole = true;
                None
            }
            None => Some(Err(io::Error::other("the export broke off"))),
        })
    }
}

/// Begins to make a file, and gives the body that sends it.
pub fn streamed(store: Store, export: Export) -> Body {
    let (ahead, pieces) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        let mut sink = Ahead(ahead);
        match pour(&store, &export, &mut sink).await {
            // Whoever stopped listening needs no end.
            Ok(()) => drop(sink.0.send(Piece::Whole).await),
            Err(cause) => {
                tracing::error!(export = %export.order.id, %cause, "an export broke off");
            }
        }
    });
    Body::new(Poured { pieces, whole: false })
}

/// The body that sends the whole file of papers printed together, a piece at a time. Should it be erased
/// meanwhile, the connection breaks.
pub fn printed(store: Store, (id, size): (BatchId, u64), by: By) -> Body {
    let (ahead, pieces) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut sent = 0;
        for nth in 0.. {
            match store.batch_part(id, nth, by).await {
                Ok(Some(bytes)) => {
                    sent += bytes.len() as u64;
                    if ahead.send(Piece::Some(bytes.into())).await.is_err() {
                        return;
                    }
                }
                Ok(None) => break,
                Err(cause) => return tracing::error!(%id, %cause, "a file broke off"),
            }
        }
        if sent == size {
            // Whoever stopped listening needs no end.
            drop(ahead.send(Piece::Whole).await);
        }
    });
    Body::new(Poured { pieces, whole: false })
}
