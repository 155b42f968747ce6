//! Counters and units, and the words that only begin like one.

use super::Unit;

/// Counters by their first characters, in the order of those; the longer before those they begin with.
const COUNTERS: [(char, &[&str]); 56] = [
    ('个', &["个"]),
    ('人', &["人次", "人"]),
    ('件', &["件次", "件"]),
    ('份', &["份"]),
    ('位', &["位"]),
    ('余', &["余人"]),
    ('例', &["例"]),
    ('册', &["册"]),
    ('则', &["则"]),
    ('卷', &["卷"]),
    ('只', &["只"]),
    ('台', &["台次", "台"]),
    ('名', &["名"]),
    ('场', &["场次", "场"]),
    ('块', &["块"]),
    ('堂', &["堂"]),
    ('处', &["处"]),
    ('套', &["套"]),
    ('学', &["学时"]),
    ('宗', &["宗"]),
    ('家', &["家次", "家"]),
    ('对', &["对"]),
    ('封', &["封"]),
    ('小', &["小时"]),
    ('幅', &["幅"]),
    ('幢', &["幢"]),
    ('座', &["座"]),
    ('张', &["张"]),
    ('户', &["户次", "户"]),
    ('所', &["所"]),
    ('批', &["批次", "批"]),
    ('支', &["支"]),
    ('期', &["期"]),
    ('本', &["本"]),
    ('条', &["条"]),
    ('枚', &["枚"]),
    ('栋', &["栋"]),
    ('次', &["次数", "次"]),
    ('班', &["班次"]),
    ('种', &["种"]),
    ('笔', &["笔"]),
    ('篇', &["篇"]),
    ('类', &["类"]),
    ('组', &["组"]),
    ('节', &["节"]),
    ('课', &["课时"]),
    ('起', &["起"]),
    ('趟', &["趟"]),
    ('车', &["车次"]),
    ('轮', &["轮"]),
    ('辆', &["辆"]),
    ('部', &["部"]),
    ('间', &["间"]),
    ('面', &["面"]),
    ('项', &["项"]),
    ('首', &["首"]),
];
/// Units of measure, in the same order.
const MEASURES: [(char, &[&str]); 14] = [
    ('万', &["万元"]),
    ('亩', &["亩"]),
    ('亿', &["亿元"]),
    ('余', &["余元"]),
    ('元', &["元"]),
    ('公', &["公里", "公顷", "公斤"]),
    ('分', &["分钟"]),
    ('千', &["千米", "千克", "千瓦"]),
    ('吨', &["吨"]),
    ('天', &["天"]),
    ('平', &["平方公里", "平方米"]),
    ('立', &["立方米"]),
    ('米', &["米"]),
    ('里', &["里"]),
];
/// Counters that a plain Chinese numeral counts with; others make names (三项制度, 两个维护).
const PLAIN: [&str; 18] =
    ["次", "场", "件", "起", "份", "人次", "场次", "名", "人", "期", "户", "家", "篇", "辆", "块", "批次", "本", "节"];
/// Counters after which even a larger numeral may be a name or an order: 十二条, 二十四节气.
const MEASURE_LIKE: [&str; 8] = ["条", "节", "部", "本", "类", "种", "对", "天"];
/// Counters that 一 counts with, at the end of a clause: 组织演练一次.
const WITH_ONE: [&str; 6] = ["次", "场", "件", "期", "名", "份"];

/// For each counter, the characters with which it is the beginning of another word: 3人大代表, 1本级, 8个月, 12起诉讼.
const OTHER_WORDS: [(&str, &str); 29] = [
    ("人", "大民口才社均居工身为文物"),
    ("本", "级地人镇乡村县市区月周次单街"),
    ("个", "月百体别性案"),
    ("期", "间限盼望待末货满"),
    ("条", "例款件理"),
    ("项", "目"),
    ("部", "门队分级署委"),
    ("次", "日年序生"),
    ("起", "诉草"),
    ("场", "所地合馆"),
    ("家", "庭长属"),
    ("处", "理置罚级长"),
    ("名", "单称录义誉"),
    ("组", "织建长成"),
    ("面", "对向临积貌"),
    ("节", "约点日目假能"),
    ("台", "风账阶"),
    ("种", "植子粮养"),
    ("类", "似"),
    ("批", "准评示复阅"),
    ("支", "持付出撑援"),
    ("位", "于置"),
    ("座", "谈"),
    ("例", "会如行"),
    ("对", "于照接标外内象口应比策面"),
    ("则", "是为"),
    ("首", "次先要届"),
    ("卷", "宗"),
    ("天", "然气津山水"),
];

/// The characters with which counters and units begin.
pub(super) fn beginnings() -> impl Iterator<Item = char> {
    let words = COUNTERS.iter().map(|(first, _)| *first).chain(MEASURES.iter().map(|(first, _)| *first));
    ['%', '％', '﹪', '百'].into_iter().chain(words)
}

/// The counter or unit that a text begins with.
pub(super) fn read(rest: &str) -> Option<(&str, Unit)> {
    if let Some(sign) = ["%", "％", "﹪"].into_iter().find(|sign| rest.starts_with(sign)) {
        return Some((sign, Unit::Rate));
    }
    if let Some(word) = ["个百分点", "百分点"].into_iter().find(|word| rest.starts_with(word)) {
        return Some((word, Unit::Rate));
    }
    let first = rest.chars().next()?;
    let (word, unit) = match longest(&MEASURES, first, rest) {
        Some(word) => (word, Unit::Measure),
        None => (longest(&COUNTERS, first, rest)?, Unit::Count),
    };
    let next = rest[word.len()..].chars().next();
    let other = OTHER_WORDS.iter().find(|(counter, _)| *counter == word);
    let begins_other = other.zip(next).is_some_and(|((_, after), next)| after.contains(next));
    (!begins_other).then_some((word, unit))
}

/// The longest word that a text begins with.
fn longest(words: &[(char, &'static [&'static str])], first: char, rest: &str) -> Option<&'static str> {
    let index = words.binary_search_by_key(&first, |(first, _)| *first).ok()?;
    words[index].1.iter().copied().find(|word| rest.starts_with(word))
}

/// Whether a Chinese numeral counts here, and is not part of a name or a set phrase.
pub(super) fn counts_by_numeral(before: &str, value: f64, counter: &str, after: &str) -> bool {
    let previous = before.chars().next_back().unwrap_or(' ');
    let plain = PLAIN.contains(&counter)
        && !"第每同统唯任某之如进不周“这那各另上下首逐高成为办再又前后".contains(previous)
        && !after.starts_with(['生', '性', '序', '要', '年', '类', '级', '般', '心']);
    let ends_clause = || after.trim_start().chars().next().is_none_or(|next| !next.is_alphanumeric());
    match () {
        // Above ten there are no names (三项制度, 十个严禁): 十一个村.
        () if value > 10.0 && !MEASURE_LIKE.contains(&counter) => {
            !"第每“八九".contains(previous) && !after.starts_with(['届', '级', '条', '性', '生'])
        }
        () if value >= 2.0 => plain,
        () if value >= 1.0 => plain && WITH_ONE.contains(&counter) && ends_clause(),
        () => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order() {
        for words in [&COUNTERS[..], &MEASURES[..]] {
            assert!(words.is_sorted_by_key(|(first, _)| *first));
            for (first, words) in words {
                assert!(words.is_sorted_by_key(|word| std::cmp::Reverse(word.len())), "{words:?}");
                assert!(words.iter().all(|word| word.starts_with(*first)), "{words:?}");
            }
        }
    }
}
