//! What a report says of itself: title, unit, year, sections with roles, signature, date.

mod block;
mod date;
mod enclosed;
mod heading;
mod kind;
mod leftover;
mod level;
mod numbering;
mod place;
mod quantity;
mod residue;
mod role;
mod scope;
mod section;
mod sentence;
mod table;
mod tail;
mod title;
mod understand;
mod unit;
mod vocabulary;

use std::sync::OnceLock;

use crate::scan::{Characters, Sign};
use crate::source::Source;
use crate::span::Span;
use crate::waiver;

pub use crate::waiver::{Reach, Waiver};
pub use block::{Aside, Block, BlockKind, plain_blocks};
pub use date::{Date, DateForm};
pub use enclosed::{Enclosed, Mark};
pub use kind::Kind;
pub use leftover::{Leftover, LeftoverKind};
pub use level::Level;
pub(crate) use numbering::is_chinese_digit;
pub use numbering::{Number, NumberStyle, chinese_numeral, chinese_value};
pub use quantity::{Figure, Unit as FigureUnit};
pub use role::Evidence;
pub use scope::{Part, Scope};
pub use section::{HeadingForm, Section};
pub use table::Table;
pub(crate) use table::number as cell_number;
pub use title::Title;
pub use vocabulary::{ContentForm, HeadingWords, KindForm, NO_VOCABULARY, RoleForm, Term, Vocabulary};

/// The most comments that waive findings; the others are comments.
const MOST_REMARKS: usize = 1000;

/// A report, read and understood.
#[derive(Debug)]
pub struct Document {
    /// The text that all spans refer to.
    pub source: Source,
    /// Paragraphs, headings, table rows, in the order of the text.
    pub blocks: Vec<Block>,
    /// What kind of document it is, and why that was thought.
    pub kind: Kind,
    /// Which of the vocabularies it was read with.
    pub vocabulary: usize,
    /// The title; it may stand on several lines.
    pub title: Option<Title>,
    /// Who reports, by its short name (青禾镇), where that stands.
    pub unit: Option<Span>,
    /// The level of that unit.
    pub level: Level,
    /// The year reported on, and where it was read.
    pub year: Option<(i32, Span)>,
    /// The line that addresses the superior (县委、县政府：).
    pub salutation: Option<Span>,
    /// The text between title or salutation and the first section.
    pub introduction: Option<Span>,
    /// All sections in the order of the text; the tree is in `parent` and `level`.
    pub sections: Vec<Section>,
    /// Passages that tell a prescribed content which no section is named for.
    pub evidence: Vec<Evidence>,
    /// Who signs.
    pub signature: Option<Span>,
    /// The date of issue.
    pub date: Option<Date>,
    /// What is left in the file of the work on it, where its format can hold such things.
    pub leftovers: Vec<Leftover>,
    /// Marks in the text that waive findings, in order; they are no part of what rules see.
    pub waivers: Vec<Waiver>,
    /// Comments of a word processor that waive findings, in order; their spans are the words they are about.
    pub remarks: Vec<Waiver>,
    /// The text without those marks, as long; none where it has none.
    prose: Option<String>,
    characters: Characters,
    lazy: Lazy,
}

#[derive(Debug, Default)]
struct Lazy {
    sentences: OnceLock<Vec<Span>>,
    figures: OnceLock<Vec<Figure>>,
    dates: OnceLock<Vec<Date>>,
    enclosed: OnceLock<Vec<Enclosed>>,
    tables: OnceLock<Vec<Table>>,
    paragraphs: OnceLock<Vec<usize>>,
}

impl Document {
    /// Reads a text by the first vocabulary whose kinds it fits, else by the first.
    pub fn understand(source: Source, blocks: Vec<Block>, vocabularies: &[Vocabulary]) -> Self {
        understand::read(source, blocks, vocabularies)
    }

    /// The document with what was left in its file; comments that begin as marks do waive findings.
    #[must_use]
    pub fn with_leftovers(self, mut leftovers: Vec<Leftover>) -> Self {
        let mut remarks = Vec::new();
        for leftover in leftovers.iter_mut().filter(|leftover| leftover.kind == LeftoverKind::Comment) {
            if remarks.len() < MOST_REMARKS
                && let Some(waiver) = waiver::parse(&leftover.text)
            {
                let words = Some(leftover.span).filter(|span| !span.is_empty());
                let span = words.or_else(|| self.block_near(leftover.span.start)).unwrap_or_default();
                remarks.push(Waiver { span, ..waiver });
                leftover.kind = LeftoverKind::Waiver;
            }
        }
        Self { leftovers, remarks, ..self }
    }

