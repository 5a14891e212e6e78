//! Damage, loss and theft, each with its dated steps; a family is charged by an act or not at all.

crate::step!(
    "m0026_incidents",
    r"
CREATE TABLE incidents (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    loan_id {uuid},
    kind TEXT NOT NULL,
    happened_on TEXT,
    declared_on TEXT NOT NULL,
    ended_on TEXT,
    ending TEXT,
    charged_cents BIGINT,
    act TEXT,
    CONSTRAINT incidents_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT incidents_loan FOREIGN KEY (loan_id) REFERENCES loans (id),
    CONSTRAINT incidents_kind_known CHECK (kind IN ('damage', 'loss', 'theft')),
    CONSTRAINT incidents_ended CHECK ((ending IS NULL) = (ended_on IS NULL)),
    CONSTRAINT incidents_ending_known CHECK (ending IS NULL OR ending IN ('borne', 'found', 'charged')),
    CONSTRAINT incidents_charged_by_act CHECK (
        (charged_cents IS NULL AND act IS NULL AND (ending IS NULL OR ending <> 'charged'))
        OR (charged_cents IS NOT NULL AND charged_cents > 0 AND act IS NOT NULL AND act <> '' AND ending IS NOT NULL AND ending = 'charged')
    )
)
;;
CREATE INDEX incidents_by_cite ON incidents (cite_id, ended_on, declared_on)
;;
CREATE UNIQUE INDEX incidents_one_open_per_item ON incidents (item_id) WHERE ending IS NULL
;;
CREATE TABLE incident_steps (
    incident_id {uuid} NOT NULL,
    step TEXT NOT NULL,
    done_on TEXT NOT NULL,
    reference TEXT NOT NULL,
    seq BIGINT NOT NULL,
    CONSTRAINT incident_steps_pk PRIMARY KEY (incident_id, step),
    CONSTRAINT incident_steps_incident FOREIGN KEY (incident_id) REFERENCES incidents (id),
    CONSTRAINT incident_steps_known CHECK (step IN ('operator_suspended', 'police_complaint', 'imei_blocked', 'assessed'))
)
"
);
