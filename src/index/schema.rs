//! The fields of a document in the index.
//!
//! Uses tantivy. Keys have constant weight, so they are indexed without frequencies and norms; nothing is
//! in the document store and nothing is a fast field, since the record table has all that a search reads.

use tantivy::schema::BytesOptions;
use tantivy::schema::Field;
use tantivy::schema::NumericOptions;
use tantivy::schema::Schema;

use crate::matching::Key;
use crate::matching::is_token;

/// Version of the fields and of the files written beside tantivy's; part of the index's identity.
pub(super) const SCHEMA_VERSION: u32 = 3;

/// Bytes of a key that are its term: 2^40 places for some ten million keys, so that a search meets a
/// stranger's key once in many thousand, and comparing shows that it is one. The whole hash would make
/// dictionaries twice as large and as slow to write, since what tells keys apart is in the first three.
const TERM_BYTES: usize = 5;

/// A key as it stands in the dictionary.
pub(super) fn term(key: Key) -> [u8; TERM_BYTES] {
    let [.., a, b, c, d, e] = key.to_be_bytes();
    [a, b, c, d, e]
}

/// The fields.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// `key`, several: what an alert is found by.
    pub(super) key: Field,
    /// `token`, several: the same by its tokens as they are. A wide search asks for hundreds of these,
    /// and their own dictionary is small enough to stay near the processor.
    pub(super) token: Field,
    /// `ordinal`, one: by which a change finds the entry it replaces.
    pub(super) ordinal: Field,
    /// `record`, one: the packed person as a parcel, kept by [`super::table_plugin`].
    pub(super) record: Field,
}

impl Fields {
    /// The field of a key.
    pub(super) const fn of(&self, key: Key) -> Field {
        if is_token(key) { self.token } else { self.key }
    }

    /// The fields of this version.
    pub(super) fn new() -> Self {
        let mut builder = Schema::builder();
        let key = builder.add_bytes_field("key", BytesOptions::default().set_indexed());
        let token = builder.add_bytes_field("token", BytesOptions::default().set_indexed());
        let ordinal = builder.add_u64_field("ordinal", NumericOptions::default().set_indexed());
        let record = builder.add_custom_field("record", "lookout-record", serde_json::Value::Null);
        Self {
            schema: builder.build(),
            key,
            token,
            ordinal,
            record,
        }
    }
}
