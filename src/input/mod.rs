//! Reading files of any format into a source and its blocks.
