//! What of the model may be published, for one edition on one day.
