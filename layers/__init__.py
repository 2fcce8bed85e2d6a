"""Features into map layers, whatever the domain."""
