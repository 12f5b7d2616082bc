"""Personal values outside facts and audit, under a key: erasing one leaves facts and chain as they are."""
