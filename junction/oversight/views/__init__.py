"""The doors of the roof: pages that need more than one floor."""
