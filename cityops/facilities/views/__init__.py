"""Facilities over HTTP: `public` for everyone, `staff` for those who keep them."""
