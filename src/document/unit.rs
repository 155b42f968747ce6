//! Who reports: the unit's short name and level, from the title or the signature.

use super::level::Level;
use crate::span::Span;

/// Words at which the name of a unit has ended.
const AFTER_NAME: [&str; 19] = [
    "法治",
    "法制",
    "依法",
    "人民政府",
    "党委",
    "党工委",
    "委员会",
    "办事处",
    "政府",
    "推进",
    "工作",
    "建设",
    "行政",
    "政务",
    "关于",
    "全面",
    "年度",
    "贯彻",
    "落实",
];

/// Endings of the names of bodies that report and sign as departments do.
pub(super) const BODIES: [&str; 10] =
    ["管委会", "支队", "大队", "联合会", "合作社", "工会", "红十字会", "协会", "档案馆", "海关"];

/// Endings of the names of departments.
const DEPARTMENTS: [&str; 10] = ["委员会", "办公室", "局", "厅", "部", "委", "办", "中心", "分局", "集团"];

/// Words that may follow the name of a department.
const AFTER_DEPARTMENT: [&str; 12] =
    ["法治", "法制", "依法", "推进", "建设", "关于", "全面", "贯彻", "落实", "工作", "党组", "党委"];

/// Marks of a place that has departments.
const PLACES: [char; 7] = ['省', '市', '县', '区', '旗', '州', '盟'];

/// Words that name those of whom the text tells, and no department.
const NO_DEPARTMENTS: [&str; 6] = ["镇委员会", "乡委员会", "干部", "全部", "内部", "支部"];

/// The unit named in a span, and its level.
pub(super) fn find(text: &str, span: Span) -> Option<(Span, Level)> {
    let mut department = None;
    for piece in pieces(text, span) {
        if let Some(found) = department_of_place(text, piece).or_else(|| place(text, piece)) {
            return Some(found);
        }
        department = department.or_else(|| self::department(text, piece));
    }
    department
}

