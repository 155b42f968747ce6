//! Objects of text: where each of their characters stands, and the runs that these make.

use super::frame::Frame;
use super::page::{POINTS, numbers};
use super::{Error, MOST_RUNS};
use crate::docx::xml::Tag;
use crate::layout::Run;

/// The widest gap, in sizes, inside a run; letters as wide as Chinese characters leave half a size.
const GAP: f32 = 0.8;

/// An object whose end has not come.
#[derive(Debug)]
pub(super) struct Object {
    frame: Frame,
    /// The size of its letters, in millimetres.
    size: f32,
    /// The widths of its letters, as a part of those of the font.
    stretch: f32,
    /// Where the text begins in the object.
    start: (f32, f32),
    /// How far each character is from the one before.
    across: Vec<Step>,
    down: Vec<Step>,
}

/// A distance, and between how many characters it stands.
type Step = (usize, f32);

impl Object {
    /// Reads the opening of an object; none where no one sees or can read it along a line.
    pub(super) fn new(tag: &Tag<'_>) -> Option<Self> {
        let number = |name: &str, usual: f32| {
            tag.value(name).and_then(|value| numbers(&value).first().copied()).unwrap_or(usual)
        };
        Some(Self {
            frame: Frame::of(tag)?,
            size: number("Size", 0.0),
            stretch: number("HScale", 1.0),
            start: (0.0, 0.0),
            across: Vec::new(),
            down: Vec::new(),
        })
    }

    /// Reads the opening of a text in it. Where it does not say where it begins, it begins where the last one did.
    pub(super) fn code(&mut self, tag: &Tag<'_>) {
        let number = |name: &str| tag.value(name).and_then(|value| numbers(&value).first().copied());
        self.start = (number("X").unwrap_or(self.start.0), number("Y").unwrap_or(self.start.1));
        let list = |name: &str| tag.value(name).map(|value| steps(&value)).unwrap_or_default();
        (self.across, self.down) = (list("DeltaX"), list("DeltaY"));
    }

    /// Adds the runs that a text makes: a new one begins behind each gap.
    pub(super) fn runs(&self, words: &str, runs: &mut Vec<Run>) -> Result<(), Error> {
        let (mut across, mut down) = (distances(&self.across), distances(&self.down));
        let (mut x, mut y) = self.start;
        // The run that goes on, and where the next character stands if nothing lies between.
        let mut open: Option<(Run, f32)> = None;
        let (wider, higher) = self.frame.stretch();
        let size = self.size * higher * POINTS;
        for character in words.chars() {
            let wide = self.size * self.stretch * if character.is_ascii() { 0.5 } else { 1.0 };
            let (left, base) = self.frame.outside(x, y);
            let width = wide * wider * POINTS;
            match open.as_mut().filter(|(run, next)| run.y == base && (left - *next).abs() <= GAP * size) {
                Some((run, next)) => {
                    run.text.push(character);
                    (run.width, *next) = (left + width - run.x, left + width);
                }
                None => {
                    let run = Run { x: left, y: base, width, size, text: character.to_string() };
                    runs.extend(open.replace((run, left + width)).map(|(run, _)| run));
                    if runs.len() > MOST_RUNS {
                        return Err(Error::TooLarge);
                    }
                }
            }
            let step = across.next();
            // Characters without a distance are set as they are wide; where they go down, they stay where they are.
            x += step.unwrap_or(if self.down.is_empty() { wide } else { 0.0 });
            y += down.next().unwrap_or_default();
        }
        runs.extend(open.map(|(run, _)| run));
        Ok(())
    }
}

/// Distances as they are written: `3.5` or, for five of them, `g 5 3.5`.
fn steps(words: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        let (count, step) = match word {
            "g" => (words.next().and_then(|count| count.parse().ok()).unwrap_or_default(), words.next()),
            _ => (1, Some(word)),
        };
        let step = step.and_then(|step| step.parse().ok()).filter(|step: &f32| step.is_finite());
        steps.push((count, step.unwrap_or_default()));
    }
    steps
}

fn distances(steps: &[Step]) -> impl Iterator<Item = f32> {
    steps.iter().flat_map(|&(count, step)| std::iter::repeat_n(step, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ofd::page::Content;

    /// The runs of an object as text, and where they begin, in tenths of a millimetre.
    fn runs(object: &str) -> Vec<(String, i32, i32)> {
        let text = format!("<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\">{object}</ofd:Page>");
        let content = Content::read(&text).expect("well-formed");
        let tenths = |points: f32| (points / POINTS * 10.0).round() as i32;
        content.runs.iter().map(|run| (run.text.clone(), tenths(run.x), tenths(run.y))).collect()
    }

    #[test]
    fn characters_stand_where_the_distances_say() {
        let object = |attributes: &str, code: &str, words: &str| {
            runs(&format!(
                "<ofd:TextObject Boundary=\"20 30 100 10\" Size=\"5\" {attributes}><ofd:TextCode {code}>{words}</ofd:TextCode></ofd:TextObject>"
            ))
        };
        let run = |text: &str, x: i32, y: i32| (text.to_owned(), x, y);
        assert_eq!(object("", "X=\"1\" Y=\"4\" DeltaX=\"g 3 5 5\"", "青禾镇A&amp;"), [run("青禾镇A&", 210, 340)]);
        assert_eq!(
            object("", "X=\"0\" Y=\"0\" DeltaX=\"5 25 5\"", "青禾12"),
            [run("青禾", 200, 300), run("12", 500, 300)]
        );
        assert_eq!(object("", "X=\"0\" Y=\"0\"", "青禾镇"), [run("青禾镇", 200, 300)]);
        assert_eq!(object("", "X=\"0\" Y=\"0\" DeltaX=\"5\"", "青禾镇"), [run("青禾镇", 200, 300)]);
        assert_eq!(object("", "X=\"0\" Y=\"0\" DeltaY=\"5\"", "青禾"), [run("青", 200, 300), run("禾", 200, 350)]);
        assert_eq!(object("CTM=\"2 0 0 2 1 1\"", "X=\"1\" Y=\"4\" DeltaX=\"5\"", "青禾"), [run("青禾", 230, 390)]);
        assert_eq!(object("CTM=\"0 1 -1 0 0 0\"", "X=\"1\" Y=\"4\"", "竖排"), []);
        assert_eq!(object("Visible=\"false\"", "X=\"1\" Y=\"4\"", "看不见"), []);
        assert_eq!(object("", "X=\"0\" Y=\"0\" DeltaX=\"g 99999999999 nan g\"", "青"), [run("青", 200, 300)]);
    }
}
