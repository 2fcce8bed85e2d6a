-- The Morton code of a place (EPSG:3857): x and y of the world's square, 30 bits an axis, their bits interleaved, y downwards.
-- A tile z/x/y is a half-open range of codes (m >> (60 - 2z)), so a row lies in exactly one tile and one cell of any zoom,
-- and one plain index serves them all. Cost: about 2 µs.
CREATE FUNCTION features_morton(place geometry) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    half constant float8 := 20037508.342789244;
    side constant float8 := 1073741824;
    x bigint := least(greatest(floor((ST_X(place) + half) / (2 * half) * side), 0), side - 1)::bigint;
    y bigint := least(greatest(floor((half - ST_Y(place)) / (2 * half) * side), 0), side - 1)::bigint;
BEGIN
    x := (x | (x << 16)) & 281470681808895;      -- 0000ffff0000ffff
    x := (x | (x << 8)) & 71777214294589695;     -- 00ff00ff00ff00ff
    x := (x | (x << 4)) & 1085102592571150095;   -- 0f0f0f0f0f0f0f0f
    x := (x | (x << 2)) & 3689348814741910323;   -- 3333333333333333
    x := (x | (x << 1)) & 6148914691236517205;   -- 5555555555555555
    y := (y | (y << 16)) & 281470681808895;
    y := (y | (y << 8)) & 71777214294589695;
    y := (y | (y << 4)) & 1085102592571150095;
    y := (y | (y << 2)) & 3689348814741910323;
    y := (y | (y << 1)) & 6148914691236517205;
    RETURN x | (y << 1);
END $$;
