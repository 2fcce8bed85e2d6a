"""Services of the city (layanan), and what residents ask of them (permohonan)."""
