"""Migration operations: numbered SQL files, and the trigger that locates a kind of feature."""

from pathlib import Path

from django.db.migrations import RunSQL

SQL = Path(__file__).parent / "sql"


def run_sql_file(name: str, *, reverse: str, folder: Path = SQL) -> RunSQL:
    """Run a numbered file of SQL; such a file never changes, a change is the next number."""
    return RunSQL((folder / name).read_text(), reverse)


def locate_features(table: str) -> RunSQL:
    """Attach the trigger of `sql/0001_locate.sql` to the table of a GeoFeature."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_locate BEFORE INSERT OR UPDATE OF geom, public_precision ON {table}
        FOR EACH ROW EXECUTE FUNCTION features_locate();
        CREATE INDEX {table}_tile ON {table} USING gist (tile_geom);
        CREATE INDEX {table}_public_tile ON {table} USING gist (public_tile_geom);
        CREATE INDEX {table}_area_prefix ON {table} (area_id text_pattern_ops);
        """,
        f"""
        DROP INDEX {table}_area_prefix;
        DROP INDEX {table}_public_tile;
        DROP INDEX {table}_tile;
        DROP TRIGGER {table}_locate ON {table};
        """,
    )


def keep_area_prefix(table: str) -> RunSQL:
    """Keep the index of areas' prefixes where `area` loses its own: Django drops every index of that column alone."""
    return RunSQL(f"CREATE INDEX IF NOT EXISTS {table}_area_prefix ON {table} (area_id text_pattern_ops)", RunSQL.noop)


def keep_append_only(table: str) -> RunSQL:
    """Let the database refuse to change rows of a history, as `sql/0002_history.sql` does for that of features."""
    return RunSQL(
        f"""
        CREATE TRIGGER history_keeps_rows BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION features_history_is_append_only();
        CREATE TRIGGER history_keeps_all BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION features_history_is_append_only();
        """,
        f"DROP TRIGGER history_keeps_rows ON {table}; DROP TRIGGER history_keeps_all ON {table};",
    )
