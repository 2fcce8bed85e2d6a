"""City, kecamatan, desa and kelurahan."""
