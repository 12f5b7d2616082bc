"""Files of support: bytes to plain rows and back."""
