//! Every page, asset, redirect and data file, as data, before anything is rendered.
