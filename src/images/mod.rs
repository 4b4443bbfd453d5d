//! Picture bytes and a recipe to a variant.
