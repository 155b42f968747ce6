//! Headings among the blocks of a text: on their own line, run into their text, or inside a paragraph.
