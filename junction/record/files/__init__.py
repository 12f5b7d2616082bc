"""Bytes to a source: the text of a document with its lines and pages, whatever it was kept in."""
