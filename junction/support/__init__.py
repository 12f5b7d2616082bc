"""Help for people: needs stated once, the services and helpers that may meet them, and what nothing meets."""
