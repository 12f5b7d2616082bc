"""What the registry decides without a database.

Identifiers, names, cells of lists, which row is which place.
"""
