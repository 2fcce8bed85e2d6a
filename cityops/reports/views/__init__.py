"""Reports over HTTP: `public` for residents, `staff` for those who answer."""
