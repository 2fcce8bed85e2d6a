"""Template filters of all kinds of features."""
