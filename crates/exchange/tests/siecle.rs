//! SIECLE's XML exports, alone, together, and wrong.

#[allow(dead_code)]
mod support;

use domain::identifiers::Uai;
use exchange::people::{PupilRow, RowError};
use exchange::siecle::Siecle;
use exchange::{FileError, Opened, Opening, open};
use jiff::civil::date;
use support::{TODAY, zip};

const PUPILS: &str = r#"<?xml version="1.0" encoding="ISO-8859-15"?>
<BEE_ELEVES VERSION="2.1">
 <PARAMETRES><UAJ>0310001H</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE><DATE_EXPORT>20/09/2026</DATE_EXPORT></PARAMETRES>
 <DONNEES>
  <ELEVES>
   <ELEVE ELEVE_ID="101" ELENOET="1"><ID_NATIONAL>060000000AA</ID_NATIONAL><NOM_DE_FAMILLE>BENSAÏD</NOM_DE_FAMILLE><PRENOM>Inès</PRENOM><DATE_NAISS>12/05/2014</DATE_NAISS><CODE_SEXE>2</CODE_SEXE><CODE_MEF>10010012110</CODE_MEF>
    <SCOLARITE_AN_DERNIER><CODE_STRUCTURE>CM2</CODE_STRUCTURE><CODE_RNE>0310099Z</CODE_RNE></SCOLARITE_AN_DERNIER></ELEVE>
   <ELEVE ELEVE_ID="102" ELENOET="2"><NOM>CŒUR &amp; DIAZ</NOM><NOM_USAGE>DIAZ</NOM_USAGE><PRENOM>Zoé</PRENOM><DATE_NAISS>03/02/2013</DATE_NAISS></ELEVE>
   <ELEVE ELEVE_ID="103" ELENOET="3"><NOM_DE_FAMILLE>PARTI</NOM_DE_FAMILLE><PRENOM>Ali</PRENOM><DATE_NAISS>01/01/2013</DATE_NAISS><DATE_SORTIE>30/06/2026</DATE_SORTIE></ELEVE>
   <ELEVE ELEVE_ID="104" ELENOET="4"><NOM_DE_FAMILLE>SANS</NOM_DE_FAMILLE><PRENOM>Classe</PRENOM><DATE_NAISS>01/01/2013</DATE_NAISS></ELEVE>
  </ELEVES>
  <STRUCTURES>
   <STRUCTURES_ELEVE ELEVE_ID="101"><STRUCTURE><CODE_STRUCTURE>6LATIN</CODE_STRUCTURE><TYPE_STRUCTURE>G</TYPE_STRUCTURE></STRUCTURE><STRUCTURE><CODE_STRUCTURE>6A</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>
   <STRUCTURES_ELEVE ELEVE_ID="102"><STRUCTURE><CODE_STRUCTURE>5EME2</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>
  </STRUCTURES>
 </DONNEES>
</BEE_ELEVES>"#;

fn guardians(link: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="ISO-8859-15"?>
<BEE_RESPONSABLES VERSION="2.1">
 <PARAMETRES><UAJ>0310001H</UAJ></PARAMETRES>
 <DONNEES>
  <PERSONNES>
   <PERSONNE PERSONNE_ID="9"><NOM_DE_FAMILLE>BENSAÏD</NOM_DE_FAMILLE><PRENOM>Léa</PRENOM><LC_CIVILITE>MME</LC_CIVILITE><TEL_PERSONNEL>0561000000</TEL_PERSONNEL><TEL_PORTABLE>06 39 98 10 01</TEL_PORTABLE><MEL>lea@example.org</MEL><ADRESSE_ID>77</ADRESSE_ID></PERSONNE>
   <PERSONNE PERSONNE_ID="10"><NOM_DE_FAMILLE>VOISIN</NOM_DE_FAMILLE><PRENOM>Jo</PRENOM></PERSONNE>
  </PERSONNES>
  <RESPONSABLES>
   <{link}><ELEVE_ID>101</ELEVE_ID><PERSONNE_ID>9</PERSONNE_ID><RESP_LEGAL>1</RESP_LEGAL></{link}>
   <{link}><ELEVE_ID>102</ELEVE_ID><PERSONNE_ID>9</PERSONNE_ID><RESP_LEGAL>2</RESP_LEGAL></{link}>
   <{link}><ELEVE_ID>101</ELEVE_ID><PERSONNE_ID>10</PERSONNE_ID><RESP_LEGAL>0</RESP_LEGAL></{link}>
  </RESPONSABLES>
  <ADRESSES><ADRESSE ADRESSE_ID="77"><LIGNE1_ADRESSE>3 rue de la Reynerie</LIGNE1_ADRESSE><LIGNE2_ADRESSE>Bât. C</LIGNE2_ADRESSE><CODE_POSTAL>31100</CODE_POSTAL><LIBELLE_POSTAL>TOULOUSE</LIBELLE_POSTAL></ADRESSE></ADRESSES>
 </DONNEES>
</BEE_RESPONSABLES>"#
    )
}

