"""The access matrix: a line for every door, a cast for every role, and a walk of one through the other."""
