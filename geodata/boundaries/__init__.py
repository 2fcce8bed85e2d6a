"""From a boundary file, as somebody made it, to one sound outline for each desa. No database."""
