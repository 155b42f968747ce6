//! The glyphs of a page while it is read, and the runs they make.

use super::matrix::Matrix;
use crate::layout::{Page, Run};

/// The gap, in sizes, that still belongs to a run.
const GAP: f32 = 0.15;
/// How far back, in sizes, a glyph may begin before the last one ends.
const BACK: f32 = 0.3;
/// How far, in sizes, glyphs of a run may stand from its baseline.
const OFF_LINE: f32 = 0.05;
/// How slanted a line may be (a tangent): scanners are not always straight, and stamps across a page are no text of it.
const SLANT: f32 = 0.1;

/// The glyphs of one page, which has its origin at the top left, as it is looked at.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    text: String,
    glyphs: Vec<Glyph>,
}

#[derive(Clone, Copy, Debug)]
struct Glyph {
    x: f32,
    y: f32,
    /// What it takes up itself.
    own: f32,
    /// The distance to the next one.
    advance: f32,
    size: f32,
    direction: Direction,
    /// Its characters.
    start: usize,
    end: usize,
}

/// The direction in which a line is read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Direction {
    Right,
    Down,
    Left,
    Up,
}

impl Direction {
    const ALL: [Self; 4] = [Direction::Right, Direction::Down, Direction::Left, Direction::Up];

    fn of(x: f32, y: f32) -> Option<Self> {
        if y.abs() <= SLANT * x.abs() {
            Some(if x > 0.0 { Direction::Right } else { Direction::Left })
        } else if x.abs() <= SLANT * y.abs() {
            Some(if y > 0.0 { Direction::Down } else { Direction::Up })
        } else {
            None
        }
    }
}

impl Sheet {
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    pub(super) fn glyphs(&self) -> usize {
        self.glyphs.len()
    }

    /// Adds a glyph, whose characters are the last of the text. `place` leads from sizes to the page; `own` and `advance` are in
    /// sizes.
    pub(super) fn add(&mut self, place: Matrix, own: f32, advance: f32, start: usize) {
        let end = self.text.len();
        let Some(direction) = Direction::of(place.a, place.b).filter(|_| start < end) else {
            self.text.truncate(start);
            return;
        };
        let along = place.a.hypot(place.b);
        self.glyphs.push(Glyph {
            x: place.e,
            y: place.f,
            own: own.abs() * along,
            advance: advance.abs() * along,
            size: place.c.hypot(place.d),
            direction,
            start,
            end,
        });
    }

    /// The page, turned so that most of its text reads from left to right; what reads otherwise is left out.
    pub(super) fn page(self, width: f32, height: f32) -> Page {
        let count = |direction: Direction| self.glyphs.iter().filter(|glyph| glyph.direction == direction).count();
        let counts = Direction::ALL.map(count);
        let most = counts.iter().max().copied().unwrap_or_default();
        let index = counts.iter().position(|count| *count == most).unwrap_or_default();
        let direction = Direction::ALL[index];
        let turned = |glyph: &Glyph| {
            let (x, y) = match direction {
                Direction::Right => (glyph.x, glyph.y),
                Direction::Down => (glyph.y, width - glyph.x),
                Direction::Left => (width - glyph.x, height - glyph.y),
                Direction::Up => (height - glyph.y, glyph.x),
            };
            Glyph { x, y, ..*glyph }
        };
        let (width, height) = match direction {
            Direction::Right | Direction::Left => (width, height),
            Direction::Down | Direction::Up => (height, width),
        };
        let mut runs: Vec<Run> = Vec::new();
        let mut next = f32::NAN;
        for glyph in self.glyphs.iter().filter(|glyph| glyph.direction == direction).map(turned) {
            let characters = &self.text[glyph.start..glyph.end];
            let follows = |last: &&mut Run| {
                let gap = glyph.x - next;
                (last.size - glyph.size).abs() <= 0.02 * glyph.size
                    && (last.y - glyph.y).abs() <= OFF_LINE * glyph.size
                    && gap < GAP * glyph.size
                    && gap > -BACK * glyph.size
            };
            match runs.last_mut().filter(follows) {
                Some(last) => {
                    last.text.push_str(characters);
                    last.width = glyph.x + glyph.own - last.x;
                }
                None => runs.push(Run {
                    x: glyph.x,
                    y: glyph.y,
                    width: glyph.own,
                    size: glyph.size,
                    text: characters.to_owned(),
                }),
            }
            next = glyph.x + glyph.advance;
        }
        Page { width, height, runs }
    }
}
