//! What the command line once wrote for "nobody has said it yet" becomes a blank: papers then leave a line
//! to fill in by hand, and the administrator reads what is missing.

crate::step!(
    "m0011_blanks",
    r"
UPDATE cites SET lead_school = '' WHERE lead_school = 'à compléter'
;;
UPDATE cites SET lender_address = '' WHERE lender_address = 'à compléter'
;;
UPDATE cites SET lender_signatory = '' WHERE lender_signatory = 'à compléter'
;;
UPDATE cites SET act_reference = '' WHERE act_reference = 'à compléter'
;;
UPDATE cites SET contact = '' WHERE contact = 'à compléter'
;;
UPDATE cites SET dpo_contact = '' WHERE dpo_contact = 'à compléter'
"
);
