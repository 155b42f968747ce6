//! Configurations, `hegui.yaml`: what they say of a file, and what is wrong with them.

pub mod file;
mod pattern;
mod settings;

use std::path::{Path, PathBuf};

use serde_yaml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::rule::{Changes, Fault, RuleSet, Wishes, nearest, perhaps, yaml};
use crate::source::Source;
use crate::span::Span;

pub use pattern::{clean, seen_from};
pub use settings::{Origin, Settings, Settled};

use file::ConfigFile;
use pattern::Patterns;

/// The name under which configurations are found.
pub const NAME: &str = "hegui.yaml";

/// One file of a configuration.
#[derive(Debug)]
pub struct Part {
    /// Its text.
    pub source: Source,
    /// As written.
    pub file: ConfigFile,
    folder: PathBuf,
    include: Patterns,
    exclude: Patterns,
    overrides: Vec<Patterns>,
    waivers: Vec<Patterns>,
}

/// A configuration file that cannot be used.
#[derive(Debug)]
pub struct Broken {
    /// Its text.
    pub source: Source,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
}

/// A configuration with those on which it builds.
#[derive(Debug)]
pub struct Config {
    /// The one found is the last; each comes after those on which it builds.
    pub parts: Vec<Part>,
}

/// An entry of a list in one of the parts: the part's index and the entry's.
pub type Entry = (usize, usize);

impl Part {
    /// Reads a file that lies in a folder; the folder begins at the root and has no `.` or `..`.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(source: Source, folder: &Path) -> Result<Self, Box<Broken>> {
        let fault = |span, message, help| Fault::new("broken-config", 0, span, message, help).diagnostic;
        let file: ConfigFile = match read(source.text()) {
            Ok(file) => file,
            Err(misread) => {
                let faults = vec![fault(misread.span, misread.message, misread.help)];
                return Err(Box::new(Broken { source, faults }));
            }
        };
        let mut faults = Vec::new();
        let at = |location| yaml::place(source.text(), location);
        let mut patterns = |written: &[Spanned<String>]| {
            Patterns::new(written).unwrap_or_else(|(index, why)| {
                faults.push(fault(written.get(index).map_or(Span::at(0), |one| at(one.referenced)), why, None));
                Patterns::default()
            })
        };
        let include = patterns(&file.include);
        let exclude = patterns(&file.exclude);
        let overrides = file.overrides.iter().map(|own| patterns(&own.files)).collect();
        let waivers = file.waivers.iter().map(|own| patterns(&own.files)).collect();
        let years = [&file.year].into_iter().chain(file.overrides.iter().map(|own| &own.year)).flatten();
        for year in years.filter(|year| !(1949..=2100).contains(&year.value)) {
            faults.push(fault(at(year.referenced), "年份应为四位数字，如 2025".to_owned(), None));
        }
        for waiver in file.waivers.iter().filter(|waiver| waiver.reason.value.trim().is_empty()) {
            let help = "豁免须写明不作修改的理由。".to_owned();
            faults.push(fault(at(waiver.rule.referenced), "这项豁免没有写明理由".to_owned(), Some(help)));
        }
        if faults.is_empty() {
            Ok(Self { file, folder: folder.to_owned(), include, exclude, overrides, waivers, source })
        } else {
            faults.sort_by_key(|fault| fault.primary.span);
            Err(Box::new(Broken { source, faults }))
        }
    }

    /// The folder that its paths begin at.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its own path.
    pub fn path(&self) -> PathBuf {
        self.folder.join(Path::new(self.source.name()).file_name().unwrap_or_default())
    }

    /// Where a value of it stands.
    pub fn place<T>(&self, value: &Spanned<T>) -> Span {
        yaml::place(self.source.text(), value.referenced)
    }

    /// An error at one of its values.
    pub fn fault<T>(&self, value: &Spanned<T>, message: String) -> Diagnostic {
        Fault::new("broken-config", 0, self.place(value), message, None).diagnostic
    }

    fn fits(&self, patterns: &Patterns, path: &Path) -> bool {
        patterns.fit(&seen_from(&self.folder, path))
    }
}

impl Config {
    /// Whether a file that was found in a folder is to be checked.
    pub fn takes(&self, path: &Path) -> bool {
        let including = self.parts.iter().rfind(|part| !part.file.include.is_empty());
        including.is_none_or(|part| part.fits(&part.include, path))
            && !self.parts.iter().any(|part| part.fits(&part.exclude, path))
    }

    /// The overrides for a file, in the order in which they are made.
    pub fn overrides(&self, path: &Path) -> Vec<Entry> {
        self.entries(path, |part| &part.overrides)
    }

    /// The waivers for a file, in the order in which they stand.
    pub fn waivers(&self, path: &Path) -> Vec<Entry> {
        self.entries(path, |part| &part.waivers)
    }

