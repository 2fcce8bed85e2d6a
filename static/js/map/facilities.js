/**
 * Facilities: small squares under the pins, quiet, each with a name when pressed. Several at one place are one square with a number.
 */
import * as L from 'leaflet';
import { reportTiles } from 'map/tiles';
import { element } from 'ui/element';
import { fill, gettext, ngettext } from 'ui/i18n';
import { icon } from 'ui/icon';

/** @type {Record<string, string>} */
const ICONS = {
  puskesmas: 'stethoscope',
  school: 'school',
  market: 'shopping-basket',
  kiosk: 'sprout',
  office: 'landmark',
  village_office: 'house',
};

/**
 * @param {L.Map} map
 * @param {{ url: string, kinds: Record<string, string>, bounds?: L.LatLngBounds }} options kinds: kind → word
 */
export function addFacilities(map, { url, kinds, bounds }) {
  const container = map.getContainer();
  const layer = L.layerGroup().addTo(map);
  const tiles = reportTiles(map, { url, bounds, name: 'facilities' });

  /** @param {import('map/cells').Sign} feature */
  function draw({ lat, lng, n, properties }) {
    const word = kinds[properties.kind] ?? '';
    const words =
      n === 1 ? `${properties.name}, ${word}` : fill(ngettext('%(n)s facility', '%(n)s facilities', n), { n });
    const button = element('button', { type: 'button', class: 'facility', 'aria-label': words, title: words });
    button.append(n === 1 ? icon(ICONS[properties.kind] ?? 'building') : String(n));
    const sign = L.divIcon({ className: 'facility-anchor', html: button, iconSize: [24, 24] });
    const options = { icon: sign, keyboard: false, zIndexOffset: -2000, bubblingMouseEvents: false };
    const marker = L.marker([lat, lng], options).addTo(layer);
    if (n > 1) {
      marker.on('click', () => map.setView([lat, lng], map.getZoom() + 2));
      return;
    }
    const note = properties.plausible
      ? element('p', { class: 'soft tiny' }, gettext('The exact site is an estimate.'))
      : '';
    marker.bindPopup(
      element('div', {}, element('strong', {}, properties.name), element('div', { class: 'soft' }, word), note),
    );
  }

  const onTiles = (/** @type {Event} */ event) => {
    layer.clearLayers();
    for (const feature of /** @type {CustomEvent} */ (event).detail.features) draw(feature);
  };
  container.addEventListener('facilities:change', onTiles);
  return {
    remove() {
      container.removeEventListener('facilities:change', onTiles);
      tiles.remove();
      layer.remove();
    },
  };
}
