//! Writes invented reports into a folder, a copy planted in every fifth: `cargo run --example copies -- FOLDER COUNT`.

#[path = "../tests/compare/generator.rs"]
mod generator;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let count: usize = arguments.next().and_then(|count| count.to_str()?.parse().ok()).ok_or("how many reports?")?;
    fs::create_dir_all(&folder)?;
    for number in 0..count {
        let mut report = generator::report(number, 2024);
        if number % 5 == 4 {
            let other = generator::report(number - 3, 2024);
            report.paragraphs[0].push(other.paragraphs[0][2].replace(&other.town, &report.town));
        }
        fs::write(folder.join(format!("{number:05}.txt")), report.text())?;
    }
    Ok(())
}