    /// The whole path of the baseline.
    pub fn baseline(&self) -> Option<PathBuf> {
        let named = |part: &Part| Some(clean(&part.folder.join(&part.file.baseline.as_ref()?.value)));
        self.parts.iter().rev().find_map(named)
    }

    fn entries<'a>(&'a self, path: &Path, of: impl Fn(&'a Part) -> &'a Vec<Patterns>) -> Vec<Entry> {
        let parts = self.parts.iter().enumerate();
        let fitting = parts.flat_map(|(index, part)| {
            let fitting = of(part).iter().enumerate().filter(|(_, patterns)| part.fits(patterns, path));
            fitting.map(|(entry, _)| (index, entry)).collect::<Vec<_>>()
        });
        fitting.collect()
    }

    /// The built-in rules and those of files, as this configuration wants them where these overrides hold. The sources
    /// of the parts follow the files: a fault may be in either.
    pub fn rules(&self, mut files: Vec<Source>, overrides: &[Entry]) -> (RuleSet, Vec<Source>, Vec<Fault>) {
        let count = files.len();
        files.extend(self.parts.iter().map(|part| Source::new(part.source.name(), part.source.text())));
        let parts = || self.parts.iter().enumerate().map(|(index, part)| (count + index, part));
        let packs = parts().filter(|(_, part)| !part.file.packs.is_empty()).last();
        let wishes = Wishes {
            packs: packs
                .map(|(index, part)| part.file.packs.iter().map(|name| (index, name)).collect())
                .unwrap_or_default(),
            changes: self.changes(overrides).map(|(part, changes)| (count + part, changes)).collect(),
        };
        let (rules, mut faults) = RuleSet::adapted(&files, count, &wishes);
        for (index, part) in parts() {
            for waiver in part.file.waivers.iter().filter(|waiver| rules.rule(&waiver.rule.value).is_none()) {
                let known = nearest(&waiver.rule.value, rules.all().iter().map(|rule| rule.id().as_str()));
                let message = format!("没有名为“{}”的规则{}", waiver.rule.value, perhaps(known));
                faults.push(Fault::new("broken-config", index, part.place(&waiver.rule), message, None));
            }
        }
        (rules, files, faults)
    }

    /// The changes of rules where these overrides hold, in the order in which they are made, each with its part.
    pub fn changes<'a>(&'a self, overrides: &'a [Entry]) -> impl Iterator<Item = (usize, &'a Changes)> {
        let general = self.parts.iter().enumerate().map(|(index, part)| (index, &part.file.rules));
        general.chain(overrides.iter().map(|&(part, entry)| (part, self.override_rules(part, entry))))
    }

    /// Those of some overrides that change rules.
    pub fn changing(&self, overrides: &[Entry]) -> Vec<Entry> {
        let changes = |&&(part, entry): &&Entry| !self.override_rules(part, entry).is_empty();
        overrides.iter().filter(changes).copied().collect()
    }

    fn override_rules(&self, part: usize, entry: usize) -> &Changes {
        &self.parts[part].file.overrides[entry].rules
    }
}

