//! Files that tell the birth of the children that a guardian's line names, or hold pupils and guardians
//! both.

use super::*;

fn sealed(line: u64, name: &str, child: &str, seal: &str, class: &str) -> GuardianEntry {
    let mut entry = guardian(line, name, "Luc", "1 rue Une", "0639980001", &[child]);
    entry.children[0].birth_seal = Some(seal.into());
    entry.children[0].class_name = class.into();
    entry
}

fn child_of<'a>(register: &'a Register, guardian: &str) -> Vec<&'a str> {
    let (_, guardian) =
        register.guardians().iter().find(|(_, one)| one.family_name == guardian).unwrap();
    register.children_of(guardian.household).map(|(_, child)| child.birth_seal.as_str()).collect()
}

#[test]
fn a_birth_tells_two_of_one_name_in_one_class_apart() {
    let mut register =
        of_pupils(&[pupil(2, "ROY", "Ana", "a", "CE1 A"), pupil(3, "ROY", "Ana", "b", "CE1 A")]);
    let entries = [
        // The class is last year's: the birth is enough.
        sealed(2, "PETIT", "Roy Ana", "b", "CP"),
        sealed(3, "LEROY", "ROY ANA", "a", "CE1 A"),
    ];
    let lines = take_guardians(&mut register, import(2), SCHOOL, &entries);
    assert_eq!(tally(&lines, 0).new, 2, "{lines:?}");
    assert_eq!(
        (child_of(&register, "PETIT"), child_of(&register, "LEROY")),
        (vec!["b"], vec!["a"])
    );
    let mut unsealed = sealed(2, "PETIT", "ROY Ana", "", "CE1 A");
    unsealed.children[0].birth_seal = None;
    let lines = take_guardians(&mut register, import(3), SCHOOL, &[unsealed]);
    assert_eq!(lines[0].verdict, Verdict::Conflict(Conflict::AmbiguousChildren));
}

#[test]
fn another_birth_is_another_child_even_if_nobody_else_has_the_name() {
    let mut register = of_pupils(&[pupil(2, "ROY", "Ana", "a", "CE1 A")]);
    let entries = [sealed(2, "PETIT", "ROY Ana", "z", "CE1 A")];
    let lines = take_guardians(&mut register, import(2), SCHOOL, &entries);
    assert_eq!(lines[0].verdict, Verdict::Conflict(Conflict::NoKnownChild));
    assert_eq!(lines[0].notes, [Note::UnknownChild { child: "ROY Ana".into() }]);
    // Nor is a pupil of another school this one, before a person has said so.
    let here = [sealed(2, "PETIT", "ROY Ana", "a", "")];
    let lines = take_guardians(&mut register, import(3), OTHER, &here);
    assert_eq!(lines[0].verdict, Verdict::Conflict(Conflict::NoKnownChild));
}

#[test]
fn a_birth_is_sealed_under_either_name_of_the_child() {
    let mut register = of_pupils(&[pupil(2, "PETIT", "Ana", "a", "")]);
    let mut entry = sealed(2, "LEROY", "ROY Ana", "a", "");
    entry.children[0].usage_name = Some("Petit".into());
    let lines = take_guardians(&mut register, import(2), SCHOOL, &[entry]);
    assert_eq!((&lines[0].verdict, child_of(&register, "LEROY")), (&Verdict::New, vec!["a"]));
}

#[test]
fn one_file_holds_pupils_and_guardians() {
    let mut register = Register::default();
    let children = [
        pupil(2, "ROY", "Ana", "a", "CE1 A"),
        pupil(3, "ROY", "Eva", "b", "CM2 B"),
        pupil(4, "ROY", "Ana", "c", "CE1 A"),
    ];
    let mut both = sealed(2, "PETIT", "ROY Ana", "a", "CE1 A");
    both.children.extend(sealed(2, "PETIT", "ROY Eva", "b", "CM2 B").children);
    let parents = [both, sealed(4, "LEROY", "ROY Ana", "c", "CE1 A")];
    let mut take = |n| {
        let pupils = take_pupils(&mut register, import(n), SCHOOL, &children, &BTreeSet::new());
        let guardians = take_guardians(&mut register, import(n), SCHOOL, &parents);
        (tally(&pupils, 0), tally(&guardians, 0), register.clone())
    };
    let (pupils, guardians, first) = take(1);
    assert_eq!((pupils.new, guardians.new), (3, 2));
    assert_eq!((child_of(&first, "PETIT").len(), child_of(&first, "LEROY")), (2, vec!["c"]));
    let (pupils, guardians, again) = take(2);
    assert_eq!((pupils.unchanged, guardians.unchanged, &again), (3, 2, &first));
}
