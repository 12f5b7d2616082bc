"""States a thing may be in and the moves between them: one table that the code obeys and the docs draw."""
