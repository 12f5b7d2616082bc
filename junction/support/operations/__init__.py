"""Every write of support."""
