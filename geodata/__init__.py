"""The loading dock: readers, reference data, the demo city, and commands."""
