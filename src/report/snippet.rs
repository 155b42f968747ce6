//! Diagnostics drawn by miette over windows of our own; the only place that knows miette.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use crate::diagnostic::{Label, Severity};
use crate::document::Document;
use crate::report::cell;
use crate::report::window::{Window, windows};

/// What to draw.
pub(super) struct Snippet<'a> {
    pub(super) severity: Severity,
    /// The line above: severity, rule, place.
    pub(super) head: String,
    pub(super) message: &'a str,
    pub(super) primary: &'a Label,
    pub(super) related: &'a [Label],
}

/// Draws diagnostics at one width.
pub(super) struct Renderer {
    handler: GraphicalReportHandler,
    width: usize,
}

impl Renderer {
    pub(super) fn new(width: usize, color: bool) -> Self {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width)
            .with_wrap_lines(false)
            .with_links(false)
            .without_syntax_highlighting();
        Self { handler, width }
    }

    /// Adds head, message and snippets; each line ends with `\n`.
    pub(super) fn draw(&self, path: &str, document: &Document, snippet: &Snippet<'_>, out: &mut String) {
        let windows = windows(document, snippet.primary, snippet.related, self.width);
        let message_room = self.width.saturating_sub(4);
        let shown = Shown {
            severity: match snippet.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Info => miette::Severity::Advice,
            },
            head: cell::cut_end(&snippet.head, self.width),
            message: cell::wrap_even(snippet.message, message_room).join("\n"),
            source: Windows::new(path, windows, self.width),
        };
        let mut drawn = String::new();
        // Writing to a string does not fail, and every label lies in its window.
        let complete = self.handler.render_report(&mut drawn, &shown).is_ok();
        debug_assert!(complete, "a label outside its window");
        let mut lines = drawn.lines();
        let head = lines.next().unwrap_or_default();
        // miette puts an empty line between head and message.
        for line in std::iter::once(head).chain(lines.filter(|line| !line.is_empty())) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

#[derive(Debug)]
struct Shown {
    severity: miette::Severity,
    head: String,
    message: String,
    source: Windows,
}

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl miette::Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.head))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.source.parts.iter().flat_map(|part| {
            part.window.marks.iter().map(|mark| {
                let words = (!mark.words.is_empty()).then(|| mark.words.clone());
                let span = SourceSpan::from((part.start + mark.start, mark.end - mark.start));
                if mark.primary {
                    LabeledSpan::new_primary_with_span(words, span)
                } else {
                    LabeledSpan::new_with_span(words, span)
                }
            })
        })))
    }
}

/// The windows as one text for miette. A span over two of them cannot be read, so that each is drawn by itself.
#[derive(Debug)]
struct Windows {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    start: usize,
    name: String,
    window: Window,
}

impl Windows {
    fn new(path: &str, windows: Vec<Window>, width: usize) -> Self {
        let mut start = 0;
        let mut parts = Vec::with_capacity(windows.len());
        for window in windows {
            let (line, column) = ((window.line + 1).to_string().len(), (window.column + 1).to_string().len());
            // ` 7 ╭─[` before the name, `:7:41]` after it; the number's margin may be that of the next line.
            let name = cell::cut_middle(path, width.saturating_sub(2 * line + column + 9));
            let length = window.text.len();
            parts.push(Part { start, name, window });
            start += length + 1;
        }
        Self { parts }
    }
}

