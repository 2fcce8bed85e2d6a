/** The first rows of a file on a map, and each beside its line of the table. */
import * as L from 'leaflet';
import { boundsOf, createMap } from 'map/create';

const container = document.getElementById('preview-map');
if (container) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  const { sample, sampleExtent } = /** @type {any} */ (config);
  const colour = getComputedStyle(container).getPropertyValue('--accent').trim();
  const layer = L.geoJSON(sample, {
    style: { color: colour, weight: 2, fillOpacity: 0.2 },
    pointToLayer: (/** @type {unknown} */ _feature, /** @type {any} */ at) =>
      L.circleMarker(at, { radius: 5, color: colour, weight: 2, fillOpacity: 0.5 }),
    onEachFeature: (/** @type {any} */ feature, /** @type {any} */ drawn) => {
      drawn.on('click', () => point(feature.properties.row));
    },
  }).addTo(map);
  map.setMaxBounds(/** @type {any} */ (null));
  const bounds = layer.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.1), { maxZoom: 16, animate: false });
  else if (sampleExtent) map.fitBounds(boundsOf(sampleExtent), { animate: false });
}

/** @param {number} row */
function point(row) {
  const line = document.querySelector(`tr[data-row="${row}"]`);
  for (const one of document.querySelectorAll('tr[aria-current]')) one.removeAttribute('aria-current');
  line?.setAttribute('aria-current', 'true');
  line?.scrollIntoView({ block: 'nearest' });
}
