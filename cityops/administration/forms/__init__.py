"""What administrators fill in. One form with and without JavaScript."""
