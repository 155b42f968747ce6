//! Where an object lies on what it is part of, and how it is turned and stretched.

use super::page::{POINTS, numbers};
use crate::docx::xml::Tag;

/// How much a baseline may be slanted; stamps and watermarks are.
const SLANT: f32 = 0.1;

/// What moves the points of an object on, to the page or the drawing that it is part of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The corner of the object, in millimetres.
    place: (f32, f32),
    /// What moves its own points on: a b c d e f.
    matrix: [f32; 6],
}

impl Frame {
    /// Reads the opening of an object; none where no one sees it or can read it along a line.
    pub(super) fn of(tag: &Tag<'_>) -> Option<Self> {
        let list = |name: &str| tag.value(name).map(|value| numbers(&value)).unwrap_or_default();
        let place = list("Boundary");
        let matrix = <[f32; 6]>::try_from(list("CTM")).unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let is_upright = matrix[0] > 0.0 && matrix[1].abs() <= SLANT * matrix[0];
        let is_seen = tag.value("Visible").is_none_or(|value| value.trim() != "false");
        let place = (place.first().copied().unwrap_or_default(), place.get(1).copied().unwrap_or_default());
        (is_seen && is_upright).then_some(Self { place, matrix })
    }

    /// How much wider and how much higher things become.
    pub(super) fn stretch(&self) -> (f32, f32) {
        (self.matrix[0], self.matrix[3].abs())
    }

    /// A point of the object in millimetres, outside of it in points.
    pub(super) fn outside(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.matrix;
        ((a * x + c * y + e + self.place.0) * POINTS, (b * x + d * y + f + self.place.1) * POINTS)
    }
}
