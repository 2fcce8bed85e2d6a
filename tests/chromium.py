"""The browser of tests and measurements: Debian's Chromium without windows, a quarter less work for the processor."""

PATH = "/usr/bin/chromium-headless-shell"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
