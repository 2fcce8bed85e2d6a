/** A doubtful row: the places it may mean as numbers on the map, and a pin for any other. */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { createMap } from 'map/create';
import { placePin, square } from 'map/place-pin';

const container = document.getElementById('doubtful-map');
const form = /** @type {HTMLFormElement | null} */ (document.getElementById('doubtful-form'));
if (container && form) bind(container, form);

/** @param {HTMLElement} container @param {HTMLFormElement} form */
function bind(container, form) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  const { candidates } = /** @type {{ candidates: { label: string, lat: number, lng: number }[] }} */ (
    /** @type {unknown} */ (config)
  );
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const choose = (/** @type {string} */ value) => {
    const radio = /** @type {HTMLInputElement | null} */ (form.querySelector(`[name="choice"][value="${value}"]`));
    if (radio) radio.checked = true;
  };
  candidates.forEach((one, number) => {
    const icon = L.divIcon({ className: 'place-square-anchor', html: square('map-pin'), iconSize: [44, 44] });
    L.marker([one.lat, one.lng], { icon, title: one.label, alt: one.label })
      .addTo(map)
      .on('click', () => choose(String(number)));
  });
  placePin(map, { lat: field('lat'), lng: field('lng') });
  container.addEventListener('pin:move', () => choose('pin'));
  form.addEventListener('change', (event) => {
    const changed = /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target);
    if (changed.name === 'area' && changed.value) choose('area');
    const one = changed.name === 'choice' ? candidates[Number(changed.value)] : undefined;
    if (one) map.setView([one.lat, one.lng], Math.max(map.getZoom(), 15), { animate: false });
  });
  // The choice follows the hand, so that what it left behind is not meant.
  form.addEventListener('formdata', ({ formData }) => {
    const chosen = formData.get('choice');
    if (chosen !== 'area') formData.delete('area');
    if (chosen !== 'pin') for (const name of ['lat', 'lng']) formData.delete(name);
  });
  addAreas(map, { url: config.areasUrl ?? '', interactive: false }).catch(() => undefined);
  if (candidates.length) {
    const bounds = L.latLngBounds(candidates.map((one) => [one.lat, one.lng]));
    map.fitBounds(bounds.pad(0.3), { maxZoom: 15, animate: false });
  }
}
