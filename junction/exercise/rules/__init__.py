"""How a simulated emergency unfolds: sizes of homes, outbreaks, who reports what and when. Pure."""
