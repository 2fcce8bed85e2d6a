/** The small map of one plot: its outline. Not a control: it only shows. */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { createMap } from 'map/create';

/** @typedef {[number, number][]} Ring */

/** @param {Ring[]} rings @param {string} className */
const drawn = (rings, className) =>
  L.polygon(
    rings.map((ring) => [ring.map(([lng, lat]) => L.latLng(lat, lng))]),
    { className, interactive: false },
  );

/** @param {HTMLElement} container its config has `outline`, and for staff `others`: the plots that it overlaps */
export async function showOutline(container) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  const { outline, others = [] } = /** @type {{ outline: Ring[], others?: Ring[] }} */ (
    /** @type {unknown} */ (config)
  );
  if (others.length > 0) drawn(others, 'plot-shape plot-shape--other').addTo(map);
  const shape = drawn(outline, 'plot-shape').addTo(map);
  map.fitBounds(shape.getBounds(), { padding: [24, 24], maxZoom: 18, animate: false });
  await addAreas(map, { url: config.areasUrl ?? '', interactive: false });
}
