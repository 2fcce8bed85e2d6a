/**
 * The map itself, from the container's own configuration. Knows Leaflet, the ground and the controls; no features.
 *
 * @typedef {Object} MapConfig
 * @property {[number, number, number, number]} extent west, south, east, north of the city
 * @property {number} [minZoom]
 * @property {number} [maxZoom]
 * @property {{ url: string, attribution: string } | null} [basemap]
 * @property {string} [areasUrl]
 * @property {string} [areasAtUrl]
 * @property {string} [searchUrl]
 * @property {string} [reportUrl] with {code}
 * @property {Record<string, { name: string, icon: string }>} [categories]
 */
import * as L from 'leaflet';
import { pageData } from 'lib/config';
import { addBasemap } from 'map/basemap';
import { gettext } from 'ui/i18n';

/** @param {[number, number, number, number]} extent */
export function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/**
 * @param {HTMLElement} container its data-config names the json_script that holds the MapConfig
 * @param {{ view?: { lat: number, lng: number, zoom: number } | null, scrollWheelZoom?: boolean, covered_px?: number }} [options] view: where to begin, instead of the whole city; covered_px: how much a panel covers at the left
 * @returns {{ map: L.Map, config: MapConfig }}
 */
export function createMap(container, { view = null, scrollWheelZoom = true, covered_px = 0 } = {}) {
  /** @type {MapConfig} */
  const config = pageData(container.dataset.config ?? '');
  const bounds = boundsOf(config.extent);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const limit = bounds.pad(2);
  // A link may lead to a layer that lies elsewhere.
  const isAway = view !== null && !limit.contains([view.lat, view.lng]);
  const minZoom = config.minZoom ?? 10;
  const map = L.map(container, {
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom,
    minZoom: isAway ? Math.min(minZoom, view.zoom) : minZoom,
    maxZoom: config.maxZoom ?? 19,
    maxBounds: isAway ? undefined : limit,
    maxBoundsViscosity: 0.7,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
  });
  if (view) map.setView([view.lat, view.lng], view.zoom);
  else map.fitBounds(bounds, { paddingTopLeft: [8 + covered_px, 8], paddingBottomRight: [8, 8], animate: false });
  L.control.attribution({ position: 'bottomright', prefix: false }).addTo(map);
  const zoomTitles = { zoomInTitle: gettext('Zoom in'), zoomOutTitle: gettext('Zoom out') };
  map.zoomControl = L.control.zoom({ position: 'bottomright', ...zoomTitles }).addTo(map);
  if (config.basemap?.url) addBasemap(map, config.basemap, bounds);
  return { map, config };
}

/** Lead the map somewhere, out of the city, too: then it may stay there. @param {L.Map} map @param {L.LatLngBounds} bounds */
export function goTo(map, bounds) {
  const { maxBounds } = map.options;
  if (maxBounds && !L.latLngBounds(/** @type {any} */ (maxBounds)).contains(bounds)) {
    map.setMaxBounds(/** @type {any} */ (null));
    map.setMinZoom(Math.min(map.getMinZoom(), map.getBoundsZoom(bounds)));
  }
  map.fitBounds(bounds, { padding: [24, 24], maxZoom: 17 });
}

/**
 * Tell the rest of the page something about this map.
 * @param {L.Map} map
 * @param {string} name
 * @param {Record<string, unknown>} [detail]
 */
export function emit(map, name, detail = {}) {
  map.getContainer().dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}
