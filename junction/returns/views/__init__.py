"""The doors of returns: parse, one call, answer."""
