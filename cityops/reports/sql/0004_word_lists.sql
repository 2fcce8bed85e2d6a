-- Which reports hold a word, read from lists: a word that 70,000 reports hold was looked for by trigrams in 25,000 pages.
-- The worker lists block by block (`word_lists.py`). A list is right for the reports of its block but for those named in
-- reports_wordchange; these, and what is newer than the listed blocks, are looked through by their text.

-- Gives the lists of a word (numbers of eight bytes, the highest first); what is no longer true of them; and what was read instead, in the text.
-- One statement, one snapshot: that is why the blocks are asked for in here. The number is put into the text of the
-- inner statement, for its plan hangs on how much is newer: a few thousand rows, or all of them.
CREATE FUNCTION reports_lists(wanted text, categories text[], areas text[], begins text, inside text)
RETURNS TABLE (told text, numbers bytea) LANGUAGE plpgsql STABLE AS $$
DECLARE
    beyond bigint;
BEGIN
    SELECT COALESCE(min(first) FILTER (WHERE listed_at IS NULL), max(after), 0) INTO beyond FROM reports_wordblock;
    RETURN QUERY EXECUTE format($query$
        SELECT 'listed', list.numbers FROM reports_wordlist AS list
        WHERE list.block_id < %1$s AND list.what = 'w' AND list.word LIKE upper($1)
        UNION ALL
        SELECT 'listed', list.numbers FROM reports_wordlist AS list
        WHERE list.block_id < %1$s
            AND (list.what = 'c' AND list.word = ANY ($2) OR list.what = 'a' AND list.word = ANY ($3))
        UNION ALL
        SELECT 'changed', string_agg(int8send(number), '') FROM reports_wordchange WHERE number < %1$s
        UNION ALL
        SELECT 'read', string_agg(int8send(report_id), '') FROM reports_reportwords
        WHERE report_id >= %1$s AND (upper(text) LIKE upper($4) OR upper(text) LIKE upper($5)
            OR category_code = ANY ($2) OR area_code = ANY ($3))
        UNION ALL
        SELECT 'read', string_agg(int8send(report_id), '') FROM reports_reportwords
        WHERE report_id IN (SELECT number FROM reports_wordchange WHERE number < %1$s)
            AND (upper(text) LIKE upper($4) OR upper(text) LIKE upper($5)
                OR category_code = ANY ($2) OR area_code = ANY ($3))
    $query$, beyond) USING wanted, categories, areas, begins, inside;
END $$;

-- As in 0003, and what changes in a block that is listed, or is just being listed, is named. A block is begun while
-- nobody writes words, so what comes late with a number of it finds it begun.
CREATE OR REPLACE FUNCTION reports_words_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO layers_delta (source, c, pc, area, slot, facets, d)
    SELECT DISTINCT 'reports', report.m >> 16, report.public_m >> 16, '', NULL::smallint, '{}'::jsonb, 0
    FROM changed JOIN reports_report AS report ON report.id = changed.report_id
    WHERE TG_OP <> 'INSERT' OR report.xmin <> pg_current_xact_id()::xid;
    INSERT INTO reports_wordchange (number)
    SELECT report_id FROM changed
    WHERE report_id < (SELECT after FROM reports_wordblock ORDER BY first DESC LIMIT 1);
    RETURN NULL;
END $$;

CREATE FUNCTION reports_words_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM reports_wordlist;
    DELETE FROM reports_wordblock;
    DELETE FROM reports_wordchange;
    RETURN NULL;
END $$;
CREATE TRIGGER reports_reportwords_emptied AFTER TRUNCATE ON reports_reportwords
FOR EACH STATEMENT EXECUTE FUNCTION reports_words_emptied();
