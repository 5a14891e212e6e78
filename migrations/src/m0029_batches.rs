//! Papers printed together: what was asked for, how far it is, and the finished file in pieces, for some days.

crate::step!(
    "m0029_batches",
    r"
CREATE TABLE batches (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL,
    paper TEXT NOT NULL,
    chosen TEXT NOT NULL,
    beside TEXT,
    state TEXT NOT NULL,
    run BIGINT NOT NULL,
    stop_asked BOOLEAN NOT NULL,
    papers BIGINT NOT NULL,
    done BIGINT NOT NULL,
    left_out BIGINT NOT NULL,
    pages BIGINT NOT NULL,
    size BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    CONSTRAINT batches_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT batches_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT batches_progress CHECK (papers > 0 AND done >= 0 AND done <= papers AND left_out >= 0 AND left_out <= done),
    CONSTRAINT batches_size CHECK (pages >= 0 AND size >= 0 AND (state <> 'ready' OR (size > 0 AND pages > 0))),
    CONSTRAINT batches_state_known CHECK (state IN ('running', 'ready', 'stopped', 'broken', 'erased'))
)
;;
CREATE INDEX batches_by_cite ON batches (cite_id, begun_at)
;;
CREATE INDEX batches_alive ON batches (state, told_at) WHERE state <> 'erased'
;;
CREATE TABLE batch_papers (
    batch_id {uuid} NOT NULL,
    nth BIGINT NOT NULL,
    loan_id {uuid} NOT NULL,
    CONSTRAINT batch_papers_pk PRIMARY KEY (batch_id, nth),
    CONSTRAINT batch_papers_loan_once UNIQUE (batch_id, loan_id),
    CONSTRAINT batch_papers_batch FOREIGN KEY (batch_id) REFERENCES batches (id),
    CONSTRAINT batch_papers_loan FOREIGN KEY (loan_id) REFERENCES loans (id)
)
;;
CREATE INDEX batch_papers_by_loan ON batch_papers (loan_id)
;;
CREATE TABLE batch_parts (
    batch_id {uuid} NOT NULL,
    nth BIGINT NOT NULL,
    content {bytes} NOT NULL,
    CONSTRAINT batch_parts_pk PRIMARY KEY (batch_id, nth),
    CONSTRAINT batch_parts_batch FOREIGN KEY (batch_id) REFERENCES batches (id),
    CONSTRAINT batch_parts_size CHECK (length(content) BETWEEN 1 AND 1048576)
)
"
);
