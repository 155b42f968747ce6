//! The content of a page, a template or a drawing: its size, its templates, its objects of text, the drawings in it.

use super::Error;
use super::frame::Frame;
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
    /// The drawings in it, by their ids, and where they lie.
    pub(super) drawings: Vec<(String, Frame)>,
}

impl Content {
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let (mut content, mut reader) = (Content::default(), Reader::default());
        let mut xml = Xml::new(text);
        while let Some(token) = xml.next()? {
            reader.token(&token, &mut content)?;
        }
        Ok(content)
    }
}

/// What is open while a content is read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    object: Option<Object>,
    /// The text of the present element, where it matters.
    words: Option<String>,
}

impl Reader {
    pub(super) fn token(&mut self, token: &Token<'_>, content: &mut Content) -> Result<(), Error> {
        match token {
            Token::Start(tag) => match tag.name.1 {
                "Template" => content.templates.extend(tag.value("TemplateID").map(|id| id.into_owned())),
                "CompositeObject" => {
                    let id = tag.value("ResourceID").map(|id| id.into_owned());
                    content.drawings.extend(id.zip(Frame::of(tag)));
                }
                "TextObject" => self.object = Object::new(tag),
                "TextCode" => {
                    if let Some(object) = &mut self.object {
                        object.code(tag);
                        self.words = Some(String::new());
                    }
                }
                "PhysicalBox" => self.words = Some(String::new()),
                _ => {}
            },
            Token::Text(more, _) => self.words.iter_mut().for_each(|words| words.push_str(more)),
            Token::Reference(one, _) => self.words.iter_mut().for_each(|words| words.push(*one)),
            Token::End((_, "TextCode"), _) => {
                if let Some((object, words)) = self.object.as_mut().zip(self.words.take()) {
                    object.runs(&words, &mut content.runs)?;
                }
            }
            Token::End((_, "PhysicalBox"), _) => {
                content.size = self.words.take().and_then(|words| extent(&words)).or(content.size);
            }
            Token::End((_, "TextObject"), _) => self.object = None,
            Token::End(..) => {}
        }
        Ok(())
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