impl SourceCode for Windows {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let part = self.parts.iter().rev().find(|part| part.start <= span.offset());
        let part = part.filter(|part| span.offset() + span.len() <= part.start + part.window.text.len());
        let Part { start, name, window } = part.ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            name.clone(),
            window.text.as_bytes(),
            SourceSpan::from((*start, window.text.len())),
            window.line,
            window.column,
            window.text.matches('\n').count(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::span::Span;

    fn draw(path: &str, document: &Document, primary: &Label, related: &[Label], width: usize) -> String {
        let mut drawn = String::new();
        let snippet = Snippet {
            severity: Severity::Warning,
            head: "提醒[long-sentence]".to_owned(),
            message: "句子过长",
            primary,
            related,
        };
        Renderer::new(width, false).draw(path, document, &snippet, &mut drawn);
        drawn
    }

    /// The first mark is the primary place, the others are related ones.
    fn draw_marked(marked: &str, width: usize) -> String {
        let (document, spans) = sample::document(marked);
        let labels: Vec<Label> = spans.iter().map(|&span| sample::label(span, "")).collect();
        draw("报告.txt", &document, &labels[0], &labels[1..], width)
    }

    /// The text above each underline, found by cells as a terminal would show it; `▲` for a caret.
    fn underlined(drawn: &str) -> Vec<String> {
        let lines: Vec<&str> = drawn.lines().collect();
        let mut found = Vec::new();
        for (above, below) in lines.iter().zip(&lines[1..]) {
            let body = below.split_once('·').map_or("", |(_, body)| body);
            if !body.trim_start().starts_with(['─', '┬', '▲']) {
                continue;
            }
            let marks: Vec<char> = below.chars().collect();
            let mut text = String::new();
            let mut at = 0;
            for character in above.chars() {
                let is_under = |cell: &usize| marks.get(*cell).is_some_and(|mark| matches!(mark, '─' | '┬'));
                let cells = at..at + cell::char_cells(character);
                at = cells.end;
                if !cells.is_empty() && cells.clone().all(|cell| is_under(&cell)) {
                    text.push(character);
                } else if cells.clone().any(|cell| is_under(&cell)) {
                    text.push_str("⟪half a character⟫");
                } else if !cells.is_empty() && !text.is_empty() {
                    found.push(std::mem::take(&mut text));
                }
            }
            found.extend([text].into_iter().filter(|text| !text.is_empty()));
            found.extend(below.matches('▲').map(str::to_owned));
        }
        found
    }

    #[test]
    fn marks_stand_under_their_words() {
        let cases = [
            ("　　全镇⟦共计49条⟧。", "共计49条"),
            ("解答咨询⟦４次⟧，“八五”普法⟦２次⟧", "４次|２次"),
            ("“三会一课”“⟦双随机⟧”…—·“⟦一公开⟧”", "双随机|一公开"),
            ("\t表\t格\t⟦次数⟧\t3", "次数"),
            ("　　⟦　空格⟧　", "　空格"),
            ("😀👨\u{200d}👩❤\u{fe0f}🇨🇳⟦表情⟧后", "表情"),
            ("零\u{200b}宽\u{feff}字⟦符\u{200b}号⟧", "符\u{fffd}号"),
            ("控\u{1b}[31m制\u{7}⟦字\u{0}符⟧\u{85}", "字␀符"),
            ("e\u{301}e\u{301}⟦合成⟧", "合成"),
            ("𠮷野⟦𠮷⟧家", "𠮷"),
            ("缺⟦⟧字", "▲"),
            ("末尾⟦⟧", "▲"),
            ("⟦⟧", "▲"),
            ("⟦\n⟧第二行", "▲"),
        ];
        for (marked, wanted) in cases {
            for width in [60, 80, 100] {
                assert_eq!(underlined(&draw_marked(marked, width)).join("|"), wanted, "{marked} at {width}");
            }
        }
    }

    #[test]
    fn a_line_of_8000_characters_is_cut_around_its_marks() {
        let sentence = "　　全镇开展“八五”普法讲座２次，解答 法律咨询\u{200b}45件，化解矛盾纠纷😀（含信访）12件。";
        let text = sentence.repeat(200);
        let (document, _) = sample::document(&text);
        let path = "很长的目录名称/".repeat(12) + "2024年度法治政府建设情况报告.txt";
        let words = "此处与前文不一致，请核对后改为同一数字，并在括号内注明统计口径和时间";
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for width in [40, 60, 80, 100] {
            for length in [0, 1, 7, 60, 3000] {
                for at in [0, 2, 30, 31, 47, 5000, starts.len() - length - 1] {
                    let end = starts.get(at + length).copied().unwrap_or(text.len());
                    let label = sample::label(Span::new(starts[at], end), words);
                    let drawn = draw(&path, &document, &label, &[], width);
                    let widest = drawn.lines().map(cell::cells).max();
                    assert!(widest <= Some(width), "{width} {at} {length}\n{drawn}");
                    assert!(drawn.contains(&format!(".txt:1:{}]", at + 1)), "{drawn}");
                    let shown: String = text[starts[at]..end].chars().filter_map(cell::shown).collect();
                    let under = underlined(&drawn).concat();
                    let whole = under == shown || (shown.is_empty() && under == "▲");
                    let start = under.ends_with('…') && shown.starts_with(under.trim_end_matches('…'));
                    assert!(whole || start, "{width} {at} {length} {under}\n{drawn}");
                }
            }
        }
    }

    #[test]
    fn the_sentence_is_shown_and_no_more() {
        let drawn = draw_marked("前一句。　这是⟦一句⟧话。后一句。", 80);
        assert!(drawn.contains("│ …这是一句话。…\n"), "{drawn}");
        let drawn = draw_marked("　　⟦一句⟧话。  \n后一句。", 80);
        assert!(drawn.contains("│ 一句话。\n"), "{drawn}");
    }

    #[test]
    fn the_header_counts_characters() {
        let drawn = draw_marked("第一行\n“八五”𠮷普法⟦讲座⟧2次", 80);
        assert!(drawn.contains("╭─[报告.txt:2:8]"), "{drawn}");
    }

    #[test]
    fn a_short_title_over_two_lines_is_shown_whole_and_a_section_by_its_first_line() {
        let drawn = draw_marked("⟦沙门镇\n　2024年度报告⟧\n正文", 60);
        assert_eq!(underlined(&drawn), ["沙门镇", "2024年度报告"], "{drawn}");
        let drawn = draw_marked("一、⟦成效\n甲\n乙⟧\n", 60);
        assert_eq!(underlined(&drawn), ["成效…"], "{drawn}");
        let drawn = draw_marked("一、⟦成效\n⟧甲", 60);
        assert_eq!(underlined(&drawn), ["成效"], "{drawn}");
    }

    #[test]
    fn near_places_share_a_snippet_and_far_ones_have_their_own() {
        let near = draw_marked("全年⟦49条⟧，其中⟦20条⟧。", 80);
        assert_eq!(near.matches("╭─[").count(), 1, "{near}");
        assert_eq!(underlined(&near), ["49条", "20条"]);
        let far = draw_marked(&format!("第一行\n全年⟦49条⟧，{}其中⟦20条⟧。\n共⟦69条⟧。", "很长的话，".repeat(20)), 80);
        let headers: Vec<&str> = far.lines().filter(|line| line.contains("╭─[")).map(str::trim).collect();
        assert_eq!(headers, ["╭─[报告.txt:2:3]", "╭─[报告.txt:2:109]", "╭─[报告.txt:3:2]"], "{far}");
        assert_eq!(underlined(&far), ["49条", "20条", "69条"]);
    }

    #[test]
    fn the_primary_place_is_named_and_comes_first() {
        let (document, spans) = sample::document("⟦甲⟧在前\n⟦乙⟧在后，⟦丙⟧同行");
        let labels: Vec<Label> = spans.iter().map(|&span| sample::label(span, "此处")).collect();
        let drawn = draw("报告.txt", &document, &labels[2], &labels[..2], 80);
        let headers: Vec<&str> = drawn.lines().filter(|line| line.contains("╭─[")).map(str::trim).collect();
        assert_eq!(headers, ["╭─[报告.txt:2:5]", "╭─[报告.txt:1:1]"], "{drawn}");
    }

    #[test]
    fn overlapping_places_have_their_own_snippets() {
        let (document, _) = sample::document("全镇共计49条建议");
        let labels = [sample::label(Span::new(6, 17), "外"), sample::label(Span::new(12, 14), "内")];
        let drawn = draw("报告.txt", &document, &labels[0], &labels[1..], 80);
        assert_eq!(underlined(&drawn), ["共计49条", "49"], "{drawn}");
    }

    #[test]
    fn a_span_outside_the_text_or_inside_a_character_is_brought_in() {
        let (document, _) = sample::document("法治政府");
        for (start, end) in [(1, 2), (5, 4), (11, 99), (99, 100), (usize::MAX, 0)] {
            let drawn = draw("报告.txt", &document, &sample::label(Span { start, end }, "此处"), &[], 60);
            assert_eq!(underlined(&drawn).len(), 1, "{start}..{end}\n{drawn}");
        }
    }
}
