"""The database's backend: PostGIS with a pool that asks a connection for its health only where there is a doubt."""
