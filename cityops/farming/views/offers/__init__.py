"""Harvest offers over HTTP: for everyone, for their sellers, for staff."""
