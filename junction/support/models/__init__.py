"""Tables of support. Every part has a module of its own, and all are gathered here."""
