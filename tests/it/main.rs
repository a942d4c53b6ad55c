//! Promises to callers, kept by the real server: own authority, port 0, temporary homes, a clock that
//! tests move.
//!
//! May use every public room. One binary, so that it is linked once; no test depends on another.

#[cfg(test)]
mod support;

#[cfg(test)]
mod abuse;
#[cfg(test)]
mod alerts;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod durability;
#[cfg(test)]
mod feeds;
#[cfg(test)]
mod handshake;
#[cfg(test)]
mod house_rules;
#[cfg(test)]
mod http;
#[cfg(test)]
mod import_formats;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod log_injection;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod measuring;
#[cfg(test)]
mod monitoring;
#[cfg(test)]
mod never_a_false_no_hit;
#[cfg(test)]
mod ops;
#[cfg(test)]
mod packaging;
#[cfg(test)]
mod readiness;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod rebuild;
#[cfg(test)]
mod receipt;
#[cfg(test)]
mod search;
#[cfg(test)]
mod step_two;
#[cfg(test)]
mod threats;
#[cfg(test)]
mod traces;