    /// The text that rules see: that of the source, with spaces for the marks that waive findings.
    pub fn text(&self) -> &str {
        self.prose.as_deref().unwrap_or_else(|| self.source.text())
    }

    /// The characters of the text as numbers, for all that look at each of them.
    pub(crate) fn characters(&self) -> &Characters {
        &self.characters
    }

    /// Whether a word may stand in the text; `false` is certain, and told without reading the text again.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        self.characters().may_hold(word)
    }

    /// The text of a span, as rules see it.
    pub fn slice(&self, span: Span) -> &str {
        &self.text()[span.range()]
    }

    /// The characters of a span but for most 汉字: marks, figures, letters. Found once for the whole text.
    pub(crate) fn signs_in(&self, span: Span) -> &[Sign] {
        self.characters().signs_in(span)
    }

    /// Sentences of the whole text, in order. They end after 。！？ (and closing marks), or with the block.
    pub fn sentences(&self) -> &[Span] {
        self.lazy.sentences.get_or_init(|| sentence::split(self))
    }

    /// The sentence that holds the byte at `offset`; the line where no sentence does.
    pub fn sentence_at(&self, offset: usize) -> Span {
        span_at(self.sentences(), offset).unwrap_or_else(|| self.source.line_span(offset))
    }

    /// Numbers with what they count, in order.
    pub fn figures(&self) -> &[Figure] {
        self.lazy.figures.get_or_init(|| quantity::find(self.text(), &self.blocks, self.characters()))
    }

    /// The figures that stand in a span, in order.
    pub fn figures_in(&self, span: Span) -> &[Figure] {
        let figures = self.figures();
        let first = figures.partition_point(|figure| figure.span.start < span.start);
        let inside = figures[first..].partition_point(|figure| figure.span.end <= span.end);
        &figures[first..first + inside]
    }

    /// Dates as written, in order.
    pub fn dates(&self) -> &[Date] {
        self.lazy.dates.get_or_init(|| date::find(self.text()))
    }

    /// Tables with their cells, in order.
    pub fn tables(&self) -> &[Table] {
        self.lazy.tables.get_or_init(|| table::find(self.text(), &self.blocks))
    }

    /// Quotations “” and titles 《》, in order of their opening marks; each ends with its block at the latest.
    pub fn enclosed(&self) -> &[Enclosed] {
        self.lazy.enclosed.get_or_init(|| enclosed::find(self))
    }

    /// Whether a span lies wholly inside marks of this kind.
    pub fn is_enclosed(&self, span: Span, mark: Mark) -> bool {
        enclosed::holds(self.enclosed(), span, mark)
    }

    /// The block that holds the byte at `offset`.
    pub fn block_at(&self, offset: usize) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.span.start <= offset);
        after
            .checked_sub(1)
            .map(|index| &self.blocks[index])
            .filter(|block| offset < block.span.end.max(block.span.start + 1))
    }

    /// The block at an offset, else the last one before it, else the first.
    pub(crate) fn block_near(&self, offset: usize) -> Option<Span> {
        let after = self.blocks.partition_point(|block| block.span.start <= offset);
        self.blocks.get(after.saturating_sub(1)).map(|block| block.span)
    }

    /// The innermost section that holds the byte at `offset`.
    pub fn section_at(&self, offset: usize) -> Option<usize> {
        let after = self.sections.partition_point(|section| section.span.start <= offset);
        after.checked_sub(1).filter(|&index| offset < self.sections[index].body.end)
    }

    /// Sections that carry a role, inferred ones too.
    pub fn with_role<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Section> + 'a {
        self.sections.iter().filter(move |section| section.has_role(role))
    }

    /// Whether the byte at `offset` lies in a section of this role, at any depth.
    pub fn in_role(&self, offset: usize, role: &str) -> bool {
        let mut at = self.section_at(offset);
        while let Some(index) = at {
            if self.sections[index].has_role(role) {
                return true;
            }
            at = self.sections[index].parent;
        }
        false
    }

    /// Where a person looks: `第一部分（二）第3段`, in a document with pages `第2页，第一部分（二）第3段`.
    pub fn place(&self, offset: usize) -> String {
        place::name(self, offset)
    }

    /// The place without its page.
    pub(crate) fn place_by_outline(&self, offset: usize) -> String {
        place::by_outline(self, offset)
    }

    /// The offsets, in order, between which all bytes have the same place.
    pub(crate) fn place_bounds(&self) -> Vec<usize> {
        place::bounds(self)
    }
}

/// The span among ordered, disjoint ones that holds the byte at `offset`.
fn span_at(spans: &[Span], offset: usize) -> Option<Span> {
    let after = spans.partition_point(|span| span.start <= offset);
    after.checked_sub(1).map(|index| spans[index]).filter(|span| offset < span.end)
}
