"""What pages of the roof read: several floors at once."""
