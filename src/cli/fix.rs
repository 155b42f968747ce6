//! `hegui fix`: fixes made in text files, or shown.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use similar::TextDiff;

use super::account::Account;
use super::arguments::FixArguments;
use super::judge::{self, Case, Judge};
use super::read::{self, Reader, STANDARD_INPUT};
use super::tally::Tally;
use super::{Exit, Failure, batch, replace, terminal};
use crate::document::Document;
use crate::fix::{Fixed, Fixer};
use crate::input::{Charset, Format, Reading};
use crate::judge::outcome::Outcome;
use crate::judge::walk;

/// Lines around a change that a diff shows.
const AROUND: usize = 3;
/// After so long a diff is shown as it stands, though it may not be the shortest.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn run(arguments: &FixArguments) -> Result<Exit, Failure> {
    let judge = Judge::judging(&arguments.judgement)?;
    let mut judge = judge.with_standard_input(arguments.reading.stdin_filepath.as_deref());
    let reader = Reader::new(&arguments.reading);
    let work = Work { reader: &reader, with_unsafe: arguments.with_unsafe, diff: arguments.diff };
    let cases = judge.cases(walk::inputs(&arguments.reading.paths(&arguments.paths)))?;
    // Text and diffs have standard output for themselves.
    let tells_beside = arguments.diff || cases.iter().any(|case| is_standard(&case.input.path));
    let mut out = BufWriter::new(io::stdout().lock());
    let mut total = Total::default();
    // Of folders only some formats are read: what no report here made use of may be for another.
    let mut account = Account::new(&[], judge::configs(&cases));
    batch::run(
        &cases,
        arguments.jobs,
        |case| work.one(case),
        |done| {
            for note in &done.notes {
                terminal::say(note);
            }
            out.write_all(&done.output)?;
            if let Some(line) = done.line {
                tell(tells_beside, &mut out, &line)?;
            }
            total.add(done.total);
            account.add(done.outcome);
            Ok(())
        },
    )?;
    for line in total.told(arguments) {
        tell(tells_beside, &mut out, &line)?;
    }
    out.flush()?;
    Account::tell(&account.notices());
    if total.files == 0 && total.tally.summary().unreadable == 0 {
        terminal::complain(&nothing(&total));
    }
    let left = total.tally.exit();
    Ok(match left {
        Exit::Failed => left,
        _ if !judge.is_whole() => Exit::Failed,
        _ if arguments.diff => {
            if total.edits > 0 {
                Exit::Found
            } else {
                Exit::Clean
            }
        }
        _ => left,
    })
}

/// What is the same for every input.
struct Work<'a> {
    reader: &'a Reader,
    with_unsafe: bool,
    /// Changes are shown, not made.
    diff: bool,
}

/// What became of one input.
#[derive(Default)]
struct Done {
    /// For standard output.
    output: Vec<u8>,
    /// What was done, for the user.
    line: Option<String>,
    /// For standard error.
    notes: Vec<String>,
    total: Total,
    /// What it gave to tell of waivers and baselines.
    outcome: Outcome,
}

/// What became of one input or of many.
#[derive(Default)]
struct Total {
    /// What is left to be said of the reports.
    tally: Tally,
    /// Reports that were looked at.
    files: usize,
    /// Those of them with edits.
    changed: usize,
    edits: usize,
    unsafe_edits: usize,
    /// Files of a folder that are not text.
    others: usize,
}

