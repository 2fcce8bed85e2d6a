"""Administration: people and their roles, agencies, categories, ready texts, days off; each change in the history."""
