-- May strangers know of a report at all? Not while it is hidden or held back, and not in a category that is not public.
CREATE FUNCTION reports_is_public() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_public := NEW.hidden_at IS NULL AND NEW.held_at IS NULL
        AND COALESCE((SELECT is_public FROM agencies_category WHERE code = NEW.category_id), false);
    RETURN NEW;
END $$;
CREATE TRIGGER reports_report_is_public BEFORE INSERT OR UPDATE OF hidden_at, held_at, category_id, is_public ON reports_report
FOR EACH ROW EXECUTE FUNCTION reports_is_public();

-- A category that is opened or closed to the public takes its reports along; the trigger above decides for each.
CREATE FUNCTION reports_follow_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reports_report SET is_public = NEW.is_public WHERE category_id = NEW.code;
    RETURN NULL;
END $$;
CREATE TRIGGER agencies_category_is_public AFTER UPDATE OF is_public ON agencies_category
FOR EACH ROW WHEN (OLD.is_public IS DISTINCT FROM NEW.is_public) EXECUTE FUNCTION reports_follow_category();

UPDATE reports_report SET is_public = is_public;
