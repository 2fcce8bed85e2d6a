/**
 * The tile basemap under our own layers. When no tile comes it steps aside without a word: the map is still a map.
 * The container has the class `map--tiled` while tiles are seen.
 */
import * as L from 'leaflet';

const FAILURES_TO_GIVE_UP = 4;

/**
 * @param {L.Map} map
 * @param {{ url: string, attribution: string }} basemap
 * @param {L.LatLngBounds} bounds tiles far outside the city are not asked for
 * @returns {L.TileLayer}
 */
export function addBasemap(map, { url, attribution }, bounds) {
  const container = map.getContainer();
  const layer = L.tileLayer(url, {
    bounds: bounds.pad(2),
    className: 'basemap',
    maxNativeZoom: 19,
    maxZoom: 22,
    // OpenStreetMap's servers refuse requests that do not say where they come from.
    referrerPolicy: 'strict-origin-when-cross-origin',
  });
  let failures = 0;
  // The credit is for what is seen: it comes with the first tile and goes with the last.
  layer.on('tileload', () => {
    failures = 0;
    if (container.classList.contains('map--tiled')) return;
    container.classList.add('map--tiled');
    map.attributionControl?.addAttribution(attribution);
  });
  layer.on('tileerror', () => {
    failures += 1;
    if (failures >= FAILURES_TO_GIVE_UP && !container.classList.contains('map--tiled')) layer.remove();
  });
  const tryAgain = () => {
    failures = 0;
    if (!map.hasLayer(layer)) layer.addTo(map);
    else layer.redraw();
  };
  addEventListener('online', tryAgain);
  map.on('unload', () => removeEventListener('online', tryAgain));
  return layer.addTo(map);
}
