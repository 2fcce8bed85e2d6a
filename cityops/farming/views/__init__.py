"""Farming over HTTP."""
