"""A request sent twice is done once: the second time gets the first answer."""
