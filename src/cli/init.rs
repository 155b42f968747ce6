//! `hegui init`: a configuration with everything explained in it.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};

use super::arguments::InitArguments;
use super::{Exit, Failure, read};
use crate::config::NAME;

/// What is written.
const TEMPLATE: &str = include_str!("init.yaml");

pub(super) fn run(arguments: &InitArguments) -> Result<Exit, Failure> {
    let path = arguments.folder.join(NAME);
    let path = path.strip_prefix(".").unwrap_or(&path);
    let name = read::name(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(!arguments.force).create(arguments.force).truncate(arguments.force);
    let written = options.open(path).and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Told(format!("{name} 已经存在；要覆盖请加 --force")),
        _ => Failure::Told(format!("无法写入 {name}：{}", read::reason(&error))),
    })?;
    let mut out = io::stdout().lock();
    writeln!(out, "已写入 {name}")?;
    writeln!(out, "下一步：按其中的说明填写本单位的情况，再运行 hegui check {}", read::name(&arguments.folder))?;
    writeln!(out, "某个文件适用哪些设置，可用 hegui check --show-config 文件 查看")?;
    out.flush()?;
    Ok(Exit::Clean)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::TEMPLATE;
    use crate::config::{Config, Part};
    use crate::source::Source;

    #[test]
    fn what_is_written_is_sound_with_and_without_its_examples() {
        let uncommented: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(" ") || rest.starts_with("  ")))
            .zip(TEMPLATE.lines())
            .map(|(uncommented, line)| format!("{}\n", uncommented.unwrap_or(line)))
            .collect();
        assert!(uncommented.contains("\nbaseline:") && uncommented.contains("\n  - { rule: late-report"));
        for text in [TEMPLATE, &uncommented] {
            let part = Part::read(Source::new("hegui.yaml", text), Path::new("/")).expect("sound");
            let config = Config { parts: vec![part] };
            let overrides = config.overrides(Path::new("/2023/青禾镇.docx"));
            let (_, _, faults) = config.rules(Vec::new(), &overrides);
            assert_eq!(faults, []);
        }
    }
}
