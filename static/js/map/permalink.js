/**
 * A map view is a link: place, zoom, filter, layers and what is open live in the address.
 *
 * Layers are written in drawing order, the topmost first, with their opacity in percent where they are not fully drawn:
 * `layers=reports,facilities~60`, and with the look where it is not the usual one: `reports~100~heat`. Without the key the layers are those that the map opens with; `layers=-` is none.
 */
import { filterToQuery, parseFilter } from 'lib/filter';

const NAME = /^[a-z0-9-]+$/;
const NONE = '-';
const MODES = /** @type {const} */ (['dots', 'heat']);

/**
 * @typedef {{ name: string, opacity: number, mode?: import('map/layer').Mode }} ShownLayer opacity: 0 to 1; mode: auto where it is not said
 */

/**
 * @param {string | null} text
 * @returns {ShownLayer[] | null} null: the address says nothing of layers
 */
export function readLayers(text) {
  if (!text) return null;
  return text.split(',').flatMap((part) => {
    const [name, percent = '100', look] = part.split('~');
    const opacity = Number(percent) / 100;
    const mode = MODES.find((known) => known === look);
    const isGood = NAME.test(name) && name !== NONE && opacity >= 0 && opacity <= 1;
    return isGood ? [{ name, opacity, ...(mode && { mode }) }] : [];
  });
}

/** @param {ShownLayer[]} layers */
export function writeLayers(layers) {
  const parts = layers.map(({ name, opacity, mode = 'auto' }) => {
    const percent = Math.round(opacity * 100);
    if (mode !== 'auto') return `${name}~${percent}~${mode}`;
    return percent < 100 ? `${name}~${percent}` : name;
  });
  return parts.join(',') || NONE;
}

/**
 * @returns {{ view: { lat: number, lng: number, zoom: number } | null, filter: import('lib/filter').Filter,
 *   report: string | null, layers: ShownLayer[] | null }}
 */
export function readPermalink(search = location.search) {
  const query = new URLSearchParams(search);
  const [lat, lng, zoom] = ['lat', 'lng', 'z'].map((key) => Number.parseFloat(query.get(key) ?? ''));
  const isView = [lat, lng, zoom].every(Number.isFinite);
  return {
    view: isView ? { lat, lng, zoom } : null,
    filter: parseFilter(query),
    report: query.get('report'),
    layers: readLayers(query.get('layers')),
  };
}

/**
 * @param {import('leaflet').Map} map
 * @param {{ filter?: import('lib/filter').Filter, report?: string | null, layers?: ShownLayer[] | null, bare?: string, more?: () => string }} [state]
 * bare: what the address is where there is nothing to say; more: what the page says beside the map
 */
export function bindPermalink(
  map,
  { filter = {}, report = null, layers = null, bare = location.pathname, more = () => '' } = {},
) {
  const now = { filter, report, layers };
  let moved = readPermalink().view !== null;
  const query = () => {
    const { lat, lng } = map.getCenter();
    const parts = [filterToQuery(now.filter)];
    if (moved) parts.push(`z=${map.getZoom()}&lat=${lat.toFixed(5)}&lng=${lng.toFixed(5)}`);
    if (now.layers) parts.push(`layers=${writeLayers(now.layers)}`);
    if (now.report) parts.push(`report=${encodeURIComponent(now.report)}`);
    return parts.filter(Boolean).join('&');
  };
  const write = () => {
    const all = [query(), more()].filter(Boolean).join('&');
    history.replaceState(history.state, '', all ? `?${all}` : bare);
  };
  const onMove = () => {
    moved = true;
    write();
  };
  map.on('moveend', onMove);
  return {
    /** @param {import('lib/filter').Filter} next */
    setFilter(next) {
      now.filter = next;
      write();
    },
    /** @param {string | null} code */
    setReport(code) {
      now.report = code;
      write();
    },
    /** @param {ShownLayer[] | null} next null: those that the map opens with */
    setLayers(next) {
      now.layers = next;
      write();
    },
    /** What the address would say; for saving a view. */
    query,
    remove: () => map.off('moveend', onMove),
  };
}
