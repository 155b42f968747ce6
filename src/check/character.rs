//! Characters that a report cannot mean: broken by a wrong encoding, or of another script.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::document::BlockKind;
use crate::scan;
use crate::span::Span;

/// Characters that a report cannot mean; runs of one kind are one finding. Variants say which kind:
/// `replacement` (U+FFFD and the like), `mojibake` (text read in a wrong encoding), `radical` (a radical that only
/// looks like a 汉字), `private` (without a meaning of its own), `control`, `invisible`, `traditional`.
///
/// ```yaml
/// check: { character: { mojibake: [锟斤拷], traditional: [國国, 會会] } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Character {
    /// Words that only a wrong encoding gives.
    #[serde(default)]
    pub mojibake: Vec<String>,
    /// Traditional characters, each with the simplified one behind it.
    #[serde(default)]
    pub traditional: Vec<String>,
    #[serde(skip)]
    suspects: OnceLock<Suspects>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Replacement,
    Mojibake,
    Radical,
    Private,
    Control,
    Invisible,
    Traditional,
}

impl Class {
    const fn variant(self) -> &'static str {
        match self {
            Class::Replacement => "replacement",
            Class::Mojibake => "mojibake",
            Class::Radical => "radical",
            Class::Private => "private",
            Class::Control => "control",
            Class::Invisible => "invisible",
            Class::Traditional => "traditional",
        }
    }
}

/// The 汉字 that the radicals from U+2F00 on look like.
const RADICALS: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴\
    廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿\
    目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵\
    邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Simplified forms among the further radicals from U+2E80 on.
const MORE_RADICALS: [(char, char); 28] = [('\u{2e9f}', '母'), ('\u{2ea0}', '民'), ('\u{2ea9}', '王'), ('\u{2ec1}', '虎'), ('\u{2ec4}', '西'), ('\u{2ec5}', '见'), ('\u{2ec6}', '角'), ('\u{2ec9}', '贝'), ('\u{2ecb}', '车'), ('\u{2ed3}', '长'), ('\u{2ed4}', '门'), ('\u{2ed8}', '青'), ('\u{2eda}', '页'), ('\u{2edb}', '风'), ('\u{2edc}', '飞'), ('\u{2edd}', '食'), ('\u{2ee2}', '马'), ('\u{2ee3}', '骨'), ('\u{2ee4}', '鬼'), ('\u{2ee5}', '鱼'), ('\u{2ee6}', '鸟'), ('\u{2ee7}', '卤'), ('\u{2ee8}', '麦'), ('\u{2ee9}', '黄'), ('\u{2eec}', '齐'), ('\u{2eee}', '齿'), ('\u{2ef0}', '龙'), ('\u{2ef3}', '龟'),];

impl Check for Character {
    fn faults(&self) -> Vec<String> {
        let wrong = self.traditional.iter().filter(|pair| pair.chars().count() != 2);
        wrong.map(|pair| format!("“{pair}”应为繁体字和简体字各一个")).collect()
    }

    fn mends(&self) -> bool {
        true
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let text = target.document.text();
        let suspects = self.suspects.get_or_init(|| Suspects::new(&self.traditional));
        // The class of the run so far, where it stands, and the text that it should be.
        let mut run: Option<(Class, Span, Option<String>)> = None;
        let characters = target.document.characters();
        for index in suspects.among(characters.codes()) {
            let (start, character) = (characters.place(index), characters.character(text, index));
            let (class, right) = match suspects.simplified(character) {
                Some(right) => (Class::Traditional, Some(right)),
                None => match classify(character) {
                    Some(classified) => classified,
                    None => continue,
                },
            };
            let right = match class {
                Class::Control | Class::Invisible => Some(String::new()),
                _ => right.map(String::from),
            };
            let span = Span::new(start, start + character.len_utf8());
            match &mut run {
                Some((of, whole, words)) if *of == class && whole.end == start => {
                    whole.end = span.end;
                    *words = words.take().zip(right).map(|(words, right)| words + &right);
                }
                _ => {
                    report(target, run.replace((class, span, right)), found);
                }
            }
        }
        report(target, run, found);
        // Most of these words begin with an accented letter, of two bytes, which stands in few reports.
        let has_letters = text.bytes().fold(false, |has, byte| has | (byte & 0xe0 == 0xc0));
        let may_stand = |word: &&String| {
            let first = word.bytes().next();
            first.is_some_and(|first| first & 0xe0 != 0xc0 || has_letters) && target.document.may_hold(word)
        };
        for word in self.mojibake.iter().filter(may_stand) {
            let places = memchr::memmem::find_iter(text.as_bytes(), word.as_str());
            found.extend(places.map(|start| {
                Finding::at(Span::new(start, start + word.len())).variant(Class::Mojibake.variant())
            }));
        }
    }
}

fn report(target: &Target<'_>, run: Option<(Class, Span, Option<String>)>, found: &mut Vec<Finding>) {
    let Some((class, span, right)) = run else { return };
    let is_raw = target.document.block_at(span.start).is_some_and(|block| block.kind == BlockKind::Raw);
    // Accented letters: one or two are a foreign word or pinyin, a longer run is text in a wrong encoding.
    if is_raw || (class == Class::Mojibake && target.document.slice(span).chars().count() < 3) {
        return;
    }
    let code = target.document.slice(span).chars().next().map_or(0, u32::from);
    let mut finding = Finding::at(span).variant(class.variant()).with("code", format!("U+{code:04X}"));
    // A name may keep its traditional characters.
    finding.unsure = class == Class::Traditional;
    if let Some(right) = right {
        finding = finding.with("right", &right).replaced_by(right);
    }
    found.push(finding);
}