/// Cuts at white space, digits, marks, 年 and 关于.
fn pieces(text: &str, span: Span) -> Vec<Span> {
    let cuts = |character: char| {
        character.is_whitespace() || character.is_numeric() || "年、，,暨（）()《》“”〇|".contains(character)
    };
    let mut pieces = Vec::new();
    let mut start = span.start;
    for (at, character) in text[span.range()].char_indices().map(|(at, character)| (span.start + at, character)) {
        if cuts(character) {
            pieces.push(Span::new(start, at));
            start = at + character.len_utf8();
        }
    }
    pieces.push(Span::new(start, span.end));
    pieces
        .into_iter()
        .map(|piece| {
            let mut slice = &text[piece.range()];
            for prefix in ["度", "中国共产党", "中共", "关于", "我", "全"] {
                slice = slice.strip_prefix(prefix).unwrap_or(slice);
            }
            slice = office_of(slice).unwrap_or(slice);
            Span::new(piece.end - slice.len(), piece.end)
        })
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// The street office that a district's government sets up: 云岭区人民政府柳溪街道办事处.
fn office_of(slice: &str) -> Option<&str> {
    let (_, office) = slice.split_once("人民政府")?;
    office.contains("街道").then_some(office)
}

fn cut_after_name(text: &str, piece: Span) -> Span {
    let slice = &text[piece.range()];
    let end = AFTER_NAME.iter().filter_map(|word| slice.find(word)).min().unwrap_or(slice.len());
    Span::new(piece.start, piece.start + end)
}

/// A place name at the end of the piece: 青禾镇, 云岭县柳溪街道.
fn place(text: &str, piece: Span) -> Option<(Span, Level)> {
    // 云岭县水务局: the department reports, not the county.
    let named = cut_after_name(text, piece);
    let name = &text[named.range()];
    let name = if name.ends_with("街道办") { name.trim_end_matches('办') } else { name };
    let named = Span::new(named.start, named.start + name.len());
    let (suffix, level) = [
        ("街道", Level::Street),
        ("街", Level::Street),
        ("镇", Level::Town),
        ("乡", Level::Township),
        ("苏木", Level::Township),
        ("县", Level::County),
        ("区", Level::County),
        ("旗", Level::County),
        ("州", Level::City),
        ("市", Level::City),
        ("省", Level::Province),
    ]
    .into_iter()
    .find(|(suffix, _)| name.ends_with(suffix))?;
    let stem = &name[..name.len() - suffix.len()];
    // The name begins after the last higher unit, unless nothing would be left of it (开发区街道).
    let start = stem
        .char_indices()
        .filter(|(_, character)| matches!(character, '省' | '市' | '县' | '区' | '旗' | '州' | '盟'))
        .map(|(at, character)| at + character.len_utf8())
        .rfind(|&at| stem.len() - at >= '镇'.len_utf8() && (at > '镇'.len_utf8()))
        .unwrap_or(0);
    // 中共云岭县委云岭县人民政府: the committee's name stands before the government's.
    let committee = stem.char_indices().zip(stem.chars().skip(1)).filter(|((_, of), next)| {
        matches!(of, '省' | '市' | '县' | '区' | '旗' | '州' | '盟' | '镇' | '乡' | '工') && *next == '委'
    });
    let after_committee = committee.map(|((at, of), _)| at + of.len_utf8() + '委'.len_utf8()).last();
    let start = after_committee.filter(|&at| at < stem.len()).map_or(start, |at| at.max(start));
    (!stem.is_empty() && stem.chars().count() <= 20).then(|| (Span::new(named.start + start, named.end), level))
}

/// A department named with its place, whatever words its name holds: 云岭市行政审批服务局, 云岭县人民政府办公室.
fn department_of_place(text: &str, piece: Span) -> Option<(Span, Level)> {
    let slice = &text[piece.range()];
    let ends = DEPARTMENTS
        .iter()
        .chain(&BODIES)
        .flat_map(|suffix| slice.match_indices(suffix).map(|(at, suffix)| at + suffix.len()));
    let ends = ends.filter(|&end| {
        let rest = &slice[end..];
        rest.is_empty() || AFTER_DEPARTMENT.iter().any(|word| rest.starts_with(word))
    });
    let name = &slice[..ends.max()?];
    let of_place = name.char_indices().skip(1).find(|(_, character)| PLACES.contains(character));
    let (at, place) = of_place?;
    let own = &name[at + place.len_utf8()..];
    // 云岭县委, 云岭县青禾镇党委, 云岭县柳溪街道办: the place itself, or one below it.
    let committee = own == "委员会" || own.chars().count() < 2 || {
        let mut last = own.chars().rev();
        last.next() == Some('委') && last.next().is_some_and(|of| PLACES.contains(&of) || "党工".contains(of))
    };
    let told_of = ["贯彻", "落实", "关于", "推进"].iter().any(|word| name.contains(word));
    let known = !committee
        && !told_of
        && !names_town(name)
        && !NO_DEPARTMENTS.iter().any(|suffix| name.ends_with(suffix))
        && (3..=25).contains(&name.chars().count());
    known.then(|| (Span::new(piece.start, piece.start + name.len()), Level::Department))
}

/// Whether a name holds that of a town or a street office: 镇, 乡 and 街道, but not those in 城乡建设, 乡村 and 景德镇市.
fn names_town(name: &str) -> bool {
    let characters: Vec<char> = name.chars().collect();
    let town = characters.windows(3).any(|three| {
        matches!(three[1], '镇' | '乡') && three[0] != '城' && !PLACES.contains(&three[2]) && !"村镇".contains(three[2])
    });
    town || name.contains("街道") || name.contains("苏木")
}

fn department(text: &str, piece: Span) -> Option<(Span, Level)> {
    let slice = &text[piece.range()];
    let end = ["法治", "法制", "依法", "推进", "工作", "建设", "关于", "政务"]
        .iter()
        .filter_map(|word| slice.find(word))
        .min()
        .unwrap_or(slice.len());
    let name = slice[..end].trim_end_matches("党组").trim_end_matches("党委");
    let known = DEPARTMENTS.iter().chain(&BODIES).any(|suffix| name.ends_with(suffix))
        && !NO_DEPARTMENTS.iter().any(|suffix| name.ends_with(suffix));
    (known && (3..=25).contains(&name.chars().count()))
        .then(|| (Span::new(piece.start, piece.start + name.len()), Level::Department))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_titles_and_signatures() {
        for (text, unit, level) in [
            ("青禾镇2024年法治政府建设年度报告", "青禾镇", Level::Town),
            ("2023年度石桥乡法治政府建设年度报告", "石桥乡", Level::Township),
            ("中共柳溪街道工委 柳溪街道办事处 关于2024年法治政府建设情况的报告", "柳溪街道", Level::Street),
            ("云岭县青禾镇人民政府", "青禾镇", Level::Town),
            ("云岭市开发区街道办事处", "开发区街道", Level::Street),
            ("关于云岭县2024年法治政府建设情况的报告", "云岭县", Level::County),
            ("云岭县人民政府2024年法治政府建设年度报告", "云岭县", Level::County),
            ("云岭县水务局2023年法治政府建设年度报告", "云岭县水务局", Level::Department),
            ("云岭县司法局", "云岭县司法局", Level::Department),
            ("中共兴禾镇党委 兴禾镇人民政府", "兴禾镇", Level::Town),
            ("二〇二四年度青禾镇依法行政工作总结", "青禾镇", Level::Town),
            ("云岭区人民政府柳溪街道办事处关于2024年法治政府建设情况的报告", "柳溪街道", Level::Street),
            ("云岭区柳溪街2024年法治政府建设年度报告", "柳溪街", Level::Street),
            ("中共云岭县委云岭县人民政府关于2024年法治政府建设情况的报告", "云岭县", Level::County),
            ("中共云岭县青禾镇委青禾镇人民政府关于2024年法治政府建设情况的报告", "青禾镇", Level::Town),
            ("中共柳溪街道工委柳溪街道办事处2024年法治政府建设年度报告", "柳溪街道", Level::Street),
            ("云岭市行政审批服务局2024年法治政府建设年度报告", "云岭市行政审批服务局", Level::Department),
            ("云岭市政务服务和数据局关于2024年法治政府建设情况的报告", "云岭市政务服务和数据局", Level::Department),
            ("云岭市人民政府办公室2024年法治政府建设年度报告", "云岭市人民政府办公室", Level::Department),
            ("云岭市政府国有资产监督管理委员会", "云岭市政府国有资产监督管理委员会", Level::Department),
            ("云岭县住房和城乡建设局法治政府建设情况", "云岭县住房和城乡建设局", Level::Department),
            ("云岭县委依法治县办公室", "云岭县委依法治县办公室", Level::Department),
            ("云岭高新区管委会", "云岭高新区管委会", Level::Department),
            ("云岭县公安局交警大队", "云岭县公安局交警大队", Level::Department),
            ("云岭县残疾人联合会", "云岭县残疾人联合会", Level::Department),
            ("云岭县供销合作社2024年", "云岭县供销合作社", Level::Department),
            ("云岭县总工会", "云岭县总工会", Level::Department),
            ("云岭县红十字会", "云岭县红十字会", Level::Department),
            ("云岭县科学技术协会", "云岭县科学技术协会", Level::Department),
            ("云岭县档案馆", "云岭县档案馆", Level::Department),
            ("中共云岭县委宣传部", "云岭县委宣传部", Level::Department),
            ("云岭海关2024年法治政府建设年度报告", "云岭海关", Level::Department),
            ("云岭县柳溪街道办2024年法治政府建设年度报告", "柳溪街道", Level::Street),
            ("云岭县青禾镇党委", "青禾镇", Level::Town),
            ("中国共产党云岭县委员会", "云岭县", Level::County),
            ("乡村振兴部2024年法治政府建设年度报告", "乡村振兴部", Level::Department),
        ] {
            let (span, found) = find(text, Span::new(0, text.len())).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&text[span.range()], found), (unit, level), "{text}");
        }
        for text in ["2024年法治政府建设年度报告", "关于法治政府建设情况的报告", "机关干部法治教育总结", "报告"]
        {
            assert_eq!(find(text, Span::new(0, text.len())), None, "{text}");
        }
    }
}