impl Work<'_> {
    fn one(&self, case: &Case) -> Done {
        let input = &case.input;
        let name = self.reader.name(&input.path);
        let is_text = |name: &str| matches!(Format::from_name(name), Some(Format::Text | Format::Markdown));
        if !input.named && input.trouble.is_none() && !is_text(&name) {
            return Done { total: Total { others: 1, ..Total::default() }, ..Done::default() };
        }
        self.try_one(case, &name).unwrap_or_else(|reason| Done {
            notes: vec![format!("错误：无法修正 {name}：{reason}")],
            total: Total { tally: Tally::unreadable(), ..Total::default() },
            ..Done::default()
        })
    }

    fn try_one(&self, Case { input, path, terms }: &Case, name: &str) -> Result<Done, String> {
        let Some(terms) = terms.as_ref().filter(|_| input.trouble.is_none()) else {
            return Err(input.trouble.clone().unwrap_or_default());
        };
        let bytes = self.reader.bytes(&input.path)?;
        let Reading { source, blocks, format, charset, leftovers } =
            self.reader.understand(bytes.clone(), &input.path)?;
        // Of other formats the text is not the file's own, even where the file is text.
        let is_text = matches!(format, Format::Text | Format::Markdown);
        let charset = charset.filter(|_| is_text).ok_or_else(|| foreign(format))?;
        let document = Document::understand(source, blocks, terms.rules.vocabularies()).with_leftovers(leftovers);
        if !input.named && document.kind.is_unknown() {
            return Ok(Done { total: Total { tally: Tally::passed_over(), ..Total::default() }, ..Done::default() });
        }
        let before = self.diff.then(|| document.source.text().to_owned());
        let fixer = Fixer {
            rules: &terms.rules,
            context: &terms.context,
            exceptions: &terms.exceptions(path),
            reading: self.reader.options(),
            least: terms.settings.least.value,
            with_unsafe: self.with_unsafe,
        };
        let fixed = fixer.fix(bytes, charset, document).map_err(|error| error.to_string())?;
        let output = if let Some(before) = before {
            diff(name, &before, fixed.document.source.text()).into_bytes()
        } else if is_standard(&input.path) {
            fixed.bytes.clone()
        } else {
            if fixed.edits > 0 {
                replace::replace(&input.path, &fixed.bytes).map_err(|error| read::reason(&error))?;
            }
            Vec::new()
        };
        let can = if self.diff { "可修正" } else { "已修正" };
        Ok(Done {
            output,
            line: (fixed.edits > 0).then(|| format!("{name}：{can}{}处", fixed.edits)),
            notes: notes(name, &fixed, charset),
            total: Total {
                tally: Tally::of(&fixed.linted, terms.settings.fail_on.value),
                files: 1,
                changed: usize::from(fixed.edits > 0),
                edits: fixed.edits,
                unsafe_edits: fixed.unsafe_edits,
                others: 0,
            },
            outcome: terms.became(path, &fixed.linted),
        })
    }
}

impl Total {
    fn add(&mut self, more: Self) {
        self.tally.add(more.tally);
        self.files += more.files;
        self.changed += more.changed;
        self.edits += more.edits;
        self.unsafe_edits += more.unsafe_edits;
        self.others += more.others;
    }

    /// What was done, and what is left.
    fn told(&self, arguments: &FixArguments) -> Vec<String> {
        if self.files == 0 {
            return Vec::new();
        }
        let can = if arguments.diff { "可修正" } else { "已修正" };
        let done = match self.edits {
            0 => "没有可以直接修正的问题".to_owned(),
            edits => format!("{can}{}个文件，共{edits}处", self.changed),
        };
        let more = match self.unsafe_edits {
            0 => String::new(),
            edits => format!("；另有{edits}处的改法需要人工把关，加 --unsafe 一并修正"),
        };
        let mut lines = vec![done + &more];
        let left = self.tally.summary();
        if left.error + left.warning + left.info > 0 {
            let then = if arguments.diff { "修正后尚有" } else { "尚有" };
            let check = "请用 hegui check 查看";
            lines.push(format!("{then}：错误{} 提醒{} 提示{}，{check}", left.error, left.warning, left.info));
        }
        if self.others > 0 {
            lines.push(format!(
                "另有{}个文件不是文本文件（.txt、.md），未作修正；Word 文档请用 hegui annotate 批注",
                self.others
            ));
        }
        lines
    }
}

fn is_standard(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

/// Tells the user something, beside the output or in it.
fn tell(beside: bool, out: &mut dyn Write, line: &str) -> io::Result<()> {
    if beside {
        terminal::say(line);
        return Ok(());
    }
    writeln!(out, "{line}")
}

/// Why a file of this format is not mended.
fn foreign(format: Format) -> String {
    match format {
        Format::Docx => "Word 文档不直接改动；请用 hegui annotate 写一份带批注的副本，照批注修改".to_owned(),
        _ => "只能修正文本文件（.txt、.md）；其他格式请用 hegui check 查看问题".to_owned(),
    }
}

fn notes(name: &str, fixed: &Fixed, charset: Charset) -> Vec<String> {
    let mut notes = Vec::new();
    if fixed.unwritable > 0 {
        let charset = charset.name();
        notes.push(format!(
            "{name}：有{}处的改法含有 {charset} 编码写不出的字，未作修正；请另存为 UTF-8 编码后再修正",
            fixed.unwritable
        ));
    }
    if !fixed.is_stable {
        notes.push(format!("{name}：有的改法互相冲突，改不到底；请用 hegui check 查看后人工修改"));
    }
    notes
}

/// The lines that change, in the usual form of `diff -u`; nothing where none does.
fn diff(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(before, after);
    diff.unified_diff().context_radius(AROUND).header(name, name).to_string()
}

fn nothing(total: &Total) -> String {
    match (total.tally.summary().passed_over, total.others) {
        (0, 0) => "没有可修正的文本文件（.txt、.md）".to_owned(),
        (0, others) => format!(
            "没有可修正的文本文件（.txt、.md）；另有{others}个其他格式的文件，Word 文档请用 hegui annotate 批注"
        ),
        (count, _) => format!("有 {count} 个文本文件，但都认不出是报告；要修正其中某个文件，请直接写出它的文件名"),
    }
}
