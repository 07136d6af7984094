"""Which columns and keys hold no text of a document, and which hold paths; everything else is read as text.

New columns are read until they are listed here: a false alarm is better than a leak. What is left out is what the
program itself wrote: hashes, keys, times, names of its parts. Given values are sought in these too.
"""

from __future__ import annotations

import re

from ingest.transport import EDGE

_BODIES = "body.data document.labels document.section document.title"
"""Read already, whole: with the documents."""

_MANIFEST = """
meta.key source.root source.sha256 source.loader source.prepare_key source.state source.at source.code source.stage
document.root document.digest document.body document.content document.clean_key document.counts document.origin
document.sketch document.mark document.edges document.rank part.code part.stage
body.hash vector.key vector.data generation.embedder generation.created
chunk.id chunk.body chunk.vector chunk.prefix placed.key verdict.kind verdict.at op.ids run.command run.started
run.finished effect.kind effect.before effect.verdict
sqlite_sequence.name question.id question.kind question.at sketch.data likeness.kind
"""
_FULL_TEXT = """
label.field stemmed_data.block stemmed_idx.term stemmed_docsize.sz stemmed_config.k stemmed_config.v
"""
_CHROMA = """
migrations.dir migrations.filename migrations.sql migrations.hash
collection_metadata.collection_id collection_metadata.key segment_metadata.segment_id segment_metadata.key
tenants.id databases.id databases.name databases.tenant_id collections.id collections.name collections.database_id
collections.config_json_str collections.schema_str segments.id segments.type segments.scope segments.collection
embeddings.segment_id embeddings.embedding_id embeddings.created_at embedding_metadata.key
embedding_metadata_array.key max_seq_id.segment_id max_seq_id.seq_id maintenance_log.operation
embedding_fulltext_search_data.block embedding_fulltext_search_idx.term embedding_fulltext_search_docsize.sz
embedding_fulltext_search_config.k embeddings_queue.created_at embeddings_queue.topic embeddings_queue.id
embeddings_queue.vector embeddings_queue.encoding embeddings_queue_config.config_json_str
"""
SYSTEM = frozenset(f"{_BODIES} {_MANIFEST} {_FULL_TEXT} {_CHROMA}".split())
"""Columns that are not read."""

_PATHS = """
part.id part.source_id
source.id document.id document.source_id chunk.doc_id placed.doc_id verdict.doc_id op.doc_id handle.source_id
document.links document.anchors
handle.doc_id handle.key sketched.doc_id question.guess effect.doc_id effect.was effect.other
"""
PATHS = frozenset(_PATHS.split())
"""Columns that are read as paths are, in which names of persons stay unless `clean.paths` is "all"."""

HANDLES = frozenset({"document.handles", "handle.key"})
"""Columns with what documents are found by."""

EDGES = re.compile(rf"(?<![^\"]){EDGE}([^\"\n]*) [0-9a-f]{{16}}(?![^\"])")
"""A space and the hash of a block: of 100,000 hashes one or two are an IBAN of Belgium's, check digits and all."""

_KEYS = """
text_sha kind language at by run seq prev hash actor action until fingerprints id updated_at version_date
review_by effective valid_from valid_until started finished seconds since code stage remedy command
volume inode device boot stamp
"""
SYSTEM_KEYS = frozenset(_KEYS.split())
"""Keys of JSON, TOML and Chroma's metadata that are not read. `by` and `actor` name who decided, which is meant."""

PATH_KEYS = frozenset(
    {
        "source",
        "doc_id",
        "of",
        "object",
        "documents",
        "guess",
        "unsupported",
        "empty",
        "stale",
        "mount",
        "below",
        "network",
    }
)

_KEY = re.compile(r"\[(\w+)\]$")


def key_in(place: str) -> str:
    """The key in "table.column[key]", "" where there is none."""
    match = _KEY.search(place)
    return match[1] if match else ""
