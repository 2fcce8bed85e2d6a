"""Commands of the loading dock."""
