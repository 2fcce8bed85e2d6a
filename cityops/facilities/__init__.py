"""Puskesmas, schools, markets, kiosks, offices."""
