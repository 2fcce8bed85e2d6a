"""Layers over HTTP: what there is, tiles, counts, rows, one feature."""
