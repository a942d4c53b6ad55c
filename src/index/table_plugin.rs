//! Writes the record table beside tantivy's own files of a segment, and merges it with them.
//!
//! Uses `table`, `table_draft`, `table_merge`, `parcel`. A segment plugin, because the table then
//! is made, merged, sealed and deleted with its segment, and a person cannot get out of step with its keys.

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

use super::parcel;
use super::schema::Fields;
use super::table::Table;
use super::table_draft::Draft;
use super::table_merge;
use super::table_merge::Source;
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
            draft: Draft::default(),
        }))
    }

    fn merge(&self, ctx: PluginMergeContext<'_>) -> tantivy::Result<()> {
        // The documents of a merge without a sort field stand in the order of their segments, the deleted
        // ones left out; tantivy keeps the mapping itself to itself.
        if matches!(ctx.doc_id_mapping.mapping_type(), MappingType::Shuffled) {
            return Err(broken("a merge that reorders documents is not supported"));
        }
        let sources = ctx.readers.iter().map(|reader| {
            Ok(Source {
                table: table_of(reader)?,
                alive: reader.doc_ids_alive().collect(),
            })
        });
        let sources = sources.collect::<tantivy::Result<Vec<_>>>()?;
        let mut file = ctx.target_segment.open_write(component())?;
        table_merge::merge(&mut file, &sources)?;
        file.terminate()?;
        Ok(())
    }
}

/// Gathers the table of a new segment.
struct TableWriter {
    ordinal: Field,
    record: Field,
    draft: Draft,
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
        let (Some(ordinal), Some((tokens, record))) = (ordinal, record.and_then(parcel::unpack)) else {
            return Err(broken("a document without ordinal or record"));
        };
        self.draft.add(Ordinal(ordinal), &tokens, record);
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, order: Option<&DocIdMapping>) -> tantivy::Result<()> {
        if order.is_some() {
            return Err(broken("a segment that reorders documents is not supported"));
        }
        let mut file = segment.open_write(component())?;
        self.draft.write(&mut file)?;
        file.terminate()?;
        Ok(())
    }

    fn mem_usage(&self) -> usize {
        self.draft.size()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
