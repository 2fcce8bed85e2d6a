/** The small map of a report: its pin, or the circle or desa in which it lies. Not a control: it only shows. */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { createMap } from 'map/create';
import { drop } from 'map/pin-shape';
import { element } from 'ui/element';

/** @param {HTMLElement} container */
export async function showPlace(container) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  const { place, precision, radius_m, area, icon, status } = /** @type {any} */ (config);
  const at = L.latLng(place.lat, place.lng);
  const areas = addAreas(map, { url: config.areasUrl ?? '', interactive: false });
  if (precision === 'area') {
    map.setView(at, 13, { animate: false });
    const drawn = await areas;
    drawn.select(area, { quiet: true });
    drawn.zoomTo(area);
    return;
  }
  map.setView(at, 15, { animate: false });
  if (precision === 'snapped')
    L.circle(at, { radius: radius_m, className: 'place-circle', interactive: false }).addTo(map);
  else {
    const pin = element('span', { class: 'pin', 'data-status': status }, drop({ icon, status }));
    const mark = L.divIcon({ className: 'pin-anchor', html: pin, iconSize: [44, 44], iconAnchor: [22, 42] });
    L.marker(at, { icon: mark, interactive: false, keyboard: false }).addTo(map);
  }
  await areas;
}
