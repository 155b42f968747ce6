//! What was checked and what was not makes up all rules in force, whatever the document, year, level and stage.

use std::fs;
use std::path::Path;

use hegui::Document;
use hegui::check::{Context, Stage};
use hegui::document::Level;
use hegui::input::{Options, read};
use hegui::lint::{Coverage, lint};
use hegui::rule::RuleSet;

fn document(name: &str, rules: &RuleSet) -> Document {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a file");
    understood(bytes, name, rules)
}

fn understood(bytes: Vec<u8>, name: &str, rules: &RuleSet) -> Document {
    let reading = read(bytes, name, &Options::default()).expect("a text");
    Document::understand(reading.source, reading.blocks, rules.vocabularies())
}

/// How many rules in force belong to the document's pack, those it builds on, and to no pack.
fn in_force(document: &Document, rules: &RuleSet) -> usize {
    let mut packs: Vec<&str> = rules.pack_of(document).map(|pack| pack.file.pack.as_str()).into_iter().collect();
    let mut next = 0;
    while let Some(&own) = packs.get(next) {
        next += 1;
        let pack = rules.packs().iter().find(|pack| pack.file.pack == own).expect("known");
        packs.extend(pack.file.extends.iter().map(String::as_str));
    }
    rules.rules().filter(|rule| rule.pack.as_deref().is_none_or(|own| packs.contains(&own))).count()
}

fn whys<'a>(listed: &'a [(hegui::RuleId, String)], rule: &str) -> Option<&'a str> {
    listed.iter().find(|(id, _)| id.as_str() == rule).map(|(_, why)| why.as_str())
}

#[test]
fn counts_add_up_to_the_rules_in_force() {
    let rules = RuleSet::builtin();
    let samples = ["qinghe-2024.txt", "liuxi-street-2024.md", "shuiwuju-2023.txt", "yunfeng-2024-pasted.txt"];
    let samples = samples.map(|name| document(&format!("examples/{name}"), &rules));
    let others =
        ["青禾镇2024年度述法报告\n一、履职情况\n", "青禾镇2024年政府信息公开工作年度报告\n一、总体情况\n", "短文\n"];
    let others = others.map(|text| understood(text.as_bytes().to_vec(), "例.txt", &rules));
    for document in samples.iter().chain(&others) {
        for stage in [Stage::Draft, Stage::Submit, Stage::Publish] {
            for year in [None, Some(2015), Some(2026)] {
                for level in [Level::Unknown, Level::Street, Level::County] {
                    let Coverage { checked, not_applicable, needs_human } =
                        lint(document, &rules, &Context { stage, year, level, ..Context::default() }).coverage;
                    let all = checked + not_applicable.len() + needs_human.len();
                    assert_eq!(
                        all,
                        in_force(document, &rules),
                        "{} {stage:?} {year:?} {level:?}",
                        document.source.name()
                    );
                    for (listed, why) in not_applicable.iter().chain(&needs_human) {
                        assert!(!why.is_empty(), "{listed}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_does_not_apply_says_why() {
    let rules = RuleSet::builtin();
    let town = document("examples/qinghe-2024.txt", &rules);
    let coverage = |context: Context| lint(&town, &rules, &context).coverage;
    let usual = coverage(Context::default());
    assert_eq!(whys(&usual.not_applicable, "unreviewed-publication"), Some("仅在公开阶段检查"));
    assert_eq!(whys(&usual.not_applicable, "missing-leader-section"), None);
    assert!(whys(&usual.needs_human, "uncopied-report").is_some());
    let early = coverage(Context { year: Some(2015), ..Context::default() });
    assert_eq!(whys(&early.not_applicable, "missing-leader-section"), Some("仅适用于2019年以后的报告"));
    let county = coverage(Context { level: Level::County, ..Context::default() });
    assert_eq!(whys(&county.not_applicable, "not-reconsideration-organ"), Some("仅适用于乡镇、街道的报告"));
    let public = coverage(Context { stage: Stage::Publish, ..Context::default() });
    assert!(whys(&public.needs_human, "unreviewed-publication").is_some());
    assert_eq!(whys(&public.not_applicable, "uncopied-report"), Some("仅在报送阶段检查"));
    let other = understood("青禾镇2024年度述法报告\n一、履职情况\n".as_bytes().to_vec(), "例.txt", &rules);
    let other = lint(&other, &rules, &Context::default()).coverage;
    assert_eq!(whys(&other.not_applicable, "missing-plan-section"), Some("本文是“述法报告”，不是这套规则所查的文种"));
    assert_eq!(whys(&other.not_applicable, "not-an-annual-report"), None);
}
