"""Screens that show several kinds together."""
