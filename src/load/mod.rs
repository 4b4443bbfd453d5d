//! Walks the content folder and turns files into records with the place of every value.
