//! Indexes for reading a cité's whole table page by page in one order: without them each page of an
//! export sorts or passes over all the rows before it.

crate::step!(
    "m0016_export_order",
    r"
CREATE INDEX loans_by_cite ON loans (cite_id, id)
;;
CREATE INDEX needs_by_cite ON needs (cite_id, id)
;;
CREATE INDEX households_by_cite ON households (cite_id, id)
;;
CREATE INDEX items_by_cite ON items (cite_id, tag)
;;
CREATE INDEX commitments_by_cite ON commitments (cite_id, id)
"
);
