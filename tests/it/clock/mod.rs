//! A clock that is wrong (SECURITY 4, row 27): what follows it and can be put right, and what must not be
//! done by it since it could not.
//!
//! Uses `World`, whose clock is moved without time passing, and the program under libfaketime.

mod home;
mod machine;
mod node;
