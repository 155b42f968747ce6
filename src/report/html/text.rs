//! The text of a report, line by line, with marks in it and notes beside it.

use crate::diagnostic::Severity;
use crate::document::{Aside, BlockKind, Document};
use crate::report::escape;
use crate::span::Span;

/// A longer text is shown only where it has marks, and there in windows; in bytes.
const WHOLE: usize = 200_000;
/// How much of an unmarked stretch is kept at either end where a text is shown in windows; in bytes.
const REACH: usize = 300;
/// So many notes of one line stand below it.
const MANY: usize = 3;

/// A stretch to be marked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    /// The number of its note.
    pub(super) number: usize,
    pub(super) role: Role,
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The place that a note is about; the note stands beside it.
    Noted(Severity),
    /// A further place of the same finding.
    Same(Severity),
    /// A place that the note refers to.
    Related,
}

/// The words for an aside, a heading or the like, as a class of the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Title,
    Heading(u8),
    End,
    Aside(Aside),
    Raw,
    Plain,
}

enum Edge {
    /// A mark ends; whether its number follows.
    End(usize, bool),
    Start(usize),
}

/// Draws the lines of one document.
pub(super) struct Drawer<'a> {
    document: &'a Document,
    text: &'a str,
    marks: Vec<Mark>,
    in_windows: bool,
}

impl<'a> Drawer<'a> {
    pub(super) fn new(document: &'a Document, mut marks: Vec<Mark>) -> Self {
        let text = document.text();
        for mark in &mut marks {
            let start = text.floor_char_boundary(mark.span.start);
            let end = text.ceil_char_boundary(mark.span.end).max(start);
            // A mark that takes in a line end stops before it.
            mark.span = Span::new(start, start + text[start..end].trim_end_matches('\n').len());
        }
        marks.sort_by_key(|mark| (mark.span.start, mark.span.end, mark.number));
        Self { document, text, marks, in_windows: text.len() > WHOLE }
    }

    /// Whether parts of the text are left out.
    pub(super) fn leaves_out(&self) -> bool {
        self.in_windows
    }

    /// Adds all lines. `notes` adds the notes of a number.
    pub(super) fn draw(&self, mut notes: impl FnMut(usize, &mut String), out: &mut String) {
        let (mut start, mut next) = (0, 0);
        let mut open: Vec<usize> = Vec::new();
        let mut left_out = 0;
        for line in self.text.split('\n') {
            let span = Span::new(start, start + line.len());
            start = span.end + 1;
            let first = next;
            while self.marks.get(next).is_some_and(|mark| mark.span.start <= span.end) {
                open.push(next);
                next += 1;
            }
            if open.is_empty() && (self.in_windows || line.trim().is_empty()) {
                left_out += usize::from(!line.trim().is_empty());
                continue;
            }
            write_gap(std::mem::take(&mut left_out), out);
            let noted: Vec<usize> = self.marks[first..next]
                .iter()
                .filter(|mark| matches!(mark.role, Role::Noted(_)))
                .map(|mark| mark.number)
                .collect();
            // Beside the line, so many notes would tear the text apart.
            let class = if noted.len() >= MANY { "row many" } else { "row" };
            out.push_str(&format!("<div class=\"{class}\">"));
            self.line(span, &open, out);
            if !noted.is_empty() {
                out.push_str("<div class=\"notes\">");
                noted.into_iter().for_each(|number| notes(number, out));
                out.push_str("</div>");
            }
            out.push_str("</div>\n");
            open.retain(|&index| self.marks[index].span.end > span.end);
        }
        write_gap(left_out, out);
    }

