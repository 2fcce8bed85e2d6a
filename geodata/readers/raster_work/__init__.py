"""What the raster child does with a file once it is shut in. Other processes import nothing of it but `terrain`."""
