"""Every write of the record: keeping documents, laying notes over them."""
