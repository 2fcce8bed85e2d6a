"""Administration over HTTP: what a form says goes to an action, and what came of it to a page."""
