"""What runs in the child process: opens one stranger's file, checks it, and writes down plain rows.

Nothing here imports Django, a setting or a secret; nothing outside imports this package.
"""
