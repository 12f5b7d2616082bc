"""Which files people send about stock, and what may send them."""

from junction.core.uploads.rules import Kind

CATALOGUE = Kind(name="supply.catalogue", permission="supply.catalogue", job="supply.import_catalogue")
PLACE_COUNTS = Kind(name="supply.place-counts", permission="supply.order", job="supply.import_place_counts")
SALES = Kind(name="supply.sales", permission="supply.stock", job="supply.import_sales")
