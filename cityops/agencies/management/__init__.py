"""Commands of the agencies."""
