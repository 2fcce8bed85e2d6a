"""Municipal departments (SKPD), categories, memberships, working time."""
