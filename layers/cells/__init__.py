"""Cells: counts of features on a grid, kept true on every write."""
