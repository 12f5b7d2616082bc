"""What was said, promised, asked and decided: documents, what was read in them, what came of it."""
