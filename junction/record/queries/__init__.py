"""Every read of the record; the first argument is the scope."""
