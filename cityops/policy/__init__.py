"""Who may do what where: the mechanism. Each app registers its own lines."""
