"""What leaves the house and what is taken out of it: redaction, consistency, bundles and their proof. Pure.

One function redacts (`redacting.redact`). Whatever goes out, be it a page, a file's name or a comment, goes
through it; `leaving.Leaving` holds the rules of one extract so that no way out can forget one.
"""
