//! What the editor's settings say of rules and reports; the same as the options of `hegui check`.

use std::path::Path;

use serde_json::Value;

use crate::check::Stage;
use crate::diagnostic::Severity;
use crate::document::Level;
use crate::judge::Orders;
use crate::judge::discover::whole;
use crate::rule::Choice;

/// Keys that set something; others may be those of the editor's own part.
const LEVELS: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// Reads settings, `{"hegui": {…}}` or what is inside; relative paths begin at a folder. What is wrong in them is told and
/// left out.
pub(super) fn orders(settings: &Value, folder: Option<&Path>) -> (Orders, Vec<String>) {
    let own = settings.get("hegui").unwrap_or(settings);
    let mut reading = Reading { own, folder, faults: Vec::new() };
    let orders = reading.orders();
    (orders, reading.faults)
}

struct Reading<'a> {
    own: &'a Value,
    folder: Option<&'a Path>,
    faults: Vec<String>,
}

impl Reading<'_> {
    fn orders(&mut self) -> Orders {
        let folder = self.folder;
        let at = |path: &String| whole(&folder.map_or_else(|| path.into(), |folder| folder.join(path)));
        let config = self.text("config").map(|path| at(&path));
        let baseline = self.text("baseline").map(|path| at(&path));
        let rules = self.texts("rules").iter().map(at).collect();
        let mut choice = Choice { select: self.texts("select"), ignore: self.texts("ignore"), severities: Vec::new() };
        self.severities(&mut choice);
        Orders {
            config,
            rules,
            choice,
            baseline,
            stage: self.word("stage", "draft、submit、publish", |word| {
                [Stage::Draft, Stage::Submit, Stage::Publish].into_iter().find(|stage| stage.key() == word)
            }),
            level: self.word("level", "省、市、县、部门、乡、镇、街道", Level::from_word),
            least: self.word("minSeverity", "error、warning、info", severity),
            year: self.year(),
            ..Orders::default()
        }
    }

    fn year(&mut self) -> Option<i32> {
        let value = self.own.get("year").filter(|value| !value.is_null())?;
        let year = value.as_i64().and_then(|year| i32::try_from(year).ok()).filter(|year| (1949..=2100).contains(year));
        if year.is_none() {
            self.fault("year", "写四位年份，如 2025");
        }
        year
    }

    fn severities(&mut self, choice: &mut Choice) {
        let Some(value) = self.own.get("severity").filter(|value| !value.is_null()) else { return };
        let levels = value.as_object().into_iter().flatten();
        let mut is_sound = value.is_object();
        for (rule, level) in levels {
            match level.as_str().map(|level| (level, severity(level))) {
                Some(("off", _)) => choice.ignore.push(rule.clone()),
                Some((_, Some(severity))) => choice.severities.push((rule.clone(), severity)),
                _ => is_sound = false,
            }
        }
        if !is_sound {
            self.fault("severity", "写成 { 规则: 级别 }，级别可写 error、warning、info、off");
        }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let value = self.own.get(key).filter(|value| !value.is_null())?;
        if !value.is_string() {
            self.fault(key, "应为文字");
        }
        value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.own.get(key).filter(|value| !value.is_null()) else { return Vec::new() };
        let texts: Option<Vec<String>> =
            value.as_array().and_then(|list| list.iter().map(|one| one.as_str().map(str::to_owned)).collect());
        if texts.is_none() {
            self.fault(key, "应为文字的列表");
        }
        texts.unwrap_or_default()
    }

    fn word<T>(&mut self, key: &str, words: &str, of: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(key)?;
        let found = of(&text);
        if found.is_none() {
            self.fault(key, &format!("可写 {words}"));
        }
        found
    }

    fn fault(&mut self, key: &str, why: &str) {
        self.faults.push(format!("设置 hegui.{key} 未采用：{why}"));
    }
}

fn severity(word: &str) -> Option<Severity> {
    LEVELS.into_iter().find(|severity| severity.key() == word)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_and_what_is_wrong_is_told() {
        let told = json!({ "hegui": {
            "stage": "publish", "level": "镇", "year": 2025, "minSeverity": "warning", "rules": ["规则"],
            "severity": { "late-report": "error", "vague-quantity": "off" }, "select": [], "config": null,
            "trace": { "server": "off" },
        } });
        let (orders, faults) = orders(&told, Some(Path::new("/县")));
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!((orders.stage, orders.level, orders.year), (Some(Stage::Publish), Some(Level::Town), Some(2025)));
        assert_eq!((orders.least, orders.config), (Some(Severity::Warning), None));
        assert!(orders.rules[0].ends_with("规则"));
        assert_eq!(orders.choice.severities, [("late-report".to_owned(), Severity::Error)]);
        assert_eq!(orders.choice.ignore, ["vague-quantity"]);
    }

    #[test]
    fn wrong_settings_are_left_out() {
        let told =
            json!({ "stage": "x", "level": 1, "year": "25", "severity": { "a": 1 }, "rules": "a", "select": [1] });
        let (_, faults) = orders(&told, None);
        assert_eq!(faults.len(), 6, "{faults:?}");
        assert!(orders(&Value::Null, None).1.is_empty() && orders(&json!([1]), None).1.is_empty());
    }
}
