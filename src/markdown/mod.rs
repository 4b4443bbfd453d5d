//! Markdown to sanitised HTML with typed slots.