    fn line(&self, line: Span, open: &[usize], out: &mut String) {
        let text = &self.text[line.range()];
        out.push_str(&match self.form(line) {
            Form::Title => "<p class=\"title\">".to_owned(),
            Form::Heading(level) => format!("<p class=\"heading{}\">", level.clamp(1, 4)),
            Form::End => "<p class=\"end\">".to_owned(),
            Form::Aside(aside) => format!("<p class=\"aside\"><b>（{}）</b>", aside.word()),
            Form::Raw => "<p class=\"raw\">".to_owned(),
            Form::Plain if text.starts_with(char::is_whitespace) => "<p class=\"set\">".to_owned(),
            Form::Plain => "<p>".to_owned(),
        });
        let mut edges: Vec<(usize, Edge)> = Vec::with_capacity(2 * open.len());
        for &index in open {
            let mark = self.marks[index].span;
            let is_last = mark.end <= line.end;
            edges.push((mark.start.max(line.start), Edge::Start(index)));
            edges.push((mark.end.min(line.end), Edge::End(index, is_last)));
        }
        // A mark that is empty here ends where it starts, and is told by its number alone; others end before the next starts.
        edges.sort_by_key(|(at, edge)| match edge {
            Edge::End(index, _) if self.marks[*index].span.start.max(line.start) < *at => (*at, 0, *index),
            Edge::Start(index) => (*at, 1, *index),
            Edge::End(index, _) => (*at, 2, *index),
        });
        let mut active = [0_usize; 4];
        let mut at = line.start;
        for (offset, edge) in edges {
            self.piece(Span::new(at, offset), active, out);
            at = offset;
            match edge {
                Edge::Start(index) => active[strength(self.marks[index].role)] += 1,
                Edge::End(index, is_last) => {
                    active[strength(self.marks[index].role)] -= 1;
                    if is_last {
                        write_number(self.marks[index], out);
                    }
                }
            }
        }
        self.piece(Span::new(at, line.end), active, out);
        out.push_str("</p>");
    }

    /// A stretch under the same marks throughout; it looks as the heaviest of them.
    fn piece(&self, span: Span, active: [usize; 4], out: &mut String) {
        let text = &self.text[span.range()];
        if text.is_empty() {
            return;
        }
        let class = active.iter().position(|&count| count > 0).map(|index| CLASSES[index]);
        if let Some(class) = class {
            out.push_str(&format!("<mark class=\"{class}\">"));
        }
        if self.in_windows && text.len() > 3 * REACH {
            escape::push(&text[..text.floor_char_boundary(REACH)], out);
            out.push_str("<span class=\"gap\">〔略〕</span>");
            escape::push(&text[text.ceil_char_boundary(text.len() - REACH)..], out);
        } else {
            escape::push(text, out);
        }
        if class.is_some() {
            out.push_str("</mark>");
        }
    }

    fn form(&self, line: Span) -> Form {
        let text = &self.text[line.range()];
        let at = line.start + text.len() - text.trim_start().len();
        let document = self.document;
        let is_here = |span: Span| line.start <= span.start && span.start <= line.end;
        if document.title.as_ref().is_some_and(|title| title.lines.iter().any(|&span| is_here(span))) {
            return Form::Title;
        }
        if document.signature.is_some_and(is_here) || document.date.as_ref().is_some_and(|date| is_here(date.span)) {
            return Form::End;
        }
        let after = document.sections.partition_point(|section| section.line.start < line.start);
        if let Some(section) =
            document.sections.get(after).filter(|section| is_here(section.line) && section.own_line())
        {
            return Form::Heading(section.level);
        }
        match document.block_at(at).map(|block| block.kind) {
            Some(BlockKind::Heading(level)) => Form::Heading(level),
            Some(BlockKind::Aside(aside)) => Form::Aside(aside),
            Some(BlockKind::Raw | BlockKind::Table) => Form::Raw,
            _ => Form::Plain,
        }
    }
}

/// The classes of marks, the heaviest first.
const CLASSES: [&str; 4] = ["error", "warning", "info", "related"];

const fn strength(role: Role) -> usize {
    match role {
        Role::Noted(Severity::Error) | Role::Same(Severity::Error) => 0,
        Role::Noted(Severity::Warning) | Role::Same(Severity::Warning) => 1,
        Role::Noted(Severity::Info) | Role::Same(Severity::Info) => 2,
        Role::Related => 3,
    }
}

