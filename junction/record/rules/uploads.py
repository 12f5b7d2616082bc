"""The kind of file that is sent to be read as a document."""

from junction.core.uploads.rules import Kind

DOCUMENTS = Kind(name="record.documents", permission="record.keep", job="record.import_document")
