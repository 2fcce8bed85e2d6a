"""Settings: `base` reads the environment once; `dev`, `test` and `production` change a few lines."""
