//! Drawings that a document holds once and its pages show: converters put whole pages into them.

use std::collections::BTreeMap;

use super::frame::Frame;
use super::page::{Content, POINTS, Reader};
use super::{Error, MOST_RUNS};
use crate::docx::xml::{Token, Xml};
use crate::layout::Run;

/// The deepest that drawings may lie in each other.
const DEEPEST: usize = 8;
/// The most drawings that the pages of a document show, those in other drawings too.
const MOST_SHOWN: usize = 100_000;

/// The drawings of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    all: BTreeMap<String, Content>,
    /// How many have been shown.
    shown: usize,
}

impl Drawings {
    /// Adds the drawings of a part that lists resources.
    pub(super) fn read(&mut self, text: &str) -> Result<(), Error> {
        let mut open: Option<(String, Content)> = None;
        let mut reader = Reader::default();
        let mut xml = Xml::new(text);
        while let Some(token) = xml.next()? {
            match &token {
                Token::Start(tag) if tag.name.1 == "CompositeGraphicUnit" => {
                    open = tag.value("ID").map(|id| (id.into_owned(), Content::default()));
                }
                Token::End((_, "CompositeGraphicUnit"), _) => self.all.extend(open.take()),
                token => {
                    if let Some((_, content)) = &mut open {
                        reader.token(token, content)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds the runs of all drawings of a content to its own.
    pub(super) fn show(&mut self, content: &mut Content) -> Result<(), Error> {
        for (id, frame) in std::mem::take(&mut content.drawings) {
            add(&self.all, &mut self.shown, &id, &[frame], &mut content.runs)?;
        }
        Ok(())
    }
}

/// Adds the runs of a drawing that lies in frames, the innermost last.
fn add(
    all: &BTreeMap<String, Content>,
    shown: &mut usize,
    id: &str,
    frames: &[Frame],
    runs: &mut Vec<Run>,
) -> Result<(), Error> {
    let Some(content) = all.get(id).filter(|_| frames.len() <= DEEPEST) else { return Ok(()) };
    *shown += 1;
    if *shown > MOST_SHOWN || runs.len() + content.runs.len() > MOST_RUNS {
        return Err(Error::TooLarge);
    }
    runs.extend(content.runs.iter().map(|run| frames.iter().rev().fold(run.clone(), moved)));
    for (inner, frame) in &content.drawings {
        add(all, shown, inner, &[frames, &[*frame]].concat(), runs)?;
    }
    Ok(())
}

/// A run as it is seen outside of a frame.
fn moved(run: Run, frame: &Frame) -> Run {
    let (wider, higher) = frame.stretch();
    let (x, y) = frame.outside(run.x / POINTS, run.y / POINTS);
    Run { x, y, width: run.width * wider, size: run.size * higher, text: run.text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<ofd:TextObject Boundary=\"10 20 9 9\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\">青禾</ofd:TextCode></ofd:TextObject>";

    fn drawn(units: &[(&str, &str)], page: &str) -> Result<Vec<Run>, Error> {
        let unit = |(id, content): &(&str, &str)| {
            format!(
                "<ofd:CompositeGraphicUnit ID=\"{id}\"><ofd:Content>{content}</ofd:Content></ofd:CompositeGraphicUnit>"
            )
        };
        let units: String = units.iter().map(unit).collect();
        let mut drawings = Drawings::default();
        drawings.read(&format!("<ofd:Res xmlns:ofd=\"http://www.ofdspec.org/2016\">{units}</ofd:Res>"))?;
        let mut content =
            Content::read(&format!("<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\">{page}</ofd:Page>"))?;
        drawings.show(&mut content)?;
        Ok(content.runs)
    }

    #[test]
    fn the_text_of_a_drawing_stands_where_its_frames_put_it() {
        let inner = "<ofd:CompositeObject Boundary=\"1 2 9 9\" CTM=\"2 0 0 2 0 0\" ResourceID=\"1\"/>";
        let page = "<ofd:CompositeObject Boundary=\"3 4 9 9\" CTM=\"0.5 0 0 0.5 0 0\" ResourceID=\"2\"/>\
                    <ofd:CompositeObject Boundary=\"0 0 9 9\" CTM=\"0 1 -1 0 0 0\" ResourceID=\"1\"/><ofd:CompositeObject ResourceID=\"9\"/>";
        let runs = drawn(&[("1", TEXT), ("2", inner)], page).expect("well-formed");
        let shown: Vec<(&str, i32, i32, i32)> = runs
            .iter()
            .map(|run| {
                (run.text.as_str(), (run.x / POINTS * 10.0) as i32, (run.y / POINTS * 10.0) as i32, run.size as i32)
            })
            .collect();
        // 10 by 20 and 5 down; doubled and moved by 1 and 2; halved and moved by 3 and 4.
        assert_eq!(shown, [("青禾", 135, 300, 14)]);
    }

    #[test]
    fn drawings_that_show_each_other_come_to_an_end() {
        let both = "<ofd:CompositeObject ResourceID=\"1\"/>".repeat(50);
        assert_eq!(drawn(&[("1", &both)], &both), Err(Error::TooLarge));
        let one = "<ofd:CompositeObject ResourceID=\"1\"/>";
        assert_eq!(drawn(&[("1", one)], one), Ok(Vec::new()));
    }
}
