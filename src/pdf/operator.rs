//! The operators of content streams, as far as they place text.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Error;
use super::font::Font;
use super::glyph::Sheet;
use super::matrix::Matrix;

/// Forms inside forms.
const DEEPEST: usize = 12;
/// Saved states.
const MOST_STATES: usize = 256;
/// Most operators of a file, counted again for each time a form is shown.
const MOST_OPERATORS: usize = 5_000_000;
/// Most glyphs of a file; a page has some 700.
const MOST_GLYPHS: usize = 1_500_000;
/// Most bytes of one string; a line has some hundred.
const LONGEST_STRING: usize = 100_000;
/// Most bytes of the content of one page and of all pages when they are unpacked.
pub(super) const LARGEST_CONTENT: usize = 32 << 20;
const LARGEST_CONTENTS: usize = 192 << 20;

/// Reads the content of pages one after the other.
pub(super) struct Interpreter<'a> {
    document: &'a Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    operators: usize,
    unpacked: usize,
    glyphs: usize,
    /// Glyphs of which the file does not say what they stand for.
    pub(super) unknown: usize,
    sheet: Sheet,
}

/// What `q` saves.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    /// Between characters, and more after a space.
    character_space: f32,
    word_space: f32,
    /// How much letters are stretched.
    stretch: f32,
    leading: f32,
    rise: f32,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            fonts: HashMap::new(),
            operators: 0,
            unpacked: 0,
            glyphs: 0,
            unknown: 0,
            sheet: Sheet::default(),
        }
    }

    /// The glyphs of a page; `matrix` leads from its own space to the page as it is looked at.
    pub(super) fn page(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        matrix: Matrix,
    ) -> Result<Sheet, Error> {
        self.unpack(content.len())?;
        let state = State {
            matrix,
            font: None,
            size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.content(content, resources, state, 0)?;
        self.glyphs += self.sheet.glyphs();
        Ok(std::mem::take(&mut self.sheet))
    }

    fn unpack(&mut self, bytes: usize) -> Result<(), Error> {
        self.unpacked += bytes;
        if self.unpacked > LARGEST_CONTENTS { Err(Error::TooLarge) } else { Ok(()) }
    }

    fn content(
        &mut self,
        bytes: &[u8],
        resources: Option<&'a Dictionary>,
        state: State,
        depth: usize,
    ) -> Result<(), Error> {
        let mut stream = Stream {
            resources,
            fonts: HashMap::new(),
            saved: Vec::new(),
            text: Matrix::UNIT,
            line: Matrix::UNIT,
            marks: Vec::new(),
            depth,
            state,
        };
        // What comes after an operator that makes no sense is lost, as it is to other readers.
        for operation in Content::decode_iter(bytes).map_while(Result::ok) {
            self.operators += 1;
            if self.operators > MOST_OPERATORS {
                return Err(Error::TooLarge);
            }
            self.operate(&mut stream, &operation)?;
        }
        Ok(())
    }

    fn operate(&mut self, stream: &mut Stream<'a>, operation: &Operation) -> Result<(), Error> {
        let operands = &operation.operands;
        let number = |index: usize| operands.get(index).and_then(|one| one.as_float().ok()).unwrap_or_default();
        let numbers = || {
            let numbers: Vec<f32> = operands.iter().filter_map(|one| one.as_float().ok()).collect();
            <[f32; 6]>::try_from(numbers).ok().map(Matrix::new)
        };
        let state = &mut stream.state;
        match operation.operator.as_str() {
            "q" if stream.saved.len() < MOST_STATES => stream.saved.push(stream.state.clone()),
            "Q" => stream.state = stream.saved.pop().unwrap_or_else(|| stream.state.clone()),
            "cm" => state.matrix = numbers().map_or(state.matrix, |own| own.then(state.matrix)),
            "BT" => stream.set_line(Matrix::UNIT),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                stream.state.size = number(1);
                stream.state.font = self.font(stream, name);
            }
            "Tc" => state.character_space = number(0),
            "Tw" => state.word_space = number(0),
            "Tz" => state.stretch = number(0) / 100.0,
            "TL" => state.leading = number(0),
            "Ts" => state.rise = number(0),
            "Td" => stream.move_line(number(0), number(1)),
            "TD" => {
                state.leading = -number(1);
                stream.move_line(number(0), number(1));
            }
            "Tm" => {
                if let Some(matrix) = numbers() {
                    stream.set_line(matrix);
                }
            }
            "T*" => stream.next_line(),
            "Tj" => self.show(stream, operands.first())?,
            "'" => {
                stream.next_line();
                self.show(stream, operands.first())?;
            }
            "\"" => {
                (state.word_space, state.character_space) = (number(0), number(1));
                stream.next_line();
                self.show(stream, operands.get(2))?;
            }
            "TJ" => {
                for piece in operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                    match piece.as_float() {
                        Ok(back) => {
                            let shift = -back / 1000.0 * stream.state.size * stream.state.stretch;
                            stream.text = Matrix::shift(shift, 0.0).then(stream.text);
                        }
                        Err(_) => self.show(stream, Some(piece))?,
                    }
                }
            }
            "BMC" | "BDC" => stream.marks.push(is_furniture(operands)),
            "EMC" => drop(stream.marks.pop()),
            "Do" => {
                if let Some(name) = operands.first().and_then(|name| name.as_name().ok()) {
                    return self.form(stream, name);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The font of a name; read once where it is an object of the file.
    fn font(&mut self, stream: &mut Stream<'a>, name: &[u8]) -> Option<Rc<Font>> {
        if let Some(known) = stream.fonts.get(name) {
            return known.clone();
        }
        let fonts = stream.resources.and_then(|own| own.get_deref(b"Font", self.document).ok()?.as_dict().ok());
        let object = fonts.and_then(|fonts| fonts.get(name).ok());
        let found = object.and_then(|object| {
            let (id, font) = self.document.dereference(object).ok()?;
            if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
                return Some(Rc::clone(known));
            }
            let font = Rc::new(Font::read(self.document, font.as_dict().ok()?));
            if let Some(id) = id {
                self.fonts.insert(id, Rc::clone(&font));
            }
            Some(font)
        });
        stream.fonts.insert(name.to_owned(), found.clone());
        found
    }

    fn show(&mut self, stream: &mut Stream<'a>, string: Option<&Object>) -> Result<(), Error> {
        let Some(Ok(bytes)) = string.map(Object::as_str) else { return Ok(()) };
        let Some(font) = stream.state.font.clone() else { return Ok(()) };
        if bytes.len() > LONGEST_STRING || self.glyphs + self.sheet.glyphs() > MOST_GLYPHS {
            return Err(Error::TooLarge);
        }
        let is_furniture = stream.marks.contains(&true);
        let state = &stream.state;
        let (sheet, unknown) = (&mut self.sheet, &mut self.unknown);
        let mut text = String::new();
        let mut taken = 0;
        font.show(bytes, &mut text, |text, glyph| {
            let size = Matrix::new([state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise]);
            let place = size.then(stream.text).then(state.matrix);
            let space = state.character_space + if glyph.is_space { state.word_space } else { 0.0 };
            // In sizes, so that the place of the glyph leads it to the page.
            let advance = glyph.width + if state.size == 0.0 { 0.0 } else { space / state.size };
            *unknown += usize::from(!glyph.is_known && glyph.width > 0.0);
            if !is_furniture {
                let start = sheet.text().len();
                sheet.text().push_str(&text[taken..]);
                sheet.add(place, glyph.width, advance, start);
            }
            taken = text.len();
            stream.text = Matrix::shift((glyph.width * state.size + space) * state.stretch, 0.0).then(stream.text);
        });
        Ok(())
    }

    /// Shows a form: content with a name, which may be on several pages.
    fn form(&mut self, stream: &mut Stream<'a>, name: &[u8]) -> Result<(), Error> {
        let document = self.document;
        let forms = stream.resources.and_then(|own| own.get_deref(b"XObject", document).ok()?.as_dict().ok());
        let form = forms.and_then(|forms| forms.get_deref(name, document).ok()?.as_stream().ok());
        let is_form =
            |form: &&lopdf::Stream| form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|own| own == b"Form");
        let Some(form) = form.filter(is_form).filter(|_| stream.depth < DEEPEST && !stream.marks.contains(&true))
        else {
            return Ok(());
        };
        let Ok(content) = form.decompressed_content_with_limit(LARGEST_CONTENT) else { return Ok(()) };
        self.unpack(content.len())?;
        let matrix = form.dict.get_deref(b"Matrix", document).and_then(Object::as_array).ok();
        let matrix = matrix.map(|numbers| numbers.iter().filter_map(|one| one.as_float().ok()).collect::<Vec<f32>>());
        let matrix = matrix.and_then(|numbers| <[f32; 6]>::try_from(numbers).ok()).map_or(Matrix::UNIT, Matrix::new);
        let resources = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let state = State { matrix: matrix.then(stream.state.matrix), ..stream.state.clone() };
        self.content(&content, resources.or(stream.resources), state, stream.depth + 1)
    }
}

