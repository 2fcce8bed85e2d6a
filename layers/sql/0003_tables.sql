-- Tables that are described while the map runs live apart, where the application's role may make them.
CREATE SCHEMA IF NOT EXISTS uploads;

-- BEFORE trigger of such a table: in which desa does the row lie?
CREATE FUNCTION layers_locate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.area_id := area_at(ST_PointOnSurface(NEW.geom));
    RETURN NEW;
END $$;
