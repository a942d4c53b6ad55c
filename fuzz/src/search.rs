//! A search's body, as far as the keys it looks for.
//!
//! Uses `http::fuzzing`, `wire`, `matching`. What a query may cost is bounded here: keys are lookups.

use lookout::domain::query::PersonQuery;
use lookout::http::fuzzing;
use lookout::matching::Packed;
use lookout::matching::Pass;
use lookout::matching::Probe;
use lookout::service::Fault;
use lookout::wire::Object;
use lookout::wire::SearchRequest;

use crate::today;

/// Most keys that one query may ask the index for in a pass.
const MOST_KEYS: usize = 20_000;

/// Reads a body into a query, and that into its keys.
///
/// # Errors
/// Which field is at fault.
pub fn search(body: &[u8]) -> Result<PersonQuery, Fault> {
    let Object(request) = fuzzing::read::<Object<SearchRequest>>(body)?;
    let level = request.options.level.unwrap_or_default();
    let query = request
        .into_query(today())
        .map_err(|bad| Fault::field(bad.field, bad.rule))?;
    let probe = Probe::of(query.person(), level);
    for pass in Pass::ALL {
        let keys: usize = probe.keys(pass, &Packed::default()).iter().map(|group| group.keys.len()).sum();
        assert!(keys <= MOST_KEYS, "{keys} keys");
    }
    Ok(query)
}
