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

-- Levels that are kept. Between them a reader sums up; below the deepest it counts rows. Books of a facet serve whole
-- cities only: there a tile holds few enough rows further in.
CREATE FUNCTION layers_levels(is_facet boolean, deepest int) RETURNS int[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN is_facet THEN ARRAY[14, 16, 18]
        WHEN deepest >= 22 THEN ARRAY[14, 16, 17, 18, 19, 20, 21, 22] ELSE ARRAY[14, 16, 17, 18, 19, 20] END
$$;

-- Add what was appended to the cells and say what changed where; a version is the moment of its fold in microseconds, so
-- that it never comes again, not even in a database that was put back to an earlier day.
-- Returns how many deltas were folded; -1: another fold runs.
-- Cost: about 15 cells a delta and place; a quiet second costs nothing.
CREATE FUNCTION layers_fold() RETURNS int LANGUAGE plpgsql AS $$
DECLARE folded int;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('layers_fold')) THEN
        RETURN -1;
    END IF;
    IF NOT EXISTS (SELECT FROM layers_delta) THEN
        RETURN 0;
    END IF;
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
        SELECT source, place, t, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
        FROM (SELECT DISTINCT source, place, c >> 16 AS t FROM placed) AS tiles ORDER BY source, place, t
        ON CONFLICT (source, place, t) DO UPDATE SET version = excluded.version
    ),
    summed AS (
        SELECT source, place, c, area, slot, facets, sum(d) AS d FROM placed
        GROUP BY source, place, c, area, slot, facets HAVING sum(d) <> 0
    ),
    booked AS (
        SELECT source, layers_book(source, place, '', '') AS book, false AS is_facet, c, area, slot, d FROM summed
        UNION ALL
        SELECT source, layers_book(source, place, facet.key, facet.value), true, c, area, slot, sum(d)
        FROM summed, jsonb_each_text(facets) AS facet
        GROUP BY source, place, facet.key, facet.value, c, area, slot
    ),
    levelled AS (
        SELECT b.source, book, g, c >> (44 - 2 * g) AS c, area, slot, d
        FROM booked AS b
        LEFT JOIN layers_depth AS depth ON depth.source = b.source
        CROSS JOIN unnest(layers_levels(is_facet, COALESCE(depth.deepest, 20))) AS g
    )
    INSERT INTO layers_cell AS cell (book, g, c, area, source, n, v0, v1, v2, v3, v4, v5, v6, v7)
    SELECT book, g, c, area, source, sum(d),
        COALESCE(sum(d) FILTER (WHERE slot = 0), 0), COALESCE(sum(d) FILTER (WHERE slot = 1), 0),
        COALESCE(sum(d) FILTER (WHERE slot = 2), 0), COALESCE(sum(d) FILTER (WHERE slot = 3), 0),
        COALESCE(sum(d) FILTER (WHERE slot = 4), 0), COALESCE(sum(d) FILTER (WHERE slot = 5), 0),
        COALESCE(sum(d) FILTER (WHERE slot = 6), 0), COALESCE(sum(d) FILTER (WHERE slot = 7), 0)
    FROM levelled GROUP BY book, g, c, area, source ORDER BY book, g, c, area
    ON CONFLICT (book, g, c, area) DO UPDATE SET
        n = cell.n + excluded.n,
        v0 = cell.v0 + excluded.v0, v1 = cell.v1 + excluded.v1, v2 = cell.v2 + excluded.v2, v3 = cell.v3 + excluded.v3,
        v4 = cell.v4 + excluded.v4, v5 = cell.v5 + excluded.v5, v6 = cell.v6 + excluded.v6, v7 = cell.v7 + excluded.v7;
    GET DIAGNOSTICS folded = ROW_COUNT;
    RETURN folded;
END $$;
