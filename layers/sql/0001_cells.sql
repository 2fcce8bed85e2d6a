-- Cells: how many features of a source lie in each square of a grid, kept true on every write without writers meeting.
--
-- A write appends deltas (no index, nothing shared); a fold, once a second, adds them to the cells; a reader takes cells
-- and the deltas not yet folded in one statement, hence one snapshot. Counts are exact at any moment.
--
-- A cell is named by the first bits of the Morton codes that it holds: at level g it is m >> (60 - 2g). A tile of zoom z
-- draws the cells of level z + 6 (64 x 64). A book is one account of a source: its public or its exact places, all of
-- them or those with one value of a facet. Each row also names the area, so that an area or a scope can be read exactly.

-- The number of a book: the first 64 bits of an MD5 of its name (layers/cells/books.py computes the same).
CREATE FUNCTION layers_book(source text, place text, facet text, value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || substr(md5(source || '/' || place || '/' || facet || '/' || value), 1, 16))::bit(64)::bigint
$$;

-- Levels that are kept everywhere. Between them a reader sums up; below the deepest it counts rows. Books of a facet are
-- kept to the tile of a quarter; books of a month, of which there are very many, to the tile of a whole city.
CREATE FUNCTION layers_levels(facet text) RETURNS int[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE facet WHEN '' THEN ARRAY[14, 16, 17, 18, 19, 20] WHEN 'month' THEN ARRAY[14, 16, 18]
        ELSE ARRAY[14, 16, 18, 20] END
$$;

-- Where more than 2,000 features lie in a tile of zoom 15, its cells of levels 21 and 22 are kept as well: only there does
-- a reader need them. Counts them for tiles that have become dense: what the rows say, less the deltas still to be folded.
CREATE FUNCTION layers_deepen(name text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    rows_of text := (SELECT "table" FROM layers_account WHERE source = name);
    seen text;
    tiles bigint[];
    deepened int := 0;
BEGIN
    FOREACH seen IN ARRAY ARRAY['exact', 'public'] LOOP
        SELECT array_agg(t) INTO tiles FROM (
            SELECT c >> 2 AS t FROM layers_cell WHERE book = layers_book(name, seen, '', '') AND g = 16
            GROUP BY c >> 2 HAVING sum(n) > 2000
            EXCEPT SELECT t FROM layers_dense WHERE source = name AND place = seen
        ) AS grown;
        CONTINUE WHEN tiles IS NULL;
        EXECUTE format($query$
            WITH marked AS (
                INSERT INTO layers_dense (source, place, t) SELECT %1$L, %2$L, unnest($1)
            ),
            counted AS (
                SELECT g, c, area, n, v0, v1, v2, v3, v4, v5, v6, v7 FROM %3$s_deep(%2$L, $1)
                UNION ALL
                SELECT g, seen >> (44 - 2 * g), area, -d,
                    (slot IS NOT DISTINCT FROM 0)::int * -d, (slot IS NOT DISTINCT FROM 1)::int * -d,
                    (slot IS NOT DISTINCT FROM 2)::int * -d, (slot IS NOT DISTINCT FROM 3)::int * -d,
                    (slot IS NOT DISTINCT FROM 4)::int * -d, (slot IS NOT DISTINCT FROM 5)::int * -d,
                    (slot IS NOT DISTINCT FROM 6)::int * -d, (slot IS NOT DISTINCT FROM 7)::int * -d
                FROM (SELECT %4$s AS seen, area, slot, d FROM layers_delta WHERE source = %1$L) AS pending
                CROSS JOIN (VALUES (21), (22)) AS levels (g)
                WHERE seen >> 14 = ANY ($1)
            )
            INSERT INTO layers_cell (book, g, c, area, source, n, v0, v1, v2, v3, v4, v5, v6, v7)
            SELECT layers_book(%1$L, %2$L, '', ''), g, c, area, %1$L,
                sum(n), sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7)
            FROM counted GROUP BY g, c, area ORDER BY g, c, area
        $query$, name, seen, rows_of, CASE seen WHEN 'exact' THEN 'c' ELSE 'pc' END) USING tiles;
        deepened := deepened + cardinality(tiles);
    END LOOP;
    RETURN deepened;
END $$;

-- A version that is later than any before it, whatever the clock does.
CREATE FUNCTION layers_stamp() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT greatest(
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, (SELECT COALESCE(max(version), 0) + 1 FROM layers_touch)
    )
$$;

-- Add what was appended to the cells and say what changed where; a version is the moment of its fold in microseconds, so
-- that it never comes again, not even in a database that was put back to an earlier day.
-- Returns how many deltas were folded; -1: another fold runs.
-- Cost: about 18 cells a delta and place; a quiet second costs nothing.
CREATE FUNCTION layers_fold() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    folded int;
    changed text[];
    name text;
    stamp bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('layers_fold')) THEN
        RETURN -1;
    END IF;
    IF NOT EXISTS (SELECT FROM layers_delta) THEN
        RETURN 0;
    END IF;
    stamp := layers_stamp();
    WITH taken AS (
        DELETE FROM layers_delta RETURNING source, c, pc, area, slot, facets, d
    ),
    placed AS (
        SELECT source, 'exact' AS place, c, area, slot, facets, d FROM taken WHERE c IS NOT NULL
        UNION ALL
        SELECT source, 'public', pc, area, slot, facets, d FROM taken WHERE pc IS NOT NULL
    ),
    touched AS (
        INSERT INTO layers_touch (source, place, t, version)
        SELECT source, place, t, stamp
        FROM (SELECT DISTINCT source, place, c >> 16 AS t FROM placed) AS tiles ORDER BY source, place, t
        ON CONFLICT (source, place, t) DO UPDATE SET version = excluded.version
    ),
    summed AS (
        SELECT source, place, c, area, slot, facets, sum(d) AS d FROM placed
        GROUP BY source, place, c, area, slot, facets HAVING sum(d) <> 0
    ),
    booked AS (
        SELECT source, layers_book(source, place, '', '') AS book, layers_levels('') AS levels, c, area, slot, d FROM summed
        UNION ALL
        SELECT source, layers_book(source, place, '', ''), ARRAY[21, 22], c, area, slot, d
        FROM summed JOIN layers_dense USING (source, place) WHERE t = c >> 14
        UNION ALL
        SELECT source, layers_book(source, place, facet.key, facet.value), layers_levels(facet.key), c, area, slot, sum(d)
        FROM summed, jsonb_each_text(facets) AS facet
        GROUP BY source, place, facet.key, facet.value, c, area, slot
    ),
    levelled AS (
        SELECT source, book, g, c >> (44 - 2 * g) AS c, area, slot, d FROM booked CROSS JOIN unnest(levels) AS g
    ),
    added AS (
        INSERT INTO layers_cell AS cell (book, g, c, area, source, n, v0, v1, v2, v3, v4, v5, v6, v7)
        SELECT book, g, c, area, source, sum(d),
            COALESCE(sum(d) FILTER (WHERE slot = 0), 0), COALESCE(sum(d) FILTER (WHERE slot = 1), 0),
            COALESCE(sum(d) FILTER (WHERE slot = 2), 0), COALESCE(sum(d) FILTER (WHERE slot = 3), 0),
            COALESCE(sum(d) FILTER (WHERE slot = 4), 0), COALESCE(sum(d) FILTER (WHERE slot = 5), 0),
            COALESCE(sum(d) FILTER (WHERE slot = 6), 0), COALESCE(sum(d) FILTER (WHERE slot = 7), 0)
        FROM levelled GROUP BY book, g, c, area, source ORDER BY book, g, c, area
        ON CONFLICT (book, g, c, area) DO UPDATE SET
            n = cell.n + excluded.n,
            v0 = cell.v0 + excluded.v0, v1 = cell.v1 + excluded.v1, v2 = cell.v2 + excluded.v2,
            v3 = cell.v3 + excluded.v3, v4 = cell.v4 + excluded.v4, v5 = cell.v5 + excluded.v5,
            v6 = cell.v6 + excluded.v6, v7 = cell.v7 + excluded.v7
    )
    SELECT count(*), array_agg(DISTINCT source) INTO folded, changed FROM taken;
    FOREACH name IN ARRAY changed LOOP
        PERFORM layers_deepen(name);
    END LOOP;
    RETURN folded;
END $$;
