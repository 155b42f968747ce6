//! Literals that every match of a pattern must contain, for the one pass over the text.
