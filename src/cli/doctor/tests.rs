//! Each check against a home with something broken on purpose.
