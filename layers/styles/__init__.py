"""How layers that somebody brought are drawn: styles as data, their classes, their ramps and their legends."""