fn latin9(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| if c == 'Œ' { 0xbc } else { u8::try_from(u32::from(c)).unwrap() })
        .collect()
}

fn siecle(bytes: &[u8]) -> Siecle {
    match open(bytes, &Opening::default()) {
        Ok(Opened::Siecle(siecle)) => siecle,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pupils_with_the_class_of_their_division() {
    for bytes in [
        latin9(PUPILS),
        zip(&[
            ("ElevesSansAdresses.xml", &latin9(PUPILS)),
            ("Nomenclature.xml", b"<BEE_NOMENCLATURES/>"),
        ]),
    ] {
        let uai = Uai::parse("0310001H").unwrap();
        let reading = siecle(&bytes).pupils(Some(&uai), TODAY).unwrap();
        let told = |row: &PupilRow| {
            format!(
                "{} {} {} {:?} {} {:?} {:?}",
                row.line,
                row.family_name,
                row.first_name,
                row.usage_name,
                row.birth,
                row.level_label,
                row.class_name
            )
        };
        let read: Vec<String> = reading.accepted().map(told).collect();
        assert_eq!(
            read,
            [
                "1 BENSAÏD Inès None 2014-05-12 Some(\"6e\") Some(\"6A\")",
                "2 CŒUR & DIAZ Zoé Some(\"DIAZ\") 2013-02-03 Some(\"5e\") Some(\"5EME2\")",
            ]
        );
        let refused: Vec<_> =
            reading.rejected().map(|row| (row.line, row.reason.clone())).collect();
        assert_eq!(
            refused,
            [(3, RowError::Left { on: date(2026, 6, 30) }), (4, RowError::MissingLevel)]
        );
    }
}

#[test]
fn legal_guardians_by_either_name_of_the_link() {
    for link in ["RESPONSABLE", "RESPONSABLE_ELEVE"] {
        let both = zip(&[
            ("ElevesAvecAdresses.xml", &latin9(PUPILS)),
            ("ResponsablesAvecAdresses.xml", &latin9(&guardians(link))),
        ]);
        let reading = siecle(&both).guardians(None).unwrap();
        let rows: Vec<_> = reading.accepted().collect();
        assert_eq!(
            (rows.len(), reading.rejected().count()),
            (1, 0),
            "{link}: who is only to be called is left out"
        );
        let row = rows[0];
        let children: Vec<_> =
            row.children.iter().map(|child| (child.first_name.as_str(), child.birth)).collect();
        assert_eq!(children, [("Inès", Some(date(2014, 5, 12))), ("Zoé", Some(date(2013, 2, 3)))]);
        assert_eq!(row.phones.mobile.as_ref().unwrap().national(), "06 39 98 10 01");
        assert_eq!(
            row.address.as_ref().unwrap().street.as_deref(),
            Some("3 rue de la Reynerie, Bât. C")
        );
    }
}

#[test]
fn what_must_not_be_kept_is_not() {
    let kept =
        serde_json::to_string(&siecle(&latin9(PUPILS)).pupils(None, TODAY).unwrap()).unwrap();
    for refused in ["060000000AA", "0310099Z", "10010012110", "CM2"] {
        assert!(!kept.contains(refused), "{refused}");
    }
}

#[test]
fn wrong_exports_are_named() {
    let other = Uai::parse("0690001B").unwrap();
    let refused = siecle(&latin9(PUPILS)).pupils(Some(&other), TODAY);
    assert_eq!(
        refused,
        Err(FileError::OtherSchool { expected: "0690001B".into(), found: "0310001H".into() })
    );
    let alone = siecle(&latin9(&guardians("RESPONSABLE")));
    assert_eq!(alone.guardians(None), Err(FileError::SiecleWithoutPupils));
    assert_eq!(alone.pupils(None, TODAY), Err(FileError::SiecleWithoutPupils));
    for (document, reason) in [
        ("<?xml version='1.0'?><BEE_NOMENCLATURES/>", FileError::NotSiecle),
        ("<?xml version='1.0'?><html><body>Bonjour</body></html>", FileError::NotSiecle),
        ("<?xml version='1.0'?><BEE_ELEVES><DONNEES>", FileError::Damaged),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><BEE_ELEVES/>", FileError::Entities),
        (
            "<?xml version='1.0'?><BEE_ELEVES><DONNEES><ELEVE><NOM>&xxe;</NOM></ELEVE></DONNEES></BEE_ELEVES>",
            FileError::Entities,
        ),
    ] {
        let read = open(document.as_bytes(), &Opening::default());
        assert_eq!(read.err(), Some(reason), "{document}");
    }
    let deep = format!("<BEE_ELEVES>{}{}</BEE_ELEVES>", "<A>".repeat(5000), "</A>".repeat(5000));
    assert_eq!(open(deep.as_bytes(), &Opening::default()).err(), Some(FileError::Damaged));
}
