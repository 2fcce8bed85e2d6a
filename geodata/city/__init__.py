"""A city as a folder of readable data: what stands in it, and how it is read. No Django, no database."""