/// A content stream while it is read.
struct Stream<'a> {
    resources: Option<&'a Dictionary>,
    /// The fonts asked for, by their names here.
    fonts: HashMap<Vec<u8>, Option<Rc<Font>>>,
    saved: Vec<State>,
    state: State,
    /// Where the next glyph stands, and where its line began.
    text: Matrix,
    line: Matrix,
    /// For each stretch of marked content around: it is furniture of the page.
    marks: Vec<bool>,
    depth: usize,
}

impl Stream<'_> {
    fn set_line(&mut self, matrix: Matrix) {
        self.line = matrix;
        self.text = matrix;
    }

    fn move_line(&mut self, x: f32, y: f32) {
        self.set_line(Matrix::shift(x, y).then(self.line));
    }

    fn next_line(&mut self) {
        self.move_line(0.0, -self.state.leading);
    }
}

/// Whether marked content is a header, a footer or a page number, by the file's own word.
fn is_furniture(operands: &[Object]) -> bool {
    let is_artifact = operands.first().and_then(|tag| tag.as_name().ok()).is_some_and(|tag| tag == b"Artifact");
    let kind = operands.get(1).and_then(|own| own.as_dict().ok()?.get(b"Type").ok()?.as_name().ok());
    is_artifact && kind == Some(b"Pagination")
}
