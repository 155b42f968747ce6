//! Examples of command lines, shown below the help of each command.

/// For each command what one wants and the line that does it; the empty name stands for the program.
const EXAMPLES: &[(&str, &[(&str, &str)])] = &[
    ("", &[("检查一份报告", "hegui check 报告.docx"), ("看一个命令的全部选项", "hegui check --help")]),
    (
        "check",
        &[
            ("检查一份报告", "hegui check 青禾镇.docx"),
            ("检查一个文件夹，汇总成表格", "hegui check 2024年 --format csv --output 汇总.csv"),
            ("公开之前再查一遍", "hegui check 青禾镇.docx --stage publish"),
            ("有提醒也不通过，结果交给代码平台", "hegui check . --fail-on warning --format sarif --output hegui.sarif"),
        ],
    ),
    ("compare", &[("与去年的和别的乡镇的比较", "hegui compare 2024/青禾镇.docx 2023/青禾镇.docx 2024")]),
    ("fix", &[("先看将作的改动", "hegui fix --diff 青禾镇.md"), ("修正", "hegui fix 青禾镇.md")]),
    ("annotate", &[("写出 青禾镇.hegui.docx", "hegui annotate 青禾镇.docx")]),
    ("new", &[("写一份 Word 骨架", "hegui new --unit 青禾镇 --year 2025 -o 报告.docx")]),
    ("outline", &[("看标题和各部分是否读对", "hegui outline 青禾镇.docx")]),
    ("text", &[("看程序读到的文字", "hegui text 青禾镇.docx")]),
    ("explain", &[("说明一条规则", "hegui explain late-report"), ("列出一组规则", "hegui explain structure")]),
    ("rules", &[("列出全部规则", "hegui rules"), ("只列一组", "hegui rules --select time")]),
    ("test", &[("试自己的规则", "hegui test 规则")]),
    ("init", &[("在当前文件夹写一份", "hegui init")]),
    ("schema", &[("配置文件的 JSON Schema", "hegui schema config")]),
    ("completions", &[("bash 补全", "hegui completions bash > ~/.local/share/bash-completion/completions/hegui")]),
    #[cfg(feature = "lsp")]
    ("lsp", &[("编辑器设置中语言服务器的启动命令", "hegui lsp")]),
    ("man", &[("阅读手册", "hegui man > hegui.1 && man ./hegui.1")]),
];

/// The examples of a command, for the foot of its help; none for a command without any.
pub(in crate::cli) fn of(command: &str) -> Option<String> {
    let (_, examples) = EXAMPLES.iter().find(|(name, _)| *name == command)?;
    let lines = examples.iter().map(|(purpose, line)| format!("\n  {line}\n      {purpose}"));
    Some(format!("例：{}", lines.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::usage;

    #[test]
    fn every_command_has_examples_that_can_be_understood() {
        let command = usage::command();
        for subcommand in command.get_subcommands() {
            assert!(of(subcommand.get_name()).is_some(), "{}", subcommand.get_name());
        }
        for (name, examples) in EXAMPLES {
            for (_, line) in *examples {
                let words = line.split(' ').take_while(|word| !["&&", ">"].contains(word));
                let parsed = usage::command().try_get_matches_from(words);
                let is_help = parsed.as_ref().is_err_and(|error| error.kind() == clap::error::ErrorKind::DisplayHelp);
                assert!(is_help || parsed.is_ok(), "{name}: {line}");
            }
        }
    }
}
