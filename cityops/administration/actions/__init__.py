"""Writing what administrators change: one function a verb, one transaction each, its history inside it."""
