"""Which files people send to support, and what may send them."""

from junction.core.uploads.rules import Kind

VOLUNTEERS = Kind(name="support.volunteers", permission="support.volunteers", job="support.import_volunteers")
SERVICES = Kind(name="support.services", permission="support.directory", job="support.import_services")
