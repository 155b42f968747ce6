//! Writes invented reports with copies planted in every other one: `cargo run --example copies -- FOLDER COUNT`. What was
//! planted stands in `FOLDER.tsv`; `tests/compare.py` measures how much of it is found.

#[path = "../tests/compare/generator.rs"]
mod generator;

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use generator::{Dice, Report, report, sentence};

const YEAR: i32 = 2024;
/// How long copies are, in characters without marks; the last one is that of a whole paragraph.
const LENGTHS: [usize; 5] = [60, 80, 110, 140, 1000];
/// What is done to a copy.
const WAYS: [&str; 4] = ["as it is", "another town", "other marks", "other figures"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let count: usize = arguments.next().and_then(|count| count.to_str()?.parse().ok()).ok_or("how many reports?")?;
    fs::create_dir_all(&folder)?;
    let mut dice = Dice::new(11);
    let mut planted = String::new();
    for number in 0..count {
        let mut own = report(number, YEAR);
        if number % 2 == 1 {
            // Anything but its own number.
            let from = (number + 1 + dice.throw(count - 1)) % count;
            let (way, text) = copy(&report(from, YEAR), &own, &mut dice);
            own.paragraphs[1].insert(2, format!("{}{text}{}", sentence(&mut dice), sentence(&mut dice)));
            writeln!(planted, "{number:05}.txt\t{from:05}.txt\t{way}\t{text}")?;
        }
        fs::write(folder.join(format!("{number:05}.txt")), own.text())?;
    }
    fs::write(folder.with_extension("tsv"), planted)?;
    Ok(())
}

/// A passage of one report as it is to stand in another, and what was done to it.
fn copy(from: &Report, into: &Report, dice: &mut Dice) -> (&'static str, String) {
    let paragraph = &from.paragraphs[0][1 + dice.throw(10)];
    let clauses: Vec<&str> = paragraph.split_inclusive(['，', '。']).collect();
    let wanted = LENGTHS[dice.throw(LENGTHS.len())];
    let (mut text, mut length) = (String::new(), 0);
    for clause in &clauses[dice.throw(2)..] {
        if length >= wanted {
            break;
        }
        text.push_str(clause);
        length += clause.chars().count() - 1;
    }
    let way = WAYS[dice.throw(WAYS.len())];
    let text = match way {
        "another town" => text.replace(&from.town, &into.town),
        "other marks" => text.replace('，', "；").replace("到", "到“").replace("件", "”件"),
        "other figures" => text.replace('1', "8").replace('3', "5"),
        _ => text,
    };
    (way, text)
}
