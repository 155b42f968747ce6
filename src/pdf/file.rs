//! The structure of a file: from its bytes to its pages.

use lopdf::{Dictionary, Document, Error as FileError, LoadOptions, Object, ObjectId};

use super::Error;
use super::matrix::Matrix;
use super::operator::{Interpreter, LARGEST_CONTENT};
use crate::layout::Page;

/// Most pages of a file.
const MOST_PAGES: usize = 2000;
/// What the streams of objects may hold together when they are unpacked, and each at least.
const LARGEST_OBJECTS: usize = 96 << 20;
const LEAST_OBJECTS: usize = 1 << 20;
/// Most objects of a file, each of which takes some kilobytes when it is read; a report of twenty pages has some hundred,
/// a tagged one some thousand.
const MOST_OBJECTS: usize = 50_000;
/// How far a stream of objects says in its head how many they are, in bytes.
const HEAD: usize = 200;
/// How far up the tree of pages what a page inherits is looked for.
const HIGHEST: usize = 40;
/// The largest page, in points; and the size of a page that does not say it, A4.
const LARGEST_PAGE: f32 = 20_000.0;
const A4: [f32; 4] = [0.0, 0.0, 595.0, 842.0];
/// The part of glyphs without a known character, in hundredths, that makes a text useless.
const MOST_UNKNOWN: usize = 20;

/// The pages of a file.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<Page>, Error> {
    let document = open(bytes)?;
    let ids: Vec<ObjectId> = document.page_iter().take(MOST_PAGES + 1).collect();
    if ids.is_empty() {
        return Err(Error::Damaged);
    }
    if ids.len() > MOST_PAGES {
        return Err(Error::TooLarge);
    }
    let mut interpreter = Interpreter::new(&document);
    let (mut pages, mut glyphs) = (Vec::with_capacity(ids.len()), 0);
    for id in ids {
        let page = document.get_dictionary(id).map_err(|_| Error::Damaged)?;
        let content = document.get_page_content_with_limit(id, LARGEST_CONTENT).map_err(|_| Error::TooLarge)?;
        let resources = inherited(&document, page, b"Resources").and_then(|own| own.as_dict().ok());
        let (matrix, width, height) = view(&document, page);
        let sheet = interpreter.page(&content, resources, matrix)?;
        glyphs += sheet.glyphs();
        pages.push(sheet.page(width, height));
    }
    let unknown = interpreter.unknown;
    if unknown > 0 && unknown * 100 >= MOST_UNKNOWN * (glyphs + unknown) {
        return Err(Error::Unmapped);
    }
    if pages.iter().all(|page| page.runs.iter().all(|run| run.text.trim().is_empty())) {
        return Err(Error::Scanned);
    }
    Ok(pages)
}

fn open(bytes: &[u8]) -> Result<Document, Error> {
    if objects(bytes) > MOST_OBJECTS {
        return Err(Error::TooLarge);
    }
    // Every stream of objects is unpacked at once; together they may not be larger than is sensible.
    let streams = memchr::memmem::find_iter(bytes, b"ObjStm").count().max(1);
    let options = LoadOptions {
        max_decompressed_size: Some((LARGEST_OBJECTS / streams).max(LEAST_OBJECTS)),
        ..LoadOptions::default()
    };
    let mut document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        FileError::InvalidPassword => Error::Locked,
        _ => Error::Damaged,
    })?;
    let is_locked = document.trailer.has(b"Encrypt") && !document.was_encrypted();
    if is_locked {
        return Err(Error::Locked);
    }
    // The library unpacks nothing for a list of filters that is empty; FastReport writes such lists.
    for stream in document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()) {
        if stream.dict.get(b"Filter").and_then(Object::as_array).is_ok_and(Vec::is_empty) {
            stream.dict.remove(b"Filter");
        }
    }
    Ok(document)
}

/// How many objects a file says it has, before any is read.
fn objects(bytes: &[u8]) -> usize {
    let alone = memchr::memmem::find_iter(bytes, b" obj").count();
    let packed = memchr::memmem::find_iter(bytes, b"/ObjStm").map(|at| {
        let around = &bytes[at.saturating_sub(HEAD)..bytes.len().min(at + HEAD)];
        // The head may be of several dictionaries; what is not the number of objects is no larger count than is let pass.
        let counts = memchr::memmem::find_iter(around, b"/N ").filter_map(|at| {
            let digits = around[at + 3..].iter().take_while(|digit| digit.is_ascii_digit()).take(9);
            digits.map(|digit| usize::from(digit - b'0')).reduce(|number, digit| number * 10 + digit)
        });
        counts.max().unwrap_or_default()
    });
    alone.saturating_add(packed.fold(0, usize::saturating_add))
}

/// What a page says or inherits.
fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..HIGHEST {
        if let Ok(found) = node.get_deref(key, document) {
            return Some(found);
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

/// What leads from a page's own space to the page as it is looked at, and the width and height of that.
fn view(document: &Document, page: &Dictionary) -> (Matrix, f32, f32) {
    let frame = |key: &[u8]| {
        let numbers = inherited(document, page, key)?.as_array().ok()?.iter();
        let numbers = numbers.filter_map(|one| document.dereference(one).ok()?.1.as_float().ok());
        let [one, two, three, four] = <[f32; 4]>::try_from(numbers.collect::<Vec<f32>>()).ok()?;
        let frame = [one.min(three), two.min(four), one.max(three), two.max(four)];
        let is_sensible = |length: f32| (1.0..LARGEST_PAGE).contains(&length);
        (is_sensible(frame[2] - frame[0]) && is_sensible(frame[3] - frame[1])).then_some(frame)
    };
    let [left, bottom, right, top] = frame(b"CropBox").or_else(|| frame(b"MediaBox")).unwrap_or(A4);
    let (width, height) = (right - left, top - bottom);
    let turn = inherited(document, page, b"Rotate").and_then(|turn| turn.as_i64().ok()).unwrap_or_default();
    let upright = Matrix::new([1.0, 0.0, 0.0, -1.0, -left, top]);
    match turn.rem_euclid(360) {
        90 => (upright.then(Matrix::new([0.0, 1.0, -1.0, 0.0, height, 0.0])), height, width),
        180 => (upright.then(Matrix::new([-1.0, 0.0, 0.0, -1.0, width, height])), width, height),
        270 => (upright.then(Matrix::new([0.0, -1.0, 1.0, 0.0, 0.0, width])), height, width),
        _ => (upright, width, height),
    }
}
