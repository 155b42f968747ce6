//! The content of a page or a template: its size, its templates, its objects of text.

use super::Error;
use super::text::Object;
use crate::docx::xml::{Token, Xml};
use crate::layout::Run;

/// Points in a millimetre.
pub(super) const POINTS: f32 = 72.0 / 25.4;
/// A4, in points.
const A4: (f32, f32) = (210.0 * POINTS, 297.0 * POINTS);

/// What a page says.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Width and height in points, where the page has its own.
    pub(super) size: Option<(f32, f32)>,
    /// The ids of its templates.
    pub(super) templates: Vec<String>,
    pub(super) runs: Vec<Run>,
}

impl Content {
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let mut content = Content::default();
        let mut object: Option<Object> = None;
        // The text of the present element, where it matters.
        let mut words: Option<String> = None;
        let mut xml = Xml::new(text);
        while let Some(token) = xml.next()? {
            match token {
                Token::Start(tag) => match tag.name.1 {
                    "Template" => content.templates.extend(tag.value("TemplateID").map(|id| id.into_owned())),
                    "TextObject" => object = Object::new(&tag),
                    "TextCode" => {
                        if let Some(object) = &mut object {
                            object.code(&tag);
                            words = Some(String::new());
                        }
                    }
                    "PhysicalBox" => words = Some(String::new()),
                    _ => {}
                },
                Token::Text(more, _) => words.iter_mut().for_each(|words| words.push_str(more)),
                Token::Reference(one, _) => words.iter_mut().for_each(|words| words.push(one)),
                Token::End((_, "TextCode"), _) => {
                    if let Some((object, words)) = object.as_mut().zip(words.take()) {
                        object.runs(&words, &mut content.runs)?;
                    }
                }
                Token::End((_, "PhysicalBox"), _) => {
                    content.size = words.take().and_then(|words| extent(&words)).or(content.size);
                }
                Token::End((_, "TextObject"), _) => object = None,
                Token::End(..) => {}
            }
        }
        Ok(content)
    }
}

/// The size of pages that have none of their own, in points.
pub(super) fn size(document: &str) -> Result<(f32, f32), Error> {
    Ok(Content::read(document)?.size.unwrap_or(A4))
}

/// Width and height of a box, in points.
fn extent(words: &str) -> Option<(f32, f32)> {
    let [_, _, width, height] = numbers(words)[..] else { return None };
    (width > 0.0 && height > 0.0).then_some((width * POINTS, height * POINTS))
}

/// Numbers between white space; nothing that is none.
pub(super) fn numbers(words: &str) -> Vec<f32> {
    words.split_whitespace().filter_map(|word| word.parse().ok()).filter(|number: &f32| number.is_finite()).collect()
}
