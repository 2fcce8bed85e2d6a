"""Factories: the least valid thing of each kind, with traits for meaning. One file an app."""
