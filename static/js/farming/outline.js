/** The small map of one plot: its outline. Not a control: it only shows. */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { createMap } from 'map/create';

/** @param {HTMLElement} container its config has `outline`: rings of [lng, lat] */
export async function showOutline(container) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  const rings = /** @type {{ outline: [number, number][][] }} */ (/** @type {unknown} */ (config)).outline;
  const corners = rings.map((ring) => [ring.map(([lng, lat]) => L.latLng(lat, lng))]);
  const shape = L.polygon(corners, { className: 'plot-shape', interactive: false }).addTo(map);
  map.fitBounds(shape.getBounds(), { padding: [24, 24], maxZoom: 18, animate: false });
  await addAreas(map, { url: config.areasUrl ?? '', interactive: false });
}
