"""Farm plots, farmer groups and what is offered from the fields."""
