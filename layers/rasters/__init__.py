"""Rasters as layers: how they look, their tiles, their values; whatever the domain."""
