//! For Word: a copy of the document with a comment at each finding, and one at the title that sums them up.

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{BlockKind, Document};
use crate::docx::{self, Author, Comment};
use crate::lint::{Content, Linted};
use crate::report::note;
use crate::span::Span;

/// Who comments.
const AUTHOR: Author<'static> = Author { name: "hegui", initials: "合规" };
/// Places of one collapsed diagnostic that get a comment; the first one tells how many there are.
const PLACES: usize = 10;
/// Related places that are named.
const NAMED: usize = 5;
/// Places of a prescribed content that are named.
const FOUND: usize = 2;

/// A copy of a document with comments; `bytes` are those that the document was read from.
///
/// # Errors
/// The copy cannot be made without changing what a reader sees.
pub fn annotate(bytes: Vec<u8>, document: &Document, linted: &Linted) -> Result<Vec<u8>, docx::Error> {
    docx::annotate(bytes, &comments(document, linted), AUTHOR)
}

/// How many comments an annotated copy gets.
pub fn count(document: &Document, linted: &Linted) -> usize {
    comments(document, linted).len()
}

fn comments(document: &Document, linted: &Linted) -> Vec<Comment> {
    let mut comments = vec![Comment { place: top(document), paragraphs: summary(document, linted) }];
    for diagnostic in &linted.diagnostics {
        comments.push(Comment { place: diagnostic.primary.span, paragraphs: finding(document, diagnostic) });
        if diagnostic.count > 1 {
            let others = diagnostic.related.iter().take(PLACES - 1);
            comments.extend(others.map(|label| Comment { place: label.span, paragraphs: same(diagnostic) }));
        }
    }
    comments.sort_by_key(|comment| comment.place.start);
    comments
}

/// Where the summary stands: at the title, else at the first line.
fn top(document: &Document) -> Span {
    let title = document.title.as_ref().map(|title| title.span);
    title.or_else(|| document.blocks.first().map(|block| block.span)).unwrap_or_default()
}

fn summary(document: &Document, linted: &Linted) -> Vec<String> {
    let count = |severity| linted.diagnostics.iter().filter(|one| one.severity == severity).count();
    let counts =
        [Severity::Error, Severity::Warning, Severity::Info].map(|one| format!("{}{}", one.word(), count(one)));
    let waived = match linted.waived.len() {
        0 => String::new(),
        count => format!(" 已豁免{count}"),
    };
    let mut paragraphs = vec![format!("合规检查：{}{waived}", counts.join(" "))];
    if !linted.contents.is_empty() {
        paragraphs.push("规定内容：".to_owned());
        paragraphs.extend(linted.contents.iter().map(|content| row(document, content)));
    }
    if !linted.coverage.needs_human.is_empty() {
        paragraphs.push("需要人工核对：".to_owned());
        paragraphs.extend(linted.coverage.needs_human.iter().map(|(_, question)| question.clone()));
    }
    paragraphs.push("以上和文中各处批注由 hegui 检查得出，供修改时参考；报送、公开前请删除批注。".to_owned());
    paragraphs
}

fn row(document: &Document, content: &Content) -> String {
    let state = content.state.word();
    let places: Vec<String> = content.places.iter().take(FOUND).map(|place| document.place(place.start)).collect();
    let more = if content.places.len() > FOUND { format!("等{}处", content.places.len()) } else { String::new() };
    let found = if places.is_empty() { String::new() } else { format!("（{}{more}）", places.join("、")) };
    format!("{state}　{}{found}", content.name)
}

fn finding(document: &Document, diagnostic: &Diagnostic) -> Vec<String> {
    let apart = match document.block_at(diagnostic.primary.span.start).map(|block| block.kind) {
        Some(BlockKind::Aside(aside)) => format!("（{}）", aside.word()),
        _ => String::new(),
    };
    let mut paragraphs = vec![format!("【{}】{apart}{}", diagnostic.severity.word(), diagnostic.message)];
    let shown = if diagnostic.count > 1 { PLACES.min(diagnostic.related.len() + 1) } else { 1 };
    if diagnostic.count > shown && shown > 1 {
        paragraphs.push(format!("共{}处，批注标出前{shown}处。", diagnostic.count));
    }
    let related = diagnostic.related.iter().filter(|_| diagnostic.count == 1).take(NAMED);
    paragraphs.extend(related.map(|label| {
        let place = document.place(label.span.start);
        let message = if label.message.is_empty() { "相关位置" } else { &label.message };
        format!("{message}：{place}")
    }));
    if let Some(help) = &diagnostic.help {
        paragraphs.push(format!("建议：{}", help.strip_prefix("建议").unwrap_or(help)));
    }
    if let Some(fix) = &diagnostic.fix {
        paragraphs.push(format!("可改：{}", note::mending(document, fix)));
    }
    if let Some(basis) = note::basis(&diagnostic.basis) {
        paragraphs.push(format!("依据：{basis}"));
    }
    paragraphs.push(format!("规则：{}", diagnostic.rule));
    paragraphs
}

/// For a further place of a collapsed diagnostic.
fn same(diagnostic: &Diagnostic) -> Vec<String> {
    vec![format!("【{}】同类问题，见第一处批注（规则：{}）", diagnostic.severity.word(), diagnostic.rule)]
}
