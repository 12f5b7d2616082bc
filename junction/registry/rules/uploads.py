"""Which files people send to the registry, and what may send them."""

from junction.core.uploads.rules import Kind

PLACES = Kind(name="registry.places", permission="registry.import", job="registry.import_places")
