//! Pages of placed text, as PDF and OFD have them: which runs make a line, which lines make a paragraph.

mod edge;
mod join;
mod line;
mod margin;

use line::Line;
use margin::Margins;

/// A page as it is looked at: the origin is the top left corner, `y` grows downwards, all lengths are in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
    /// The text in any order; `paragraphs` sorts it.
    pub runs: Vec<Run>,
}

/// Text that stands on one baseline in one piece, from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Where it begins.
    pub x: f32,
    /// Its baseline.
    pub y: f32,
    /// How far it goes from `x`.
    pub width: f32,
    /// The size of the letters.
    pub size: f32,
    /// What it says; white space at its ends counts as part of its width.
    pub text: String,
}

/// Lines that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Without line ends; the cells of a row have tabs between them.
    pub text: String,
    /// What it is.
    pub kind: ParagraphKind,
    /// The page on which it begins, from 1.
    pub page: usize,
    /// Its lines in order; the first begins at 0.
    pub lines: Vec<Start>,
}

/// Where a line of a paragraph begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The byte of the paragraph's text.
    pub at: usize,
    /// The page of the line, from 1.
    pub page: usize,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Running text or a heading.
    #[default]
    Text,
    /// A row of a table.
    Row,
    /// A line of a table of contents.
    Contents,
}

