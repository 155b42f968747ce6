//! What the comments of a document say.

use std::collections::HashMap;

use super::Error;
use super::xml::{Space, Token, Xml};

/// The most bytes of one comment that are kept; what speaks to a program is short.
const LONGEST: usize = 2000;

/// The words of each comment by its id, paragraphs with spaces between them.
pub(super) fn read(part: &str) -> Result<HashMap<String, String>, Error> {
    let mut comments = HashMap::new();
    let mut open: Option<(String, String)> = None;
    let mut is_words = false;
    let mut xml = Xml::new(part);
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => match tag.name {
                (Space::Word, "comment") => {
                    open = Some((tag.value("id").unwrap_or_default().into_owned(), String::new()));
                }
                (Space::Word, "t") => is_words = true,
                (Space::Word, "del" | "moveFrom") => drop(xml.skip()?),
                _ => {}
            },
            Token::End((Space::Word, "comment"), _) => comments.extend(open.take()),
            Token::End((Space::Word, "t"), _) => is_words = false,
            Token::End((Space::Word, "p" | "br" | "tab"), _) => add(&mut open, " "),
            Token::End(..) => {}
            Token::Text(words, _) if is_words => add(&mut open, words),
            Token::Reference(character, _) if is_words => add(&mut open, character.encode_utf8(&mut [0; 4])),
            Token::Text(..) | Token::Reference(..) => {}
        }
    }
    Ok(comments)
}

fn add(open: &mut Option<(String, String)>, words: &str) {
    if let Some((_, said)) = open.as_mut().filter(|(_, said)| said.len() < LONGEST) {
        said.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_read_without_their_form() {
        let part = "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
            <w:comment w:id=\"7\"><w:p><w:pPr/><w:r><w:annotationRef/></w:r><w:r><w:t>请</w:t></w:r><w:r><w:t>核实 A&amp;B</w:t></w:r></w:p>\
            <w:p><w:r><w:t>另行<w:tab/>报送</w:t></w:r><w:del><w:r><w:t>删</w:t></w:r></w:del></w:p></w:comment>\
            <w:comment w:id=\"x\"/>词</w:comments>";
        let comments = read(part).expect("well-formed");
        let said = |id: &str| comments.get(id).map(|said| said.trim());
        assert_eq!((said("7"), said("x"), comments.len()), (Some("请核实 A&B 另行 报送"), Some(""), 2));
        let long = part.replace("请</w:t>", &format!("请{}</w:t>", "</w:t><w:t>请核实".repeat(10_000)));
        assert!(read(&long).expect("well-formed")["7"].len() < LONGEST + 100);
    }
}
