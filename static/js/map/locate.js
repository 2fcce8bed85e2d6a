/**
 * "My place": a button, then a dot, a circle as wide as the error, and the number. Event: `place:found {lat, lng, accuracy_m}`.
 */
import * as L from 'leaflet';
import { emit } from 'map/create';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { fill, gettext, number } from 'ui/i18n';
import { icon } from 'ui/icon';
import { toast } from 'ui/toast';

/**
 * @param {{ timeout_ms?: number }} [options]
 * @returns {Promise<{ lat: number, lng: number, accuracy_m: number }>} refused with a text for the reader
 */
export function findPlace({ timeout_ms = 15_000 } = {}) {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new Error(gettext('This browser cannot tell where you are. Move the map instead.')));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lng: coords.longitude, accuracy_m: Math.round(coords.accuracy) }),
      ({ code }) =>
        reject(
          new Error(
            code === 1
              ? gettext('Your location is switched off for this page. Allow it in the browser, or move the map.')
              : gettext('Your location was not found. Go outside or move the map.'),
          ),
        ),
      { enableHighAccuracy: true, timeout: timeout_ms, maximumAge: 30_000 },
    );
  });
}

/**
 * @param {L.Map} map
 * @param {{ lat: number, lng: number, accuracy_m: number }} place
 * @returns {L.LayerGroup}
 */
export function drawPlace(map, { lat, lng, accuracy_m }) {
  const words = fill(gettext('± %(n)s m'), { n: number(accuracy_m) });
  const dot = L.divIcon({
    className: 'here',
    html: element('span', { class: 'here__words' }, words),
    iconSize: [18, 18],
  });
  return L.layerGroup([
    L.circle([lat, lng], { radius: accuracy_m, className: 'here-circle', interactive: false }),
    L.marker([lat, lng], { icon: dot, interactive: false, keyboard: false }),
  ]).addTo(map);
}

/**
 * @param {L.Map} map
 * @param {{ onPlace?: (place: { lat: number, lng: number, accuracy_m: number }) => void, bounds?: L.LatLngBounds }} [options] onPlace replaces going there; bounds: where the city is
 */
export function addLocate(map, { onPlace, bounds } = {}) {
  const button = element(
    'button',
    { type: 'button', class: 'map-button', title: gettext('My location') },
    icon('locate-fixed'),
  );
  button.setAttribute('aria-label', gettext('My location'));
  /** @type {L.LayerGroup | null} */
  let drawn = null;
  button.addEventListener('click', async () => {
    button.setAttribute('aria-busy', 'true');
    try {
      const place = await findPlace();
      drawn?.remove();
      drawn = drawPlace(map, place);
      if (bounds && !bounds.contains([place.lat, place.lng]))
        toast(gettext('You seem to be outside the area of this map.'));
      else if (onPlace) onPlace(place);
      else map.setView([place.lat, place.lng], Math.max(map.getZoom(), 16));
      announce(fill(gettext('Location found, exact to %(n)s metres'), { n: number(place.accuracy_m) }));
      emit(map, 'place:found', place);
    } catch (error) {
      toast(/** @type {Error} */ (error).message);
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
  const control = new L.Control({ position: 'bottomright' });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  control.addTo(map);
  return {
    button,
    remove() {
      drawn?.remove();
      control.remove();
    },
  };
}
