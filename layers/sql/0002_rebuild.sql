-- Count the cells of a source anew, from its rows, while its writers wait. Cost: some 20 s for a million rows.
CREATE FUNCTION layers_rebuild(name text) RETURNS void LANGUAGE plpgsql SET work_mem = '128MB' AS $$
DECLARE rows_of text := (SELECT "table" FROM layers_account WHERE source = name);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('layers_fold'));
    EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', rows_of);
    -- What was there is drawn anew as well, also where nothing is any more.
    UPDATE layers_touch SET version = layers_stamp() WHERE source = name;
    INSERT INTO layers_touch (source, place, t, version)
    SELECT DISTINCT name, place, t, layers_stamp()
    FROM (
        SELECT 'exact' AS place, c >> 16 AS t FROM layers_delta WHERE source = name AND c IS NOT NULL
        UNION SELECT 'public', pc >> 16 FROM layers_delta WHERE source = name AND pc IS NOT NULL
    ) AS pending
    ON CONFLICT (source, place, t) DO NOTHING;
    DELETE FROM layers_delta WHERE source = name;
    DELETE FROM layers_cell WHERE source = name;
    DELETE FROM layers_dense WHERE source = name;
    EXECUTE format(
        'INSERT INTO layers_cell (book, g, c, area, source, n, v0, v1, v2, v3, v4, v5, v6, v7)'
        ' SELECT book, g, c, area, %L, n, v0, v1, v2, v3, v4, v5, v6, v7 FROM %s_recount()', name, rows_of
    );
    PERFORM layers_deepen(name);
    INSERT INTO layers_touch (source, place, t, version)
    SELECT name, place, c, layers_stamp()
    FROM layers_cell
    JOIN (VALUES ('public'), ('exact')) AS places (place) ON book = layers_book(name, place, '', '')
    WHERE source = name AND g = 14 GROUP BY place, c
    ON CONFLICT (source, place, t) DO UPDATE SET version = excluded.version;
END $$;

-- In which cells do the account and the rows disagree? None, at any moment: a fold moves counts from deltas to cells at once.
CREATE FUNCTION layers_check(name text)
RETURNS TABLE (book bigint, g int, c bigint, area text, kept bigint[], found bigint[])
LANGUAGE plpgsql SET work_mem = '128MB' AS $$
DECLARE rows_of text := (SELECT "table" FROM layers_account WHERE source = name);
BEGIN
    RETURN QUERY EXECUTE format($query$
        WITH placed AS (
            SELECT 'exact' AS place, c, area::text AS area, COALESCE(slot, -1) AS slot, facets, d
            FROM layers_delta WHERE source = %1$L AND c IS NOT NULL
            UNION ALL
            SELECT 'public', pc, area, COALESCE(slot, -1), facets, d FROM layers_delta WHERE source = %1$L AND pc IS NOT NULL
        ),
        account AS (
            SELECT book, g::int AS g, c, area::text AS area, n, v0, v1, v2, v3, v4, v5, v6, v7 FROM layers_cell WHERE source = %1$L
            UNION ALL
            SELECT book, g, c >> (44 - 2 * g), area, d, (slot = 0)::int * d, (slot = 1)::int * d, (slot = 2)::int * d,
                (slot = 3)::int * d, (slot = 4)::int * d, (slot = 5)::int * d, (slot = 6)::int * d, (slot = 7)::int * d
            FROM placed CROSS JOIN LATERAL (
                SELECT layers_book(%1$L, place, '', '') AS book, layers_levels('') AS levels
                UNION ALL
                SELECT layers_book(%1$L, place, '', ''), ARRAY[21, 22] FROM layers_dense AS dense
                WHERE source = %1$L AND dense.place = placed.place AND t = c >> 14
                UNION ALL
                SELECT layers_book(%1$L, place, key, value), layers_levels(key) FROM jsonb_each_text(facets)
            ) AS books CROSS JOIN unnest(levels) AS g
        ),
        kept AS (
            SELECT book, g, c, area,
                ARRAY[sum(n), sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7)]::bigint[] AS sums
            FROM account GROUP BY book, g, c, area
        ),
        counted AS (
            SELECT * FROM %2$s_recount()
            UNION ALL
            SELECT layers_book(%1$L, place, '', ''), deep.*
            FROM (SELECT place, array_agg(t) AS tiles FROM layers_dense WHERE source = %1$L GROUP BY place) AS dense
            CROSS JOIN LATERAL %2$s_deep(place, tiles) AS deep
        ),
        found AS (
            SELECT book, g, c, area, ARRAY[n, v0, v1, v2, v3, v4, v5, v6, v7]::bigint[] AS sums FROM counted
        )
        SELECT COALESCE(k.book, f.book), COALESCE(k.g, f.g), COALESCE(k.c, f.c), COALESCE(k.area, f.area), k.sums, f.sums
        FROM (SELECT * FROM kept WHERE sums <> '{0,0,0,0,0,0,0,0,0}') AS k
        FULL JOIN found AS f ON f.book = k.book AND f.g = k.g AND f.c = k.c AND f.area = k.area
        WHERE k.sums IS DISTINCT FROM f.sums
    $query$, name, rows_of);
END $$;
