"""Every read of supply; each takes the scope of whoever asks."""
