"""What support decides or computes; nothing here knows Django or the clock."""
