/** A list of facilities with its map: the same rows, and each leads to its page. */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { createMap } from 'map/create';
import { element } from 'ui/element';
import { icon } from 'ui/icon';

const container = document.getElementById('list-map');
if (container) {
  const { map, config } = createMap(container);
  /** @type {{ lat: number, lng: number, code: string, name: string, kind: string, icon: string, url: string }[]} */
  const rows = /** @type {any} */ (config).rows;
  for (const row of rows) {
    const link = element(
      'a',
      { class: 'place-square', href: row.url, title: `${row.name}, ${row.kind}` },
      icon(row.icon),
    );
    link.setAttribute('aria-label', `${row.name}, ${row.kind}`);
    const look = L.divIcon({ className: 'place-square-anchor', html: link, iconSize: [24, 24] });
    L.marker([row.lat, row.lng], { icon: look, keyboard: false }).addTo(map);
    const listed = document.querySelector(`[data-code="${CSS.escape(row.code)}"]`);
    const light = (/** @type {boolean} */ on) => link.classList.toggle('place-square--here', on);
    listed?.addEventListener('mouseenter', () => light(true));
    listed?.addEventListener('mouseleave', () => light(false));
  }
  if (rows.length) {
    const bounds = L.latLngBounds(rows.map(({ lat, lng }) => [lat, lng]));
    map.fitBounds(bounds.pad(0.1), { maxZoom: 16, animate: false });
  }
  addAreas(map, { url: config.areasUrl ?? '', interactive: false }).catch(() => undefined);
}
