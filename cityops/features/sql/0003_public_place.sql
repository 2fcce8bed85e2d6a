-- What strangers see of a place: itself, the middle of its 0.001 degree cell, or one point inside its desa.
-- A desa without an outline is seen as its kecamatan, then as the city; where none has one, as the cell:
-- a feature that is counted is always on the map as well.
CREATE OR REPLACE FUNCTION features_public_geom(place geometry, public_precision varchar, area varchar) RETURNS geometry
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE seen geometry;
BEGIN
    IF public_precision = 'exact' THEN
        RETURN place;
    ELSIF public_precision = 'area' THEN
        SELECT ST_PointOnSurface(geom) INTO seen FROM areas_area
        WHERE geom IS NOT NULL AND (code = area OR area LIKE code || '.%')
        ORDER BY length(code) DESC LIMIT 1;
    END IF;
    RETURN COALESCE(seen, ST_SnapToGrid(ST_PointOnSurface(place), 0.0005, 0.0005, 0.001, 0.001));
END $$;
