-- History is append-only for everyone, the owner too: a row trigger for UPDATE and DELETE, a statement trigger for TRUNCATE.
CREATE FUNCTION features_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER history_keeps_rows BEFORE UPDATE OR DELETE ON features_historyevent
FOR EACH ROW EXECUTE FUNCTION features_history_is_append_only();
CREATE TRIGGER history_keeps_all BEFORE TRUNCATE ON features_historyevent
FOR EACH STATEMENT EXECUTE FUNCTION features_history_is_append_only();
