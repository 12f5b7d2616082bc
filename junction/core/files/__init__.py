"""Documents as they were received: immutable, stored once, known by their SHA-256."""