/// The paragraphs of some pages, in reading order, without running headers, footers and page numbers. The time grows
/// with the number of runs.
pub fn paragraphs(pages: Vec<Page>) -> Vec<Paragraph> {
    let sizes: Vec<(f32, f32)> = pages.iter().map(|page| (page.width, page.height)).collect();
    let mut lines: Vec<Vec<Line>> = pages.into_iter().map(|page| line::lines(page.runs)).collect();
    edge::drop_furniture(&mut lines, &sizes);
    let margins = Margins::of(&lines, &sizes);
    join::join(lines, &margins)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of text at the usual size: where it begins in characters from the left margin, and which line of the page it is.
    fn run(indent: f32, row: f32, text: &str) -> Run {
        sized(indent, row, text, 16.0)
    }

    fn sized(indent: f32, row: f32, text: &str, size: f32) -> Run {
        let width = text.chars().map(|one| if one.is_ascii() { size / 2.0 } else { size }).sum();
        Run { x: 80.0 + indent * 16.0, y: 100.0 + row * 28.0, width, size, text: text.to_owned() }
    }

    fn page(runs: Vec<Run>) -> Page {
        // The right margin stands after 27 characters.
        Page { width: 592.0, height: 842.0, runs }
    }

    fn texts(pages: Vec<Page>) -> Vec<String> {
        paragraphs(pages).into_iter().map(|paragraph| paragraph.text).collect()
    }

    const FULL: &str = "镇党委会议全年三次专题研究法治政府建设，审议年度工作要点";

    #[test]
    fn lines_become_paragraphs() {
        let first = format!("　　{}", FULL.chars().take(25).collect::<String>());
        let rest: String = FULL.chars().cycle().take(27).collect();
        let pages = vec![page(vec![
            sized(6.0, 0.0, "青禾镇人民政府", 22.0),
            sized(3.0, 2.0, "2024年法治政府建设年度报告", 22.0),
            run(0.0, 4.0, "县委、县政府："),
            run(0.0, 5.0, &first),
            run(0.0, 6.0, &rest),
            run(0.0, 7.0, "等议题7个。"),
            run(2.0, 8.0, "一、主要举措和成效"),
            run(2.0, 9.0, &first[6..]),
            run(0.0, 10.0, "完毕。"),
        ])];
        let body = &first[6..];
        assert_eq!(
            texts(pages),
            [
                "青禾镇人民政府".to_owned(),
                "2024年法治政府建设年度报告".to_owned(),
                "县委、县政府：".to_owned(),
                format!("{body}{rest}等议题7个。"),
                "一、主要举措和成效".to_owned(),
                format!("{body}完毕。"),
            ]
        );
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page() {
        let rest: String = FULL.chars().cycle().take(27).collect();
        let number = |text: &str| Run { y: 790.0, ..run(12.0, 0.0, text) };
        let header = || Run { y: 50.0, ..run(8.0, 0.0, "青禾镇人民政府文件") };
        let pages = vec![
            page(vec![header(), run(0.0, 0.0, &rest), run(0.0, 1.0, &rest), number("— 1 —")]),
            page(vec![header(), run(0.0, 0.0, "而且完成。"), run(2.0, 1.0, "二、下一步"), number("— 2 —")]),
        ];
        let found = paragraphs(pages);
        let shown: Vec<(&str, usize)> = found.iter().map(|one| (one.text.as_str(), one.page)).collect();
        assert_eq!(shown, [(format!("{rest}{rest}而且完成。").as_str(), 1), ("二、下一步", 2)]);
        let starts = [(0, 1), (rest.len(), 1), (2 * rest.len(), 2)];
        assert_eq!(found[0].lines.iter().map(|line| (line.at, line.page)).collect::<Vec<_>>(), starts);
    }

    #[test]
    fn page_numbers_and_running_lines_go() {
        for number in ["— 3 —", "-3-", "第3页", "第 3 页 共 9 页", "3", "3/9", "·3·", "－３－"] {
            let foot = Run { y: 800.0, ..run(12.0, 0.0, number) };
            let pages = vec![page(vec![run(0.0, 0.0, "甲"), run(0.0, 1.0, "乙"), foot])];
            assert_eq!(texts(pages), ["甲", "乙"], "{number}");
        }
        let pages = vec![page(vec![run(0.0, 0.0, "表1"), run(0.0, 1.0, "3")])];
        assert_eq!(texts(pages), ["表1", "3"]);
        // What stands on one page only, and at another height, stays.
        let pages = vec![page(vec![run(0.0, 0.0, "甲"), run(0.0, 1.0, "乙")]), page(vec![run(0.0, 5.0, "甲")])];
        assert_eq!(texts(pages), ["甲", "乙", "甲"]);
    }

    #[test]
    fn words_get_spaces_and_characters_do_not() {
        let piece = |x: f32, width: f32, text: &str| Run { x, y: 100.0, width, size: 16.0, text: text.to_owned() };
        let pages = vec![page(vec![
            piece(80.0, 32.0, "全镇"),
            piece(116.0, 16.0, "12"),
            piece(136.0, 16.0, "个"),
            piece(152.0, 30.0, "Open"),
            piece(187.0, 30.0, "Data"),
        ])];
        assert_eq!(texts(pages), ["全镇12个Open Data"]);
    }

    #[test]
    fn cells_that_stand_apart_are_rows() {
        let row = |row: f32, cells: [&str; 3]| {
            let place = |(index, text): (usize, &&str)| run(index as f32 * 9.0, row, text);
            cells.iter().enumerate().map(place).collect::<Vec<_>>()
        };
        let mut runs = row(0.0, ["项目", "2023年", "2024年"]);
        runs.extend(row(1.0, ["行政处罚", "18", "21"]));
        runs.push(run(0.0, 4.0, "青禾镇人民政府"));
        runs.push(run(16.0, 4.0, "2025年1月9日"));
        let found = paragraphs(vec![page(runs)]);
        let shown: Vec<(&str, ParagraphKind)> = found.iter().map(|one| (one.text.as_str(), one.kind)).collect();
        assert_eq!(
            shown,
            [
                ("项目\t2023年\t2024年", ParagraphKind::Row),
                ("行政处罚\t18\t21", ParagraphKind::Row),
                ("青禾镇人民政府", ParagraphKind::Text),
                ("2025年1月9日", ParagraphKind::Text),
            ]
        );
    }

    #[test]
    fn a_list_number_before_a_tab_is_part_of_its_line() {
        let pages = vec![page(vec![run(2.0, 0.0, "一、"), run(8.0, 0.0, "主要举措"), run(0.0, 1.0, "目录……………3")])];
        let found = paragraphs(pages);
        assert_eq!((found[0].text.as_str(), found[0].kind), ("一、主要举措", ParagraphKind::Text));
        assert_eq!(found[1].kind, ParagraphKind::Contents);
    }

    #[test]
    fn text_that_is_drawn_twice_is_read_once() {
        let bold = Run { x: 80.4, ..run(0.0, 0.0, "青禾镇") };
        assert_eq!(texts(vec![page(vec![run(0.0, 0.0, "青禾镇"), bold, run(3.0, 0.0, "报告")])]), ["青禾镇报告"]);
    }

    #[test]
    fn a_sentence_in_lines_without_indent_ends_with_a_short_line() {
        let rest: String = FULL.chars().cycle().take(27).collect();
        let pages = vec![page(vec![
            run(0.0, 0.0, &rest),
            run(0.0, 1.0, "完成。"),
            run(0.0, 2.0, &rest),
            run(0.0, 3.0, "也完成。"),
        ])];
        assert_eq!(texts(pages), [format!("{rest}完成。"), format!("{rest}也完成。")]);
    }

    #[test]
    fn blocks_that_are_set_in_are_paragraphs() {
        let long: String = FULL.chars().cycle().take(25).collect();
        let item = format!("（1）{}，", FULL.chars().take(20).collect::<String>());
        let pages = vec![page(vec![
            // The margin, which other lines show.
            run(0.0, 0.0, "县政府："),
            run(0.0, 1.0, "县委："),
            run(4.0, 2.0, &long[6..]),
            run(2.0, 3.0, &long),
            run(2.0, 4.0, "等议题。"),
            run(2.0, 5.0, &long),
            run(2.0, 6.0, "等文件。"),
            run(3.0, 7.0, &item),
            run(3.0, 8.0, "并公开。"),
            // A heading and its text both begin there.
            run(2.0, 9.0, "（二）坚持党对法治政府建设工作的领导并落实到各个方面"),
            run(2.0, 10.0, "全年三次。"),
        ])];
        let expected = [
            "县政府：",
            "县委：",
            &format!("{}{long}等议题。", &long[6..]),
            &format!("{long}等文件。"),
            &format!("{item}并公开。"),
            "（二）坚持党对法治政府建设工作的领导并落实到各个方面",
            "全年三次。",
        ];
        assert_eq!(texts(pages), expected);
    }

    #[test]
    fn a_number_broken_over_two_lines_is_one() {
        let first = format!("{}12", FULL.chars().take(26).collect::<String>());
        let pages = vec![page(vec![run(0.0, 0.0, &first), run(0.0, 1.0, "34件。")])];
        assert_eq!(texts(pages), [format!("{first}34件。")]);
        let pages = vec![page(vec![run(0.0, 0.0, &"Page 12 ".repeat(7)), run(0.0, 1.0, "34 of 56")])];
        assert_eq!(texts(pages), [format!("{}34 of 56", "Page 12 ".repeat(7))]);
    }

    #[test]
    fn tables_behind_a_text_do_not_make_its_lines_stand_apart() {
        let rest: String = FULL.chars().cycle().take(27).collect();
        let text = (0..7).map(|row| run(0.0, row as f32, if row < 6 { &rest } else { "完成。" })).collect();
        let cells = |row: usize| [0.0, 9.0].map(|x| run(x, row as f32 * 0.55, &format!("{row}件")));
        let found = texts(vec![page(text), page((0..40).flat_map(cells).collect())]);
        assert_eq!((found[0].as_str(), found.len()), (format!("{}完成。", rest.repeat(6)).as_str(), 41));
    }

    #[test]
    fn no_numbers_make_it_panic() {
        let strange = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -1.0, f32::MAX, f32::MIN_POSITIVE, 40.0];
        let mut runs = Vec::new();
        for x in strange {
            for y in strange {
                for size in strange {
                    runs.push(Run { x, y, width: size, size: x, text: "一、甲 1".to_owned() });
                }
            }
        }
        for size in strange {
            paragraphs(vec![Page { width: size, height: size, runs: runs.clone() }, Page::default()]);
        }
        assert_eq!(paragraphs(Vec::new()), []);
    }
}
