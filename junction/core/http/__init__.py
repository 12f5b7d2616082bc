"""Furniture of the JSON API: problem details, tokens, rate limits and sizes, the same for every package."""
