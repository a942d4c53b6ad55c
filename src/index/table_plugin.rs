//! Writes the record table beside tantivy's own files of a segment, and merges it with them.
//!
//! Uses `table`. A segment plugin, because the table then is made, merged, sealed and deleted with its
//! segment, and a record cannot get out of step with its keys.

use std::any::Any;
use std::io;

use tantivy::DocId;
use tantivy::PluginMergeContext;
use tantivy::PluginWriter;
use tantivy::PluginWriterContext;
use tantivy::Segment;
use tantivy::SegmentPlugin;
use tantivy::SegmentReader;
use tantivy::TantivyDocument;
use tantivy::TantivyError;
use tantivy::directory::TerminatingWrite;
use tantivy::index::SegmentComponent;
use tantivy::indexer::DocIdMapping;
use tantivy::indexer::doc_id_mapping::MappingType;
use tantivy::schema::Field;
use tantivy::schema::Schema;
use tantivy::schema::Value;
use tantivy::schema::document::ErasedDocument;

use super::schema::Fields;
use super::table;
use super::table::Table;
use crate::domain::ids::Ordinal;

const EXTENSION: &str = "records";

/// The plugin, for the fields it reads.
pub(super) struct TablePlugin {
    ordinal: Field,
    record: Field,
}

impl TablePlugin {
    /// The plugin for these fields.
    pub(super) const fn new(fields: &Fields) -> Self {
        Self {
            ordinal: fields.ordinal,
            record: fields.record,
        }
    }
}

/// The table of a segment.
pub(super) fn table_of(reader: &SegmentReader) -> Result<Table, TantivyError> {
    let bytes = reader.open_read(component())?.read_bytes()?;
    Table::read(bytes, reader.max_doc()).ok_or_else(|| broken("a record table does not fit its segment"))
}

fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}

fn broken(what: &'static str) -> TantivyError {
    io::Error::new(io::ErrorKind::InvalidData, what).into()
}

impl SegmentPlugin for TablePlugin {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        let (ordinal, record) = (self.ordinal, self.record);
        Ok(Box::new(TableWriter {
            ordinal,
            record,
            ordinals: Vec::new(),
            ends: Vec::new(),
            records: Vec::new(),
        }))
    }

    fn merge(&self, ctx: PluginMergeContext<'_>) -> tantivy::Result<()> {
        // The documents of a merge without a sort field stand in the order of their segments, the deleted
        // ones left out; tantivy keeps the mapping itself to itself.
        if matches!(ctx.doc_id_mapping.mapping_type(), MappingType::Shuffled) {
            return Err(broken("a merge that reorders documents is not supported"));
        }
        let tables = ctx.readers.iter().map(table_of).collect::<Result<Vec<_>, _>>()?;
        let rows = || {
            ctx.readers.iter().zip(&tables).flat_map(|(reader, table)| {
                reader
                    .doc_ids_alive()
                    .filter_map(|doc| Some((table.ordinal(doc)?, table.record(doc)?)))
            })
        };
        let docs = ctx.readers.iter().map(SegmentReader::num_docs).sum();
        let mut file = ctx.target_segment.open_write(component())?;
        table::write(&mut file, docs, rows)?;
        file.terminate()?;
        Ok(())
    }
}

/// Gathers the table of a new segment.
struct TableWriter {
    ordinal: Field,
    record: Field,
    ordinals: Vec<Ordinal>,
    ends: Vec<usize>,
    records: Vec<u8>,
}

impl PluginWriter for TableWriter {
    fn add_document(&mut self, _: DocId, doc: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        let doc: &TantivyDocument = doc
            .as_any()
            .downcast_ref()
            .ok_or_else(|| broken("a document of a foreign kind"))?;
        let ordinal = doc.get_first(self.ordinal).and_then(|value| value.as_u64());
        let ordinal = ordinal.and_then(|ordinal| u32::try_from(ordinal).ok());
        let record = doc.get_first(self.record);
        let record = record.as_ref().and_then(|value| value.as_custom());
        let (Some(ordinal), Some(record)) = (ordinal, record) else {
            return Err(broken("a document without ordinal or record"));
        };
        self.ordinals.push(Ordinal(ordinal));
        self.records.extend_from_slice(record);
        self.ends.push(self.records.len());
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, order: Option<&DocIdMapping>) -> tantivy::Result<()> {
        if order.is_some() {
            return Err(broken("a segment that reorders documents is not supported"));
        }
        let docs = u32::try_from(self.ordinals.len()).map_err(|_| broken("too many documents"))?;
        let rows = || {
            let starts = std::iter::once(0).chain(self.ends.iter().copied());
            let records = starts
                .zip(&self.ends)
                .map(|(start, end)| self.records.get(start..*end));
            self.ordinals
                .iter()
                .zip(records)
                .filter_map(|(ordinal, record)| Some((*ordinal, record?)))
        };
        let mut file = segment.open_write(component())?;
        table::write(&mut file, docs, rows)?;
        file.terminate()?;
        Ok(())
    }

    fn mem_usage(&self) -> usize {
        self.records.capacity() + self.ordinals.capacity() * 4 + self.ends.capacity() * 8
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
