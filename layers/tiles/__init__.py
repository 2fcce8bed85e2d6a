"""Vector tiles, made by PostGIS."""
