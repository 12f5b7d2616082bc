"""Every read of assurance; the first argument is the scope."""
