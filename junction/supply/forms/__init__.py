"""What people type about supplies."""