fn classify(character: char) -> Option<(Class, Option<char>)> {
    let code = u32::from(character);
    Some(match code {
        0xfffd..=0xffff => (Class::Replacement, None),
        0x00..=0x1f | 0x7f => (Class::Control, None),
        // The upper half of Latin-1 in runs: UTF-8 read byte by byte.
        0x80..=0x9f | 0xa1..=0xac | 0xae..=0xb6 | 0xb8..=0xd6 | 0xd8..=0xff => (Class::Mojibake, None),
        0x2e80..=0x2eff => (Class::Radical, MORE_RADICALS.iter().find(|pair| pair.0 == character).map(|pair| pair.1)),
        0x2f00..=0x2fd5 => (Class::Radical, RADICALS.chars().nth(code as usize - 0x2f00)),
        0xe000..=0xf8ff | 0xf0000..=0x10ffff => (Class::Private, None),
        0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0xfeff | 0xad => (Class::Invisible, None),
        _ => return None,
    })
}

/// Where the characters lie that [`classify`] names; those above U+FFFF share their code with one of these.
const ODD: [RangeInclusive<u32>; 3] = [0x00..=0xff, 0x2000..=0x2fff, 0xe000..=0xffff];

/// The characters that need a look, as one bit for each code.
#[derive(Debug)]
struct Suspects {
    /// Traditional characters with their simplified ones, in order.
    traditional: Vec<(char, char)>,
    marks: Box<scan::Bits>,
}

impl Suspects {
    fn new(pairs: &[String]) -> Self {
        let mut traditional: Vec<(char, char)> = pairs.iter().filter_map(|pair| two(pair)).collect();
        traditional.sort_unstable();
        let mut marks = Box::new(scan::NO_BITS);
        let odd = ODD.into_iter().flatten().filter_map(char::from_u32).filter(|one| classify(*one).is_some());
        for character in odd.chain(traditional.iter().map(|pair| pair.0)).filter(|one| !matches!(one, '\t' | '\n' | '\r')) {
            scan::set(&mut marks, scan::code(character));
        }
        Self { traditional, marks }
    }

    fn simplified(&self, character: char) -> Option<char> {
        let at = self.traditional.binary_search_by_key(&character, |pair| pair.0).ok()?;
        Some(self.traditional[at].1)
    }

    /// The characters that need a look, by their indices.
    fn among<'a>(&'a self, codes: &'a [u16]) -> impl Iterator<Item = usize> + 'a {
        codes.iter().enumerate().filter(|(_, code)| scan::bit(&self.marks, **code)).map(|(index, _)| index)
    }
}

fn two(pair: &str) -> Option<(char, char)> {
    let mut characters = pair.chars();
    characters.next().zip(characters.next())
}

#[cfg(test)]
mod tests {
    use super::{Character, MORE_RADICALS, ODD, RADICALS, classify};
    use crate::check::script::is_han;
    use crate::check::marked::{findings, fixed, marks};

    const WORDS: &str = "{ mojibake: [锟斤拷], traditional: [國国, 會会, 議议] }";

    #[test]
    fn runs_of_one_kind_are_one_finding() {
        marks::<Character>(WORDS, "法⟦\u{fffd}\u{fffd}⟧政府，⟦锟斤拷⟧，⟦æ³•æ²»⟧。".replace('•', "\u{95}").as_str());
        marks::<Character>(WORDS, "⟦\u{2f42}⟧件，⟦\u{e000}⟧，⟦\u{7}⟧，零⟦\u{200b}⟧宽");
        marks::<Character>(WORDS, "全⟦國⟧性⟦會議⟧");
        let variants: Vec<_> = findings::<Character>(WORDS, "\u{fffd}\u{7}\u{200b}會").into_iter().map(|finding| finding.variant).collect();
        let variants: Vec<&str> = variants.iter().flatten().map(String::as_str).collect();
        assert_eq!(variants, ["replacement", "control", "invisible", "traditional"]);
    }

    #[test]
    fn what_has_a_right_form_gets_it() {
        assert_eq!(fixed::<Character>(WORDS, "\u{2f42}件\u{2ed4}\u{200b}口\u{7}，會議"), "文件门口，会议");
    }

    #[test]
    fn foreign_letters_and_signs_are_left() {
        for quiet in ["fǎzhì、José、café", "25℃，±3°，×2，①③，12·4，5㎡，〔2024〕", "制表\t符\n换行", "青禾鎭㐀"] {
            marks::<Character>(WORDS, quiet);
        }
    }

    #[test]
    fn odd_characters_lie_where_they_are_looked_for() {
        let classified = (0..=0xffff).filter(|code| char::from_u32(*code).is_some_and(|one| classify(one).is_some()));
        assert!(classified.into_iter().all(|code| ODD.iter().any(|range| range.contains(&code))));
    }

    #[test]
    fn every_radical_has_its_character() {
        assert_eq!(RADICALS.chars().count(), 214);
        assert!(RADICALS.chars().chain(MORE_RADICALS.iter().map(|pair| pair.1)).all(is_han));
        assert_eq!(RADICALS.chars().nth(0x42), Some('文'));
    }
}
