/**
 * One pin that is dragged, pressed into place, moved by arrow keys, or typed as degrees. The two fields stay the only
 * truth. Events on the map's element: `pin:move {lat, lng}`.
 */
import * as L from 'leaflet';
import { emit } from 'map/create';
import { element } from 'ui/element';
import { gettext } from 'ui/i18n';
import { icon } from 'ui/icon';

const ZOOM_FOR_A_SPOT = 17;
const KEY_STEP_PX = 8;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * @param {string} name of an icon
 * @param {string} [className]
 * @returns {HTMLElement} the square that stands for a place
 */
export function square(name, className = '') {
  return element('span', { class: `place-square ${className}`.trim() }, icon(name));
}

/**
 * @param {L.Map} map
 * @param {{ lat: HTMLInputElement, lng: HTMLInputElement, sign?: string }} options
 */
export function placePin(map, { lat, lng, sign = 'map-pin' }) {
  const container = map.getContainer();
  const isOff = () => lat.matches(':disabled');
  /** @type {any} */
  let marker = null;

  /** @param {{ lat: number, lng: number }} at */
  function put(at) {
    if (marker) marker.setLatLng([at.lat, at.lng]);
    else {
      const html = square(sign, 'place-square--here');
      const look = L.divIcon({ className: 'place-square-anchor', html, iconSize: [44, 44] });
      const title = gettext('The pin: drag it, or move it by arrow keys');
      marker = L.marker([at.lat, at.lng], { icon: look, draggable: !isOff(), autoPan: true, title, alt: title });
      marker.addTo(map);
      marker.on('dragend', () => take(marker.getLatLng()));
      marker.getElement()?.addEventListener('keydown', byKey);
    }
  }

  /** @param {{ lat: number, lng: number }} at what the person chose on the map */
  function take(at) {
    lat.value = at.lat.toFixed(6);
    lng.value = at.lng.toFixed(6);
    put(at);
    emit(map, 'pin:move', { lat: at.lat, lng: at.lng });
  }

  /** @param {KeyboardEvent} event */
  function byKey(event) {
    const step = ARROWS[event.key];
    if (!step || isOff()) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 5 : 1;
    const from = map.latLngToContainerPoint(marker.getLatLng());
    const to = from.add([step[0] * KEY_STEP_PX * far, step[1] * KEY_STEP_PX * far]);
    take(map.containerPointToLatLng(to));
    map.panInside(marker.getLatLng(), { padding: [40, 40] });
  }

  function fromFields() {
    const [y, x] = [lat, lng].map((field) => Number.parseFloat(field.value.replace(',', '.')));
    if (!(Number.isFinite(y) && Number.isFinite(x) && Math.abs(y) <= 90 && Math.abs(x) <= 180)) return;
    put({ lat: y, lng: x });
    map.setView([y, x], Math.max(map.getZoom(), ZOOM_FOR_A_SPOT), { animate: false });
    emit(map, 'pin:move', { lat: y, lng: x });
  }

  const onClick = (/** @type {any} */ event) => {
    if (!isOff()) take(event.latlng);
  };
  map.on('click', onClick);
  lat.addEventListener('change', fromFields);
  lng.addEventListener('change', fromFields);
  container.classList.add('map--aims');
  fromFields();

  return {
    take,
    /** Go there and put the pin down. @param {{ lat: number, lng: number }} at */
    moveTo(at) {
      map.setView([at.lat, at.lng], Math.max(map.getZoom(), ZOOM_FOR_A_SPOT));
      take(at);
    },
    remove() {
      map.off('click', onClick);
      lat.removeEventListener('change', fromFields);
      lng.removeEventListener('change', fromFields);
      marker?.remove();
    },
  };
}