/// The number of a mark, which leads to its note.
fn write_number(mark: Mark, out: &mut String) {
    let class = CLASSES[strength(mark.role)];
    let number = mark.number;
    let own = if matches!(mark.role, Role::Noted(_)) { format!(" id=\"r\0-m{number}\"") } else { String::new() };
    out.push_str(&format!("<a class=\"number {class}\" href=\"#r\0-n{number}\"{own}>{number}</a>"));
}

fn write_gap(lines: usize, out: &mut String) {
    if lines > 0 {
        out.push_str(&format!("<p class=\"gap\">〔略去未标出问题的{lines}行〕</p>\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn draw(marked: &str, roles: &[Role]) -> String {
        let (document, spans) = sample::document(marked);
        let marks = spans.iter().zip(roles).zip(1..);
        let marks = marks.map(|((&span, &role), number)| Mark { span, number, role }).collect();
        let mut out = String::new();
        Drawer::new(&document, marks).draw(|number, out| out.push_str(&format!("[{number}]")), &mut out);
        out.replace('\0', "0")
    }

    #[test]
    fn marks_stand_in_the_text_and_notes_beside_the_line() {
        use Role::{Noted, Related, Same};
        let drawn = draw(
            "甲⟦<乙>⟧丙⟦⟧\n\n无\n⟦丁\n\n戊⟧己⟦庚⟧",
            &[Noted(Severity::Error), Noted(Severity::Info), Same(Severity::Warning), Related],
        );
        assert_eq!(
            drawn,
            "<div class=\"row\"><p>甲<mark class=\"error\">&lt;乙&gt;</mark><a class=\"number error\" href=\"#r0-n1\" \
             id=\"r0-m1\">1</a>丙<a class=\"number info\" href=\"#r0-n2\" id=\"r0-m2\">2</a></p><div class=\"notes\">\
             [1][2]</div></div>\n<div class=\"row\"><p>无</p></div>\n<div class=\"row\"><p><mark class=\"warning\">丁\
             </mark></p></div>\n<div class=\"row\"><p></p></div>\n<div class=\"row\"><p><mark class=\"warning\">戊</mark>\
             <a class=\"number warning\" href=\"#r0-n3\">3</a>己<mark class=\"related\">庚</mark><a class=\"number \
             related\" href=\"#r0-n4\">4</a></p></div>\n"
        );
    }

    #[test]
    fn marks_that_overlap_stay_nested_and_the_heavier_one_shows() {
        let (document, _) = sample::document("一二三四");
        let mark = |start: usize, end: usize, number, severity| Mark {
            span: Span::new(3 * start, 3 * end),
            number,
            role: Role::Noted(severity),
        };
        let marks = vec![mark(1, 4, 2, Severity::Error), mark(0, 2, 1, Severity::Info), mark(9, 99, 3, Severity::Info)];
        let mut out = String::new();
        Drawer::new(&document, marks).draw(|_, _| {}, &mut out);
        let shown: String =
            out.replace('\0', "0").split("<a ").map(|piece| piece.split("</a>").last().unwrap_or("")).collect();
        assert_eq!(
            shown,
            "<div class=\"row many\"><p><mark class=\"info\">一</mark><mark class=\"error\">二</mark><mark class=\"error\">三四\
             </mark></p><div class=\"notes\"></div></div>\n"
        );
    }

    #[test]
    fn a_long_text_is_shown_where_it_is_marked() {
        let filler = "无关的一行文字。\n".repeat(9_000);
        let line = "很长的一段。".repeat(500);
        let drawn = draw(&format!("{filler}{line}⟦问题⟧{line}\n{filler}"), &[Role::Noted(Severity::Error)]);
        assert!(drawn.len() < 4_000, "{}", drawn.len());
        assert_eq!(drawn.matches("〔略去未标出问题的9000行〕").count(), 2);
        assert_eq!(drawn.matches("〔略〕").count(), 2);
        assert!(drawn.contains("<mark class=\"error\">问题</mark>"));
    }
}
