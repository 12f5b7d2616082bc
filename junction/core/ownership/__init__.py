"""Who owns a thing: taken, handed over and released, with the history of it."""
