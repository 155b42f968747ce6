//! Reports held against each other: planted copies are found, what all reports say is not.

#[path = "compare/generator.rs"]
pub(crate) mod generator;

use generator::{Dice, Report, report, sentence};
use hegui::Source;
use hegui::compare::{Difference, Index, Kin, Likeness, Relation, Running};
use hegui::document::{Document, plain_blocks};
use hegui::rule::RuleSet;

/// A copy of a passage in another report.
struct Plant {
    from: usize,
    into: usize,
    /// As it stands there.
    text: String,
    renamed: bool,
}

fn running(rules: &RuleSet, name: &str, text: &str) -> Running {
    let document = Document::understand(Source::new(name, text), plain_blocks(text), rules.vocabularies());
    Running::of(&document, name)
}

/// Puts a copy of one to three sentences of one report into another: as it is, with the other's name, with other marks.
fn plant(reports: &mut [Report], dice: &mut Dice, way: usize) -> Plant {
    let (from, into) = (dice.throw(reports.len()), dice.throw(reports.len()));
    let into = if from == into { (into + 1) % reports.len() } else { into };
    let source = &reports[from];
    let paragraph = &source.paragraphs[0][1 + dice.throw(9)];
    let ends: Vec<usize> = paragraph.match_indices('。').map(|(at, mark)| at + mark.len()).collect();
    let mut text = paragraph[..ends[1 + dice.throw(ends.len() - 1)]].to_owned();
    match way {
        1 => text = text.replace(&source.town, &reports[into].town),
        2 => text = text.replace('，', "；").replace('。', "， ").replace("到", "到“").replace("件", "”件"),
        _ => {}
    }
    let renamed = way == 1;
    let own = sentence(dice);
    let target = &mut reports[into].paragraphs[1];
    let at = 1 + dice.throw(target.len() - 1);
    target.insert(at, format!("{own}{text}"));
    Plant { from, into, text, renamed }
}

fn named(number: usize) -> String {
    format!("{number:04}.txt")
}

/// Whether all of a plant is told of. What was copied from a third report as well may be told in two parts.
fn found(likeness: &Likeness, text: &str, plant: &Plant) -> bool {
    let start = text.find(&plant.text).expect("planted");
    let end = start + plant.text.trim_end_matches(['，', ' ', '。']).len();
    let mut passages: Vec<_> = likeness.kin.iter().flat_map(|kin| &kin.passages).collect();
    passages.sort_by_key(|passage| passage.span);
    passages.retain(|passage| start < passage.span.end && passage.span.start < end);
    let is_whole =
        passages.windows(2).all(|pair| text[pair[0].span.end..pair[1].span.start].trim_matches('，').is_empty());
    let (Some(first), Some(last)) = (passages.first(), passages.last()) else { return false };
    let is_named = !plant.renamed || first.difference == Difference::Place;
    is_whole && is_named && first.span.start <= start && end <= last.span.end
}

#[test]
fn planted_copies_are_found_and_nothing_else() {
    let rules = RuleSet::builtin();
    let mut reports: Vec<Report> = (0..60).map(|number| report(number, 2024)).collect();
    let mut dice = Dice::new(7);
    let plants: Vec<Plant> = (0..120).map(|number| plant(&mut reports, &mut dice, number % 3)).collect();
    let texts: Vec<String> = reports.iter().map(Report::text).collect();
    let all: Vec<Running> =
        texts.iter().enumerate().map(|(number, text)| running(&rules, &named(number), text)).collect();
    let index = Index::new(all.clone());
    let likenesses: Vec<Likeness> = all.iter().map(|running| index.likeness(running)).collect();
    let missed: Vec<&str> = plants
        .iter()
        .filter(|plant| !found(&likenesses[plant.into], &texts[plant.into], plant))
        .map(|plant| plant.text.as_str())
        .collect();
    assert!(missed.len() * 100 <= plants.len(), "{} of {}: {missed:#?}", missed.len(), plants.len());
    let pairs: Vec<(usize, usize)> =
        plants.iter().flat_map(|plant| [(plant.from, plant.into), (plant.into, plant.from)]).collect();
    for (number, likeness) in likenesses.iter().enumerate() {
        // Two reports of made-up words may share some thirty characters by chance; the rules speak from forty on.
        let told = |kin: &&Kin| kin.passages.iter().any(|passage| passage.characters >= 40);
        for kin in likeness.kin.iter().filter(told) {
            // Copies of one passage in two reports are shared by these too.
            let is_planted = pairs.contains(&(number, kin.number))
                || pairs.iter().any(|&(one, other)| one == number && pairs.contains(&(other, kin.number)));
            assert!(is_planted, "{number} and {}: {:#?}", kin.number, kin.passages);
        }
    }
}

