-- `areas_called` of a name alone, its words made plain once and not twice: a file has hundreds of thousands of names.
-- No SQL function, which would say the words twice where it is written into a statement. plpgsql binds names when it
-- runs: `public.` lets a backup be restored with an empty search_path.
CREATE OR REPLACE FUNCTION layers_called(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text := public.areas_plain(name);
BEGIN
    RETURN replace(words, ' ', '') || ' ' || words;
END $$;
