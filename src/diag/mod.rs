//! Diagnostics as data: codes, places, severities, messages in two languages, and their terminal and JSON forms.
