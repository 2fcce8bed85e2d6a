"""Sets up, runs and supervises the city map on one machine. Standard library only, imported by nothing in Django.

Read from the top: `commands/` is what a person types, `setup` makes a clone runnable, `cluster` is the private
database, `supervisor` keeps the parts alive, `config` says where everything is.
"""
