-- What a plot of farmland is on the ground: one flat, valid polygon or several. Its hectares are the database's own, on
-- the ellipsoid, whoever writes the row.
ALTER TABLE farming_farmplot ADD CONSTRAINT a_plot_is_a_polygon CHECK (
    GeometryType(geom) IN ('POLYGON', 'MULTIPOLYGON') AND ST_NDims(geom) = 2 AND NOT ST_IsEmpty(geom) AND ST_IsValid(geom)
);

CREATE FUNCTION farming_set_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.area_ha := round((ST_Area(NEW.geom::geography) / 10000)::numeric, 4);
    RETURN NEW;
END $$;

CREATE TRIGGER farming_farmplot_area BEFORE INSERT OR UPDATE OF geom, area_ha ON farming_farmplot
FOR EACH ROW EXECUTE FUNCTION farming_set_area();

-- Which live plots does a shape overlap? Neighbours share a line that two people drew, so a sliver is none: it must have
-- more than 10 m² and more than a fiftieth of the smaller of the two.
-- Cost: the index finds the few whose boxes touch; about 50 µs for each of them.
CREATE FUNCTION farming_overlapped(place geometry, except_id bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT id FROM farming_farmplot
    WHERE geom && place AND state <> 'withdrawn' AND id IS DISTINCT FROM except_id AND ST_Intersects(geom, place)
    AND ST_Area(ST_Intersection(geom, place)::geography)
        > greatest(10, 0.02 * least(ST_Area(geom::geography), ST_Area(place::geography)))
$$;