#[test]
fn the_order_of_reports_decides_and_nothing_else() {
    let rules = RuleSet::builtin();
    let mut reports: Vec<Report> = (0..8).map(|number| report(number, 2024)).collect();
    let passage = sentence(&mut Dice::new(5)) + &sentence(&mut Dice::new(6));
    for report in &mut reports[2..5] {
        report.paragraphs[1].push(passage.clone());
    }
    let all: Vec<Running> =
        (0..).zip(&reports).map(|(number, report)| running(&rules, &named(number), &report.text())).collect();
    let index = Index::new(all.clone());
    let names = |number: usize| -> Vec<String> {
        index
            .likeness(&all[number])
            .kin
            .iter()
            .filter(|kin| !kin.passages.is_empty())
            .map(|kin| kin.name.clone())
            .collect()
    };
    assert_eq!((names(2), names(3), names(4)), (vec![named(3)], vec![named(2)], vec![named(2)]));
    assert_eq!(names(0), Vec::<String>::new());
    assert_eq!(index.likeness(&all[3]), Index::new(all.clone()).likeness(&all[3]));
}

#[test]
fn last_years_report_is_an_earlier_one_and_next_years_is_none() {
    let rules = RuleSet::builtin();
    let mut reports = [report(1, 2023), report(1, 2024), report(2, 2024)];
    let copied = reports[0].paragraphs[0][1].replace("2023", "2024");
    reports[1].paragraphs[0].push(copied.clone());
    let all: Vec<Running> =
        (0..).zip(&reports).map(|(number, report)| running(&rules, &named(number), &report.text())).collect();
    let index = Index::new(all.clone());
    let [last, this, other] = [0, 1, 2].map(|number| index.likeness(&all[number]));
    assert!((last.had_earlier, this.had_earlier, this.had_others, other.had_earlier) == (false, true, true, false));
    let kin = this.kin.iter().find(|kin| kin.relation == Relation::Earlier).expect("last year's");
    let text = reports[1].text();
    let shown: Vec<&str> = kin.passages.iter().map(|passage| &text[passage.span.range()]).collect();
    assert!(shown.contains(&copied.as_str()), "{shown:#?}");
    assert!(last.kin.iter().all(|kin| kin.name != named(1)));
}

#[test]
fn odd_texts_are_compared_too() {
    let rules = RuleSet::builtin();
    let texts = [
        "",
        "。",
        "123456789".repeat(200).as_str(),
        "镇".repeat(3000).as_str(),
        "镇乡街道\n一、\n".repeat(300).as_str(),
    ]
    .map(str::to_owned);
    let all: Vec<Running> = (0..).zip(&texts).map(|(number, text)| running(&rules, &named(number), text)).collect();
    let index = Index::new(all.iter().cloned().chain(all.iter().cloned().map(Running::given)).collect());
    for (running, text) in all.iter().zip(&texts) {
        for passage in index.likeness(running).kin.iter().flat_map(|kin| &kin.passages) {
            assert!(text.get(passage.span.range()).is_some());
        }
    }
}
