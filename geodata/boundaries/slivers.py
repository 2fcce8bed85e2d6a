"""How wide a gap between neighbours may be and still belong to them."""

SLIVER_WIDTH_M = 25
"""As far as a place is taken to the nearest desa, in metres (see `cityops/features/sql/0001_locate.sql`)."""
