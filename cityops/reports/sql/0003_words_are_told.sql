-- Hits of words are kept until something is written to the reports. Words lie in a table of their own, so a change there
-- is told as well: by a delta of nothing where the report lies, like an update that leaves a report in its cell.
-- A report's words come in the transaction that brings the report, which is told already; only later ones are news.
CREATE FUNCTION reports_words_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO layers_delta (source, c, pc, area, slot, facets, d)
    SELECT DISTINCT 'reports', report.m >> 16, report.public_m >> 16, '', NULL::smallint, '{}'::jsonb, 0
    FROM changed JOIN reports_report AS report ON report.id = changed.report_id
    WHERE TG_OP <> 'INSERT' OR report.xmin <> pg_current_xact_id()::xid;
    RETURN NULL;
END $$;
CREATE TRIGGER reports_reportwords_told_insert AFTER INSERT ON reports_reportwords
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reports_words_told();
CREATE TRIGGER reports_reportwords_told_update AFTER UPDATE ON reports_reportwords
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reports_words_told();
CREATE TRIGGER reports_reportwords_told_delete AFTER DELETE ON reports_reportwords
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reports_words_told();
