"""Pages of services and requests."""
