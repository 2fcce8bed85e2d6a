"""The screens that show several kinds together."""
