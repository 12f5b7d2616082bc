"""Doors of the roof: pictures of areas, pages of places, definitions of figures, home pages."""
