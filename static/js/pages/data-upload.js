/** The first rows of a file on a map, over the city's areas; a row of the table and its place lead to each other. */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { boundsOf, createMap } from 'map/create';
import { element } from 'ui/element';
import { fill, gettext } from 'ui/i18n';

const CLOSE = 14; // where the borders around are still seen
const container = document.getElementById('preview-map');
if (container) show(container);

/** @param {HTMLElement} container */
function show(container) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  const { sample, sampleExtent, isWide } = /** @type {any} */ (config);
  const colours = getComputedStyle(container);
  const usual = { color: colours.getPropertyValue('--accent').trim(), weight: 2 };
  const chosen = { color: colours.getPropertyValue('--danger').trim(), weight: 4 };
  /** What is drawn of each row. @type {Map<number, any>} */
  const drawn = new Map();
  const layer = L.geoJSON(sample, {
    style: { ...usual, fillOpacity: 0.2 },
    pointToLayer: (/** @type {unknown} */ _feature, /** @type {any} */ at) =>
      L.circleMarker(at, { ...usual, radius: 5, fillOpacity: 0.5 }),
    onEachFeature: (/** @type {any} */ feature, /** @type {any} */ one) => {
      drawn.set(feature.properties.row, one);
      one.on('click', () => mark(feature.properties.row)?.scrollIntoView({ block: 'nearest' }));
    },
  }).addTo(map);
  map.setMaxBounds(/** @type {any} */ (null));
  const bounds = layer.getBounds();
  if (bounds.isValid() && !isWide) map.fitBounds(bounds.pad(0.1), { maxZoom: CLOSE, animate: false });
  else if (sampleExtent) map.fitBounds(boundsOf(sampleExtent), { animate: false });
  addAreas(map, { url: config.areasUrl ?? '', interactive: false }).catch(() => undefined);

  /** Mark a row and its place, and no other; returns its line of the table. @param {number} row */
  function mark(row) {
    for (const one of document.querySelectorAll('tr[aria-current]')) one.removeAttribute('aria-current');
    for (const one of drawn.values()) one.setStyle(usual);
    drawn.get(row)?.setStyle(chosen).bringToFront();
    const line = document.querySelector(`tr[data-row="${row}"]`);
    line?.setAttribute('aria-current', 'true');
    return line;
  }

  for (const line of document.querySelectorAll('tr[data-row]')) {
    const row = Number(/** @type {HTMLElement} */ (line).dataset.row);
    const number = line.querySelector('th');
    const one = drawn.get(row);
    if (!number || !one) continue;
    const words = fill(gettext('Show row %(row)s on the map'), { row });
    const button = element(
      'button',
      { type: 'button', class: 'preview__row', 'aria-label': words },
      number.textContent ?? '',
    );
    button.addEventListener('click', () => {
      mark(row);
      container.scrollIntoView({ block: 'nearest' });
      if (one.getBounds) map.fitBounds(one.getBounds().pad(0.5), { maxZoom: CLOSE });
      else map.panTo(one.getLatLng());
    });
    number.replaceChildren(button);
  }
}
