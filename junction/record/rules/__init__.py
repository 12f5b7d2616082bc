"""How a document is read: text in, readings with their places out. No Django, no clock, no files."""
