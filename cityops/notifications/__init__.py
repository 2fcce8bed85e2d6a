"""The outbox: what leaves the city for its residents."""
