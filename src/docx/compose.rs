//! New documents in the form of GB/T 9704: page, type, line spacing, page numbers.

use std::io::Cursor;

use quick_xml::escape::escape;
use zip::ZipWriter;

use super::Error;
use super::package::add;

/// What a paragraph of a new document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The title.
    Title,
    /// Whom the document addresses: no indent.
    Salutation,
    /// A heading, from level 1.
    Heading(u8),
    /// Running text.
    Text,
    /// Who signs, and when: at the right.
    Signature,
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A new document. No clock: the same paragraphs give the same bytes.
///
/// # Errors
/// The parts cannot be packed.
pub fn compose(paragraphs: &[(Form, &str)]) -> Result<Vec<u8>, Error> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", types()),
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        ("word/document.xml", document(paragraphs)),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("footer", "footer1.xml"),
                ("footer", "footer2.xml"),
            ]),
        ),
        ("word/styles.xml", styles()),
        // Odd pages have their numbers at the right, even ones at the left.
        ("word/settings.xml", format!("<w:settings xmlns:w=\"{WORD}\"><w:evenAndOddHeaders/></w:settings>")),
        ("word/footer1.xml", footer("right")),
        ("word/footer2.xml", footer("left")),
    ] {
        add(&mut writer, name, &format!("{HEAD}{text}"))?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|_| Error::Damaged)
}

fn types() -> String {
    let part =
        |name: &str, kind: &str| format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{TYPE}.{kind}+xml\"/>");
    let parts = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ];
    let parts: String = parts.iter().map(|(name, kind)| part(name, kind)).collect();
    format!(
        "<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{parts}</Types>"
    )
}

fn relations(targets: &[(&str, &str)]) -> String {
    let entry = |(number, (kind, target)): (usize, &(&str, &str))| {
        format!("<Relationship Id=\"rId{}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>", number + 1)
    };
    let entries: String = targets.iter().enumerate().map(entry).collect();
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{entries}</Relationships>")
}

fn document(paragraphs: &[(Form, &str)]) -> String {
    let mut body = String::new();
    let mut before = None;
    for (form, text) in paragraphs {
        // The title stands apart from the text, and so does the signature.
        let apart = matches!((before, form), (Some(Form::Title), _) | (Some(Form::Text), Form::Signature));
        if apart {
            body.push_str("<w:p/>");
        }
        body.push_str(&format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            style(*form),
            escape(*text)
        ));
        before = Some(*form);
    }
    // A4; 37 mm above, 28 mm at the left, a core of 156 by 225 mm: 22 lines of 28 characters.
    format!(
        "<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{RELATIONS}\"><w:body>{body}<w:sectPr>\
         <w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:footerReference w:type=\"even\" r:id=\"rId4\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1400\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>"
    )
}

fn style(form: Form) -> String {
    match form {
        Form::Title => "Title".to_owned(),
        Form::Salutation => "Salutation".to_owned(),
        Form::Heading(level) => format!("Heading{}", level.clamp(1, 3)),
        Form::Text => "BodyText".to_owned(),
        Form::Signature => "Signature".to_owned(),
    }
}

/// Sizes in half points: 3号 is 16 points, 2号 is 22. Twenty-two lines to a page of 225 mm are 28.95 points each; a
/// quarter of a point less between characters puts 28 of them on a line. Not every program lays out a grid alike.
fn styles() -> String {
    let font = |name: &str| {
        format!("<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\" w:eastAsia=\"{name}\" w:cs=\"Times New Roman\"/>")
    };
    let indent = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>";
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let heading = |level: u8, run: &str| {
        let paragraph = format!("<w:keepNext/>{indent}<w:outlineLvl w:val=\"{}\"/>", level - 1);
        style(&format!("Heading{level}"), &format!("heading {level}"), &paragraph, run)
    };
    let size = "<w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>";
    let all = [
        style("Title", "Title", "<w:jc w:val=\"center\"/>", &format!("{}{size}", font("方正小标宋简体"))),
        style("Salutation", "Salutation", "", ""),
        heading(1, &font("黑体")),
        heading(2, &font("楷体_GB2312")),
        heading(3, &format!("{}<w:b/>", font("仿宋_GB2312"))),
        style("BodyText", "Body Text", indent, ""),
        style("Signature", "Signature", "<w:ind w:rightChars=\"400\" w:right=\"1280\"/><w:jc w:val=\"right\"/>", ""),
        style("Footer", "footer", "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>", ""),
    ];
    format!(
        "<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>{}<w:spacing w:val=\"-5\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>\
         <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:spacing w:before=\"0\" w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>{}</w:styles>",
        font("仿宋_GB2312"),
        all.concat()
    )
}

/// The number of the page between dashes, 4号, one character from the edge.
fn footer(side: &str) -> String {
    let font = "<w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/><w:sz w:val=\"28\"/></w:rPr>";
    format!(
        "<w:ftr xmlns:w=\"{WORD}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:ind w:{side}=\"280\"/><w:jc w:val=\"{side}\"/></w:pPr>\
         <w:r>{font}<w:t xml:space=\"preserve\">— </w:t></w:r>\
         <w:fldSimple w:instr=\" PAGE \"><w:r>{font}<w:t>1</w:t></w:r></w:fldSimple>\
         <w:r>{font}<w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::{LineKind, Package, read};

    #[test]
    fn what_is_composed_is_read_again() {
        let paragraphs = [
            (Form::Title, "青禾镇<A&B>报告"),
            (Form::Salutation, "县委、县政府："),
            (Form::Heading(1), "一、举措"),
            (Form::Heading(2), "（一）学习"),
            (Form::Text, "全年12次。"),
            (Form::Signature, "青禾镇人民政府"),
        ];
        let bytes = compose(&paragraphs).expect("packed");
        assert_eq!(compose(&paragraphs).as_ref(), Ok(&bytes));
        let content = read(&mut Package::open(bytes).expect("a zip file")).expect("readable");
        let lines: Vec<(&str, LineKind)> = content
            .lines
            .iter()
            .map(|line| (&content.text[line.span.range()], line.kind))
            .filter(|(text, _)| !text.is_empty())
            .collect();
        let (one, two, text) = (LineKind::Heading(1), LineKind::Heading(2), LineKind::Text);
        let expected = [one, text, one, two, text, text];
        let expected: Vec<(&str, LineKind)> = paragraphs.iter().map(|(_, text)| *text).zip(expected).collect();
        assert_eq!(lines, expected);
    }
}
