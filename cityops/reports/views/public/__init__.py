"""Pages for residents: HTTP in, HTTP out."""
