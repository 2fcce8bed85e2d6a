/** The public page of a facility: its small map only shows. */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { createMap } from 'map/create';
import { square } from 'map/place-pin';

const container = document.getElementById('place-map');
if (container) {
  const { map, config } = createMap(container, { scrollWheelZoom: false });
  const { place, icon } = /** @type {any} */ (config);
  map.setView([place.lat, place.lng], 16, { animate: false });
  const look = L.divIcon({
    className: 'place-square-anchor',
    html: square(icon, 'place-square--here'),
    iconSize: [44, 44],
  });
  L.marker([place.lat, place.lng], { icon: look, interactive: false, keyboard: false }).addTo(map);
  addAreas(map, { url: config.areasUrl ?? '', interactive: false }).catch(() => undefined);
}