/// A file that has nothing but comments wants nothing.
fn read(text: &str) -> Result<ConfigFile, yaml::Misread> {
    let is_bare = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(is_bare) { Ok(ConfigFile::default()) } else { yaml::read(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Context, Stage};
    use crate::diagnostic::Severity;

    fn part(text: &str, folder: &str) -> Result<Part, Vec<(String, String, Option<String>)>> {
        Part::read(Source::new("hegui.yaml", text), Path::new(folder)).map_err(|broken| {
            let told = |fault: &Diagnostic| {
                (broken.source.slice(fault.primary.span).to_owned(), fault.message.clone(), fault.help.clone())
            };
            broken.faults.iter().map(told).collect()
        })
    }

    fn config(texts: &[(&str, &str)]) -> Config {
        Config { parts: texts.iter().map(|(folder, text)| part(text, folder).expect("sound")).collect() }
    }

    #[test]
    fn a_fault_points_at_the_key_or_the_value() {
        for (text, at, message) in [
            ("stgae: submit\n", "stgae", "没有“stgae”这个键；是不是“stage”？"),
            ("stage: submitt\n", "submitt", "不认识“submitt”；是不是“submit”？"),
            ("level: 区\n", "区", "不认识“区”；是不是“乡”？"),
            ("year: 25\n", "25", "年份应为四位数字，如 2025"),
            ("year: 二〇二五\n", "二〇二五", "这里应为整数"),
            ("fail-on: nver\n", "nver", "不认识“nver”；是不是“never”？"),
            ("include: 报告\n", "报告", "这里应为列表，如 [甲, 乙]"),
            ("exclude: ['甲\\乙']\n", "'甲\\乙'", "文件范围“甲\\乙”中的文件夹请用“/”分隔"),
            ("unit: { conty: 云岭县 }\n", "conty", "没有“conty”这个键；是不是“county”？"),
            ("overrides:\n  - { files: ['2023/**'], yaer: 2023 }\n", "yaer", "没有“yaer”这个键；是不是“year”？"),
            ("waivers:\n  - { rule: late-report, files: ['*'] }\n", "files", "缺少“reason”"),
            ("waivers:\n  - { rule: late-report, files: ['*'], reason: ' ' }\n", "late-report", "这项豁免没有写明理由"),
            (
                "waivers:\n  - { rule: a, files: [], reason: 理由, until: 2027年 }\n",
                "2027年",
                "“2027年”不是日期，应写作 2021-01-01",
            ),
        ] {
            let told = part(text, "/").expect_err(text);
            assert_eq!(told[0].1, message, "{text}");
            assert!(told[0].0.starts_with(at), "{told:?}");
        }
    }

    #[test]
    fn comments_alone_want_nothing() {
        assert!(part("# 说明\n\n# stage: submit\n", "/").is_ok());
    }

    #[test]
    fn what_is_nearer_goes_before_what_it_builds_on() {
        let base =
            "stage: publish\nyear: 2022\nexclude: ['草稿/**']\nrules: { vague-quantity: off, late-report: info }\n";
        let own = "stage: draft\ninclude: ['**/*.txt']\nrules: { late-report: error }\noverrides:\n  \
                   - { files: ['2023/**'], year: 2023, rules: { vague-quantity: warning } }\n";
        let config = config(&[("/县", base), ("/县/青禾镇", own)]);
        let path = Path::new("/县/青禾镇/2023/报告.txt");
        assert!(config.takes(path) && !config.takes(Path::new("/县/青禾镇/报告.md")));
        assert!(!config.takes(Path::new("/县/草稿/报告.txt")));
        let overrides = config.overrides(path);
        assert_eq!((overrides.clone(), config.overrides(Path::new("/县/青禾镇/报告.txt"))), (vec![(1, 0)], vec![]));
        let settings = config.settings(&overrides);
        assert_eq!((settings.stage.value, settings.year.value), (Stage::Draft, Some(2023)));
        assert_eq!(config.settings(&[]).year.value, Some(2022));
        assert_eq!(settings.context(&Context::default()).year, Some(2023));
        let severity = |overrides: &[Entry], name: &str| {
            let (rules, _, faults) = config.rules(Vec::new(), overrides);
            assert_eq!(faults, []);
            let rule = rules.rule(name).expect("known");
            rules.is_in_force(rule).then(|| rules.severity(rule))
        };
        assert_eq!(severity(&[], "late-report"), Some(Severity::Error));
        assert_eq!(severity(&[], "vague-quantity"), None);
        assert_eq!(severity(&overrides, "vague-quantity"), Some(Severity::Warning));
    }

    #[test]
    fn faults_of_rules_and_packs_point_into_the_configuration() {
        for (text, at, message) in [
            ("packs: [fahzi]\n", "fahzi", "没有名为“fahzi”的规则包；是不是“fazhi”？"),
            ("rules:\n  late-reprot: off\n", "late-reprot", "没有名为“late-reprot”的规则；是不是“late-report”？"),
            ("rules: { late-report: hihg }\n", "hihg", "不认识“hihg”"),
            ("rules: { late-report: { moth: 3 } }\n", "moth", "没有“moth”这个键；是不是“month”？"),
            (
                "waivers: [{ rule: late-reprot, files: ['*'], reason: 理由 }]\n",
                "late-reprot",
                "没有名为“late-reprot”的规则；是不是“late-report”？",
            ),
        ] {
            let config = config(&[("/", text)]);
            let (_, files, faults) = config.rules(Vec::new(), &[]);
            let [fault] = faults.as_slice() else { panic!("{faults:?}") };
            let told = (files[fault.file].slice(fault.diagnostic.primary.span), fault.diagnostic.message.as_str());
            assert_eq!(told, (at, message), "{text}");
            assert_eq!(fault.diagnostic.rule.as_str(), "broken-config");
        }
    }

    #[test]
    fn packs_choose_what_reads_documents() {
        let config = config(&[("/", "packs: [zhengwu-gongkai, gongwen]\n")]);
        let (rules, _, faults) = config.rules(Vec::new(), &[]);
        assert_eq!(faults, []);
        assert_eq!(rules.vocabularies().len(), 1);
        assert!(rules.rules().all(|rule| rule.pack.as_deref() != Some("fazhi")));
        assert!(rules.rules().any(|rule| rule.pack.as_deref() == Some("gongwen")));
    }
}
