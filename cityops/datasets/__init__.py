"""Files that staff bring in and that become layers: what arrives, what is read of it, and what is shown."""
