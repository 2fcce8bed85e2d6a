-- Words as they are compared: small letters without accents, all but letters and digits one space.
-- `layers/search.py:plain` says the same in Python. Cost: about 5 µs for a name.
-- Bodies after RETURN are bound when they are made, so that a backup can be restored with an empty search_path.
CREATE FUNCTION areas_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(
    regexp_replace(lower(normalize(words, NFKD)), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'
));

-- What the search box looks through: the name in one piece, so that "Sumber Brantas" and "sumberbrantas" are one; then
-- its words, and what else it is found by ("kelurahan", a street), each behind a space.
CREATE FUNCTION areas_called(name text, more text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(areas_plain(name), ' ', '') || ' ' || areas_plain(name || ' ' || more);
