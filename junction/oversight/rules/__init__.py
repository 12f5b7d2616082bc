"""What a picture shows and how it is read: which figures, at which level, with which status. Pure."""
