//! The reader's words: the theme's word lists and the labels of fields.
