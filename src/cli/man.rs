//! `hegui man`: the manual, made from the command line as it is.

use std::io::{self, Write};

use clap::{Arg, Command};

use super::{Exit, Failure, usage};

/// What the exit codes mean, the same for all commands.
const EXIT_CODES: [(&str, &str); 3] = [
    ("0", "没有达到 --fail-on 所定级别的问题"),
    ("1", "有这样的问题；hegui test 有例子与规则不符"),
    ("2", "命令写错、有文件无法读取、规则文件有错，或者没有可检查的内容"),
];

/// Marks after which a line may end; roff breaks lines only at spaces.
const MARKS: [char; 5] = ['，', '；', '：', '、', '）'];

pub(super) fn run() -> Result<Exit, Failure> {
    let mut command = usage::command();
    command.build();
    let mut out = io::stdout().lock();
    out.write_all(manual(&command).as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// The page in roff.
fn manual(command: &Command) -> String {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let (first, _) = about.split_once('\n').unwrap_or((&about, ""));
    let mut page = format!(
        ".TH HEGUI 1 \"\" \"hegui {}\"\n.ad l\n.nh\n.SH 名称\nhegui \\- {}\n.SH 用法\n.B hegui\n<命令> [选项]\n.SH 说明\n{}\n",
        env!("CARGO_PKG_VERSION"),
        escaped(first.trim_end_matches('。')),
        escaped(&about),
    );
    for subcommand in command.get_subcommands() {
        let usage = subcommand.clone().render_usage().to_string();
        let about = subcommand.get_about().map(ToString::to_string).unwrap_or_default();
        page.push_str(&format!(".SH {}\n", escaped(&usage_line(&usage))));
        page.push_str(&format!("{}\n", escaped(&about)));
        for argument in subcommand.get_arguments().filter(|argument| argument.get_id() != "help") {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            page.push_str(&format!(".TP\n.B {}\n{}\n", escaped(&name(argument)), escaped(&help)));
        }
    }
    page.push_str(".SH 退出码\n");
    for (code, meaning) in EXIT_CODES {
        page.push_str(&format!(".TP\n.B {code}\n{}\n", escaped(meaning)));
    }
    page
}

/// `hegui check [选项] [路径…]` of what clap gives with a word before it.
fn usage_line(usage: &str) -> String {
    usage.find("hegui").map_or(usage, |at| &usage[at..]).trim().to_owned()
}

/// `-q, --quiet`, `--format <格式>`, `<文件>`.
fn name(argument: &Arg) -> String {
    let value = argument.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    let value = value.filter(|_| argument.get_action().takes_values());
    if argument.is_positional() {
        return format!("<{}>", value.unwrap_or_default());
    }
    let short = argument.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let long = argument.get_long().map(|long| format!("--{long}")).unwrap_or_default();
    format!("{short}{long}{}", value.map(|value| format!(" <{value}>")).unwrap_or_default())
}

/// A text in which nothing is a sign of roff, and which may break after Chinese marks.
fn escaped(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        let line = MARKS.iter().fold(line, |line, mark| line.replace(*mark, &format!("{mark}\\:")));
        if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
    });
    lines.collect::<Vec<_>>().join("\n.br\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_is_in_the_manual() {
        let mut command = usage::command();
        command.build();
        let page = manual(&command);
        for subcommand in command.get_subcommands() {
            assert!(page.contains(&format!(".SH hegui {}", subcommand.get_name())), "{page}");
            for long in subcommand.get_arguments().filter_map(Arg::get_long).filter(|long| *long != "help") {
                assert!(page.contains(&format!("\\-\\-{}", long.replace('-', "\\-"))), "{long}");
            }
        }
        assert!(!page.contains("Usage") && !page.contains(".SH NAME"), "{page}");
    }

    #[test]
    fn signs_of_roff_are_escaped() {
        assert_eq!(escaped(".gitignore\n--rules C:\\规则"), "\\&.gitignore\n.br\n\\-\\-rules C:\\e规则");
        assert_eq!(escaped("省、市"), "省、\\:市");
    }
}
