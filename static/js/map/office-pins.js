/** A small map that only shows: offices, each a pin with its name. Config: offices [{lng, lat, name, icon}]. */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { createMap } from 'map/create';
import { drop } from 'map/pin-shape';
import { element } from 'ui/element';

const ZOOM_OF_ONE = 15;
/** Room for a pin above its place. @type {[number, number]} */
const PADDING = [32, 44];

/** @param {HTMLElement} container */
export async function showOffices(container) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  /** @type {{ lng: number, lat: number, name: string, icon: string }[]} */
  const offices = /** @type {any} */ (config).offices;
  const places = L.latLngBounds(offices.map(({ lat, lng }) => L.latLng(lat, lng)));
  map.fitBounds(places, { maxZoom: ZOOM_OF_ONE, padding: PADDING, animate: false });
  for (const { lat, lng, name, icon } of offices) {
    const pin = element('span', { class: 'pin' }, drop({ icon }));
    const mark = L.divIcon({ className: 'pin-anchor', html: pin, iconSize: [44, 44], iconAnchor: [22, 42] });
    L.marker([lat, lng], { icon: mark, title: name, alt: name, keyboard: false })
      .bindTooltip(name, { direction: 'top', offset: [0, -36], permanent: offices.length === 1 })
      .addTo(map);
  }
  await addAreas(map, { url: config.areasUrl ?? '', interactive: false });
}
