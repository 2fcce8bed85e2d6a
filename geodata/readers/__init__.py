"""Readers of geodata formats: files in, plain values out. No Django models, no database."""
