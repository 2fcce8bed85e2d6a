"""The Django project and the city's own domain, one app a noun."""
