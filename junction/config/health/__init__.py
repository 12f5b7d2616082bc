"""How this installation is: whether it lives, whether it is ready, its figures, and what to mend."""
