/**
 * The tiles of one layer: fetched as the map moves, decoded, kept while they are near. Draws nothing itself; a painter may put
 * a canvas into a tile's element.
 *
 * @typedef {import('map/tile-decode').TileData & { element: HTMLElement, size_px: number, zoom: number }} Tile size_px: on the screen; zoom: of the map,
 * one more than the tile's own where tiles are wide
 */
import * as L from 'leaflet';
import { RequestFailed, request } from 'lib/fetch';
import { inFrame } from 'map/frames';
import { decodeTile } from 'map/tile-decode';

/** How large a tile is on the screen; a wide one covers four. */
export const TILE_PX = 256;
const WIDE_PX = 512;
const FINEST_GRID = 64;
const RETRY_AFTER_MS = [1500, 5000, 15000];

/**
 * @param {L.Map} map
 * @param {{
 *   url: string, query?: string, isWide?: boolean, grid?: number, bounds?: L.LatLngBounds, pane?: string, minZoom?: number, maxZoom?: number,
 *   onTile?: (tile: Tile) => void, onChange: () => void, onLoading?: () => void, onError?: (error: any) => void,
 * }} options url with {z}/{x}/{y}; isWide: tiles of the zoom before, a quarter as many and fine enough for signs; grid: cells to a side of a tile, 64 unless said; bounds: where features can be at all; onTile: draw into a tile that came; onChange: what there is
 * in view is another now; a new view is told once, when it is whole
 */
export function layerTiles(map, options) {
  const { url, bounds, onTile, onChange, onLoading, onError } = options;
  /** @type {Map<string, Tile>} */
  const loaded = new Map();
  /** @type {WeakMap<HTMLElement, AbortController>} */
  const under = new WeakMap();
  const size_px = options.isWide ? WIDE_PX : TILE_PX;
  const own = (/** @type {L.Coords} */ { x, y, z }) => ({ x, y, z: options.isWide ? z - 1 : z });
  let query = options.query ?? '';
  let isComplete = false;
  let waiting = 0;

  // A view is shown when it is whole; after a pan what comes is added at once.
  const tell = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(onChange);
  };

  /** @param {L.Coords} coords @param {AbortSignal} signal */
  async function load(coords, signal) {
    const asked = [query, (options.grid ?? FINEST_GRID) === FINEST_GRID ? '' : `grid=${options.grid}`]
      .filter(Boolean)
      .join('&');
    const address = L.Util.template(url, own(coords)) + (asked ? `?${asked}` : '');
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await request(address, { signal });
        return await response.arrayBuffer();
      } catch (error) {
        const again = error instanceof RequestFailed && (error.status === 0 || error.status >= 500);
        if (!again || attempt >= RETRY_AFTER_MS.length) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS[attempt]));
        signal.throwIfAborted();
      }
    }
  }

  /** @param {L.Coords} coords @param {HTMLElement} element @param {AbortSignal} signal */
  async function bring(coords, element, signal) {
    const buffer = await load(coords, signal);
    const turn = (/** @type {() => any} */ job) => inFrame(() => (signal.aborted ? undefined : job()));
    const data = await decodeTile(buffer, own(coords), turn);
    if (signal.aborted) return;
    const tile = { ...data, element, size_px, zoom: coords.z };
    loaded.set(`${coords.z}/${coords.x}/${coords.y}`, tile);
    if (onTile) await inFrame(() => signal.aborted || onTile(tile));
  }

  const Grid = L.GridLayer.extend({
    /** @param {L.Coords} coords @param {L.DoneCallback} done */
    createTile(coords, done) {
      const element = document.createElement('div');
      const controller = new AbortController();
      under.set(element, controller);
      bring(coords, element, controller.signal).then(
        () => {
          if (controller.signal.aborted) return;
          done(undefined, element);
          if (isComplete) tell();
        },
        (error) => {
          if (controller.signal.aborted) return;
          onError?.(error);
          done(error, element);
        },
      );
      return element;
    },
  });
  const grid = /** @type {L.GridLayer} */ (
    new /** @type {any} */ (Grid)({
      keepBuffer: 1,
      tileSize: size_px,
      bounds,
      ...(options.pane ? { pane: options.pane } : {}),
      minZoom: options.minZoom ?? 0,
      maxZoom: options.maxZoom ?? 22,
      className: 'layer-tiles',
      updateWhenZooming: false,
    })
  );
  grid.on('tileunload', (/** @type {any} */ { tile, coords }) => {
    under.get(tile)?.abort();
    const key = `${coords.z}/${coords.x}/${coords.y}`;
    if (loaded.get(key)?.element === tile) loaded.delete(key);
  });
  grid.on('loading', () => onLoading?.());
  const complete = () => {
    isComplete = true;
    tell();
  };
  grid.on('load', complete);
  const onZoom = () => {
    isComplete = false;
  };
  // Where the new view has no tile to wait for, nothing else would say that it is whole.
  const onMoved = () => {
    if (!isComplete && !grid.isLoading()) complete();
  };
  map.on('zoomstart', onZoom);
  grid.addTo(map);
  map.on('moveend', onMoved); // after the grid's own, which asks for the tiles

  const refresh = () => {
    isComplete = false;
    grid.redraw();
  };
  return {
    grid,
    /** The tiles of this zoom. @returns {Tile[]} */
    tiles: () => [...loaded.values()].filter(({ zoom }) => zoom === map.getZoom()),
    isComplete: () => isComplete,
    refresh,
    /** @param {string} next a filter as an address has it */
    setQuery(next) {
      if (next === query) return;
      query = next;
      refresh();
    },
    remove() {
      cancelAnimationFrame(waiting);
      map.off('zoomstart', onZoom);
      map.off('moveend', onMoved);
      grid.remove();
    },
  };
}
