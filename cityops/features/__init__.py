"""The ground floor: what makes a row a map feature."""
