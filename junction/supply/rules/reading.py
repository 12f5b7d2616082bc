"""Whose names, numbers and addresses are read: the subjects of the lines that say so.

They are personal values, kept outside facts. The line has the number of the request, the offer, the delivery
or the person, and which kinds were read; never the values.
"""

from junction.core.reading.rules import Kind

READ = "supply.names.read"
RECIPIENT, REQUEST = Kind(READ, "recipient"), Kind(READ, "order")
OFFER, CONSIGNMENT = Kind(READ, "supply-offer"), Kind(READ, "consignment")
