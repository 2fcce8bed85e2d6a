"""Tests of the loading dock."""
