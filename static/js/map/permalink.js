/**
 * A map view is a link: place, zoom and filter live in the address.
 */
import { filterToQuery, parseFilter } from 'lib/filter';

/** @returns {{ view: { lat: number, lng: number, zoom: number } | null, filter: import('lib/filter').Filter, report: string | null }} */
export function readPermalink(search = location.search) {
  const query = new URLSearchParams(search);
  const [lat, lng, zoom] = ['lat', 'lng', 'z'].map((key) => Number.parseFloat(query.get(key) ?? ''));
  const isView = [lat, lng, zoom].every(Number.isFinite);
  return { view: isView ? { lat, lng, zoom } : null, filter: parseFilter(query), report: query.get('report') };
}

/**
 * @param {import('leaflet').Map} map
 * @param {{ filter?: import('lib/filter').Filter, report?: string | null }} [state]
 */
export function bindPermalink(map, { filter = {}, report = null } = {}) {
  let [currentFilter, currentReport] = [filter, report];
  let moved = false;
  const write = () => {
    const { lat, lng } = map.getCenter();
    const parts = [filterToQuery(currentFilter)];
    if (moved) parts.push(`z=${map.getZoom()}&lat=${lat.toFixed(5)}&lng=${lng.toFixed(5)}`);
    if (currentReport) parts.push(`report=${encodeURIComponent(currentReport)}`);
    const query = parts.filter(Boolean).join('&');
    history.replaceState(history.state, '', query ? `?${query}` : location.pathname);
  };
  const onMove = () => {
    moved = true;
    write();
  };
  map.on('moveend', onMove);
  return {
    /** @param {import('lib/filter').Filter} next */
    setFilter(next) {
      currentFilter = next;
      write();
    },
    /** @param {string | null} code */
    setReport(code) {
      currentReport = code;
      write();
    },
    remove: () => map.off('moveend', onMove),
  };
}
