//! The rule set: changed on a page, every version kept, plans true to theirs.

use domain::Seat;
use domain::scoring::{RuleSet, Siblings};
use domain::stock::{ItemKind, Restriction};
use store::on_both;
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use tests::{Answer, App, Visitor, html};

const RULES: &str = "/attributions/bareme";
const EDIT: &str = "/attributions/bareme/modifier";

/// The fields of the form as a browser would send them, some typed over; a name repeats only when it
/// is a checkbox.
async fn typed(who: &Visitor, over: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = who.get(EDIT).await.expect(200).text();
    let mut fields = vec![("rule".to_owned(), "strict".to_owned())];
    for tag in page.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
    {
        let part = |name: &str| {
            Some(tag.split_once(&format!("{name}=\""))?.1.split('"').next()?.to_owned())
        };
        let (Some(name), Some(value)) = (part("name"), part("value")) else { continue };
        let boxed = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
        if name != "csrf" && name != "rule" && (!boxed || tag.contains(" checked")) {
            fields.push((name, value));
        }
    }
    for (name, value) in over {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

/// Changes the form of [`EDIT`] so, and sends it.
async fn change(who: &Visitor, over: &[(&str, &str)]) -> Answer {
    let fields = typed(who, over).await;
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.submit(EDIT, EDIT, &fields).await
}

on_both! {
    async fn a_change_is_a_new_version_and_the_old_ones_stay(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let _ = agent.get(EDIT).await.expect(200).says("Ni la langue ni l’origine");
        let _ = change(&agent, &[]).await.expect(303);
        let first = app.store().current_policy(agent.by).await.unwrap().unwrap();
        assert_eq!((first.version, &first.rules), (1, &RuleSet::starting()), "nothing changed is the start");
        let _ = change(&agent, &[]).await.expect(409).says("Rien ne change par rapport à la version 1");
        let over = [("weight-in_qpv", "55"), ("penalty-refurbished", "20"), ("pupils_counted", "6"),
            ("last_tier", "5"), ("exam_years", "3e"), ("rule", "count"),
            ("children_per_device", "3"), ("devices_at_most", "3"), ("tiers_lower", "2")];
        let _ = change(&agent, &over).await.expect(303);
        let second = app.store().current_policy(agent.by).await.unwrap().unwrap();
        let rules = second.rules.rules();
        assert_eq!((second.version, rules.pupils_counted, rules.last_tier), (2, 6, 5));
        assert_eq!((rules.exam_years.len(), rules.rule.code(), rules.penalties.values().max()), (1, "count", Some(&20)));
        assert_eq!(rules.siblings, Siblings { children_per_device: 3, devices_at_most: 3, tiers_lower: 2 });
        let page = agent.get(RULES).await.expect(200).says("un appareil pour 3 enfants").says("Version 2").says("Version 1").says("Agent municipal");
        let _ = page.says("3e").says("en vigueur");
        let old = format!("{RULES}/{}", first.id);
        let _ = agent.get(&old).await.expect(200).says("Ce n’est plus le barème en vigueur").says("terminale");
        assert_eq!(app.store().policy(first.id, agent.by).await.unwrap(), Some(first), "never changed");
        for seat in [Seat::Principal, Seat::TownCopilot, Seat::PrefectDelegate] {
            let reader = app.visitor(0, seat).await;
            let page = reader.get(RULES).await.expect(200).text();
            assert!(!page.contains(EDIT), "{seat} is offered to change the rules");
            let _ = reader.get(&old).await.expect(200);
            let _ = reader.get(EDIT).await.expect(403);
        }
        let other = app.visitor(1, Seat::TownAgent).await;
        let _ = other.get(&old).await.expect(404);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn every_wrong_rule_is_a_sentence_beside_its_field(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        for (field, value, sentence) in [
            ("weight-equipment_none", "299", "donne moins de points que « Un smartphone, rien d’autre »"),
            ("weight-connection_none", "0", "donne moins de points que « Connexion limitée »"),
            ("weight-referrer_priority", "400", "un dixième du total possible au plus"),
            ("weight-in_qpv", "-1", "indiquez un nombre entier de 0 à 9999"),
            ("weight-in_qpv", "", "est vide"),
            ("pupils_counted", "21", "de 1 à 20"),
            ("last_tier", "2", "Indiquez un nombre de 3 à 9"),
            ("children_per_device", "0", "de 1 à 20"),
            ("devices_at_most", "10", "de 1 à 9"),
            ("tiers_lower", "6", "se trouverait en priorité 10"),
            ("school_least", "10000", "de 0 à 9999"),
            ("school_most", "0", "de 1 à 9999"),
            ("penalty-good", "100", "de 0 à 99"),
        ] {
            let page = change(&agent, &[(field, value)]).await.expect(422).says(sentence).text();
            assert!(page.contains(&format!("<a href=\"#{field}\">")), "{field} is not linked");
            assert!(page.contains(&format!("id=\"{field}-erreur\"")), "{field} has no sentence beside it");
            assert_eq!(html::field(&page, field).as_deref(), Some(value), "what was typed is lost");
            let other = if field == "pupils_counted" { ("weight-pupil", "40") } else { ("pupils_counted", "5") };
            assert_eq!(html::field(&page, other.0).as_deref(), Some(other.1));
            assert!(page.contains("name=\"exam_years\" value=\"3e\" checked"));
        }
        let both = [("weight-pupil", "9000"), ("last_tier", "2")];
        let page = change(&agent, &both).await.expect(422).says("pour 9999 au plus");
        let _ = page.says("Indiquez un nombre de 3 à 9");
        let _ = change(&agent, &[("exam_years", "latin")]).await.expect(422).says("choisissez parmi les réponses");
        assert_eq!(app.store().current_policy(agent.by).await.unwrap(), None, "nothing is published");
    }
}

on_both! {
    async fn two_people_changing_at_once_do_not_undo_each_other(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        let late = typed(&agent, &[("weight-in_qpv", "41")]).await;
        let late: Vec<_> = late.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let _ = change(&agent, &[("weight-lost_contact", "81")]).await.expect(303);
        let _ = agent.submit(EDIT, EDIT, &late).await.expect(409).says("a été publiée pendant que cette page");
        assert_eq!(app.store().current_policy(agent.by).await.unwrap().unwrap().version, 1);
    }
}

on_both! {
    async fn an_open_round_keeps_its_rules(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        in_need(app.store(), 1, agent.by).await;
        shelf(app.store(), 1, ItemKind::Tablet, 1, &Restriction::default(), agent.by).await;
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);
        let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let adopt = format!("{plan}/adopter");
        let before = agent.get(&adopt).await.expect(200).text();
        assert!(!before.contains("publiée depuis"), "{before}");
        let _ = change(&agent, &[("weight-in_qpv", "55")]).await.expect(303);
        let _ = agent.get(&shown).await.expect(200).says("version 1");
        let page = agent.get(&adopt).await.expect(200).says("La version 2, publiée depuis, ne le change pas").text();
        let id = html::field(&page, "id").unwrap();
        let _ = agent.submit(&adopt, &adopt, &[("id", &id)]).await.expect(303);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_rule_set_is_tried_before_it_is_published(fresh) {
        const TRY: &str = "/attributions/bareme/essai";
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        for n in 1..=3 {
            in_need(app.store(), n, agent.by).await;
        }
        shelf(app.store(), 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
        let open = round(app.store(), 1, agent.by).await;
        let before = store::testing::snapshot(app.store()).await;
        let tried = |over: &'static [(&'static str, &'static str)]| {
            let agent = agent.clone();
            async move {
                let fields = typed(&agent, over).await;
                let fields: Vec<_> =
                    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                agent.submit(EDIT, TRY, &fields).await
            }
        };
        let _ = tried(&[("weight-pupil", "41")]).await.expect(200).says("Cela ne changerait rien");
        let _ = tried(&[("weight-pupil", "-1")]).await.expect(422).says("nombre entier");
        assert_eq!(store::testing::snapshot(app.store()).await, before, "a trial keeps nothing");
        app.store().abandon_round(open, agent.by, store::testing::builders::cites::start()).await.unwrap();
        let _ = tried(&[("weight-pupil", "41")]).await.expect(200).says("Aucun tour n’est ouvert");
    }
}

on_both! {
    async fn balance_between_schools_is_asked_with_the_rule_that_has_room_for_it(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        for n in 1..=3 {
            in_need(app.store(), n, agent.by).await;
        }
        shelf(app.store(), 1, ItemKind::Tablet, 2, &Restriction::default(), agent.by).await;
        let over = [("balance", "schools"), ("rule", "strict")];
        let _ = change(&agent, &over).await.expect(422).says("ne va qu’avec la règle « plus grand nombre »");
        let over = [("balance", "schools"), ("rule", "count")];
        let _ = change(&agent, &over).await.expect(303);
        let _ = agent.get(RULES).await.expect(200).says("équité entre écoles");
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);
        let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let page = agent.get(&plan).await.expect(200).says("L’équité entre écoles coûte 0 besoin servi").text();
        let explain = page.split("href=\"").find(|part| part.contains("/besoins/")).unwrap();
        let _ = agent.get(explain.split('"').next().unwrap()).await.expect(200).says("pour l’équité entre écoles");
    }
}

on_both! {
    async fn limits_for_schools_are_kept_told_and_refused_when_impossible(fresh) {
        let app = App::new(fresh);
        let agent = app.visitor(0, Seat::TownAgent).await;
        for n in 1..=3 {
            in_need(app.store(), n, agent.by).await;
        }
        shelf(app.store(), 1, ItemKind::Tablet, 3, &Restriction::default(), agent.by).await;
        let limited = [("balance", "limits"), ("school_least", ""), ("school_most", "")];
        let _ = change(&agent, &limited).await.expect(422).says("Les limites par école ne laissent aucun nombre possible");
        let limited = [("balance", "limits"), ("school_least", "1"), ("school_most", "2")];
        let _ = change(&agent, &limited).await.expect(303);
        let _ = agent.get(RULES).await.expect(200).says("1 besoin servi au moins et 2 au plus par école");
        let shown = format!("/attributions/{}", round(app.store(), 1, agent.by).await);
        let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let page = agent.get(&plan).await.expect(200).says("2 besoins servis sur 6").says("Les limites par école coûtent 1 besoin servi");
        let page = page.says("1 besoin servi de moins").says("L’autre règle et l’ancienne pratique sont comptées sans");
        let _ = page.says("École Jean-Zay").says("est atteint (2 au plus)");
        let again = format!("{plan}/adopter");
        let id = html::field(&agent.get(&again).await.expect(200).text(), "id").unwrap();
        let _ = agent.submit(&again, &again, &[("id", &id)]).await.expect(303);

        // More than there is: the search says which school, and what is possible.
        let _ = change(&agent, &[("balance", "limits"), ("school_least", "3"), ("school_most", "")]).await.expect(303);
        let shown = format!("/attributions/{}", round(app.store(), 2, agent.by).await);
        let id = html::field(&agent.get(&shown).await.expect(200).text(), "id").unwrap();
        let plan = agent.submit(&shown, &shown, &[("id", &id)]).await.expect(303).location.unwrap();
        let _ = agent.get(&plan).await.expect(200).says("« École Jean-Zay », 3 demandés, 1 au plus");
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}
