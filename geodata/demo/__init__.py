"""A city to look at before there is a real one: approximate boundaries and believable reports, both made from facts."""
