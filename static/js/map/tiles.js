/**
 * Our vector tiles: fetches and decodes; draws nothing. Events on the map element:
 * `tiles:loading`, `tiles:change {features, complete}`, `tiles:error {status, message}`.
 *
 * @typedef {Object} TileFeature
 * @property {number} lat
 * @property {number} lng
 * @property {string} key the same feature keeps its key while it stays the same
 * @property {number} n how many reports; 1 is a single pin
 * @property {Record<string, any>} properties
 * @property {[number, number, number, number]} cell west, south, east, north of the cell that it stands for
 */
import { VectorTile } from '@mapbox/vector-tile';
import * as L from 'leaflet';
import { RequestFailed, request } from 'lib/fetch';
import { filterToQuery } from 'lib/filter';
import { emit } from 'map/create';
import { PbfReader } from 'pbf';

const RETRY_AFTER_MS = [1500, 5000, 15000];
/** The server's grid: cells of 64 px while the city is seen from afar, 32 px in the street. */
const cellsPerTile = (/** @type {number} */ zoom) => (zoom >= 16 ? 8 : 4);

/**
 * @param {number} x tile column, may have a fraction
 * @param {number} y
 * @param {number} z
 * @returns {[number, number]} longitude, latitude
 */
function lngLat(x, y, z) {
  const size = 2 ** z;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI;
  return [(x / size) * 360 - 180, lat];
}

/**
 * @param {ArrayBuffer} buffer
 * @param {L.Coords} coords
 * @returns {TileFeature[]}
 */
export function decode(buffer, { x, y, z }) {
  if (buffer.byteLength === 0) return [];
  const [layer] = Object.values(new VectorTile(new PbfReader(buffer)).layers);
  if (!layer) return [];
  const cells = cellsPerTile(z);
  return Array.from({ length: layer.length }, (_, index) => {
    const feature = layer.feature(index);
    const point = feature.loadGeometry()[0][0];
    const [u, v] = [point.x / layer.extent, point.y / layer.extent];
    const [lng, lat] = lngLat(x + u, y + v, z);
    const [column, row] = [Math.min(cells - 1, Math.floor(u * cells)), Math.min(cells - 1, Math.floor(v * cells))];
    const [west, north] = lngLat(x + column / cells, y + row / cells, z);
    const [east, south] = lngLat(x + (column + 1) / cells, y + (row + 1) / cells, z);
    const properties = { ...feature.properties };
    const n = Number(properties.n ?? 1);
    const key =
      n === 1
        ? `${properties.code}:${properties.status}`
        : `${z}/${x}/${y}/${column}/${row}:${JSON.stringify(properties)}`;
    return { lat, lng, key, n, properties, cell: [west, south, east, north] };
  });
}

/**
 * @param {L.Map} map
 * @param {{ url: string, filter?: import('lib/filter').Filter, bounds?: L.LatLngBounds, name?: string }} options url with {z}/{x}/{y}; bounds: where features can be at all; name: what its events begin with
 */
export function reportTiles(map, { url, filter = {}, bounds, name = 'tiles' }) {
  /** @type {Map<string, TileFeature[]>} */
  const loaded = new Map();
  /** @type {WeakMap<HTMLElement, AbortController>} */
  const under = new WeakMap();
  let query = filterToQuery(filter);
  let isComplete = false;
  let waiting = 0;

  const features = () => {
    const zoom = `${map.getZoom()}/`;
    return [...loaded].filter(([key]) => key.startsWith(zoom)).flatMap(([, found]) => found);
  };
  // A view is shown when it is whole; after a pan what comes is added at once.
  const tell = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => emit(map, `${name}:change`, { features: features(), complete: isComplete }));
  };

  /** @param {L.Coords} coords @param {AbortSignal} signal */
  async function load(coords, signal) {
    const address = L.Util.template(url, coords) + (query ? `?${query}` : '');
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await request(address, { signal });
        return decode(await response.arrayBuffer(), coords);
      } catch (error) {
        const again = error instanceof RequestFailed && (error.status === 0 || error.status >= 500);
        if (!again || attempt >= RETRY_AFTER_MS.length) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS[attempt]));
        signal.throwIfAborted();
      }
    }
  }

  const Grid = L.GridLayer.extend({
    /** @param {L.Coords} coords @param {L.DoneCallback} done */
    createTile(coords, done) {
      const tile = document.createElement('div');
      const controller = new AbortController();
      const key = `${coords.z}/${coords.x}/${coords.y}`;
      under.set(tile, controller);
      load(coords, controller.signal).then(
        (found) => {
          if (controller.signal.aborted) return;
          loaded.set(key, found);
          done(undefined, tile);
          if (isComplete) tell();
        },
        (error) => {
          if (controller.signal.aborted) return;
          emit(map, `${name}:error`, { status: error.status ?? 0, message: error.message });
          done(error, tile);
        },
      );
      return tile;
    },
  });
  const grid = /** @type {L.GridLayer} */ (
    new /** @type {any} */ (Grid)({ keepBuffer: 1, bounds, className: 'report-tiles', updateWhenZooming: false })
  );
  grid.on('tileunload', (/** @type {any} */ event) => {
    under.get(event.tile)?.abort();
    loaded.delete(`${event.coords.z}/${event.coords.x}/${event.coords.y}`);
  });
  grid.on('loading', () => emit(map, `${name}:loading`));
  grid.on('load', () => {
    isComplete = true;
    tell();
  });
  const onZoom = () => {
    isComplete = false;
  };
  map.on('zoomstart', onZoom);
  grid.addTo(map);

  const refresh = () => {
    isComplete = false;
    grid.redraw();
  };
  return {
    features,
    refresh,
    /** @param {import('lib/filter').Filter} next */
    setFilter(next) {
      if (filterToQuery(next) === query) return;
      query = filterToQuery(next);
      refresh();
    },
    remove() {
      cancelAnimationFrame(waiting);
      map.off('zoomstart', onZoom);
      grid.remove();
    },
  };
}
