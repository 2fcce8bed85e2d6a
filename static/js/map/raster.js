/**
 * A raster on the map: tiles that the server draws, above the ground and below all lines and signs. It has the face of a layer
 * (`map/layer`), for whoever keeps layers in order. Events on the map element: as there, but nothing of it can be selected.
 *
 * @typedef {import('map/layer-style').LayerEntry} LayerEntry
 */
import * as L from 'leaflet';
import { boundsOf, emit } from 'map/create';
import { readStyle } from 'map/layer-style';
import { element } from 'ui/element';
import { gettext } from 'ui/i18n';

/** Above the ground of the areas, below their lines. */
const GROUND = 260;
const TILE_PX = 256;
/** A tile that did not come is asked for again: without it there is a hole until the map is moved. */
const [TRIES, PAUSE_MS] = [3, 1500];
let made = 0;

/**
 * @param {L.Map} map
 * @param {LayerEntry} entry
 * @param {{ opacity?: number, rank?: number }} [options] rank: 0 to 30, the higher the nearer to the reader
 */
export function addRaster(map, entry, { opacity = 1, rank = 0 } = {}) {
  made += 1;
  const paneName = `raster-${made}`;
  const pane = map.createPane(paneName);
  const bounds = boundsOf(entry.extent ?? [-180, -85, 180, 85]);
  const style = { ...readStyle(entry), countWords: () => entry.label, viewWords: () => entry.label };
  let now = rank;
  let shown = { ...entry };
  let readers = opacity;

  /** What its style says and what the reader says come together. */
  const writeOpacity = () => {
    const both = (shown.opacity ?? 1) * readers;
    pane.style.opacity = both < 1 ? String(both) : '';
  };
  const setOpacity = (/** @type {number} */ next) => {
    readers = next;
    writeOpacity();
  };
  const place = (/** @type {number} */ next) => {
    now = next;
    pane.style.zIndex = String(GROUND + next);
  };
  setOpacity(opacity);
  place(rank);

  const tiles = L.tileLayer(entry.tilesUrl, {
    pane: paneName,
    className: 'raster-tiles',
    tileSize: TILE_PX,
    bounds,
    minZoom: entry.minZoom,
    maxNativeZoom: entry.tileZoom,
    maxZoom: entry.maxZoom ?? map.getMaxZoom(),
  });
  const wait = element(
    'p',
    { class: 'raster-wait small', role: 'status', hidden: true },
    gettext('Drawing the picture…'),
  );
  map.getContainer().append(wait);
  tiles.on('loading', () => {
    wait.hidden = false;
    emit(map, 'layer:loading', { layer: entry.name });
  });
  tiles.on('load remove', () => {
    wait.hidden = true;
  });
  /** @type {WeakMap<HTMLImageElement, number>} */
  const tries = new WeakMap();
  tiles.on('tileerror', ({ tile }) => {
    const tried = (tries.get(tile) ?? 0) + 1;
    tries.set(tile, tried);
    if (tried >= TRIES) return emit(map, 'layer:error', { layer: entry.name, status: 0, message: '' });
    const { src } = tile;
    setTimeout(() => {
      if (tile.parentNode && tile.src === src) tile.src = src;
    }, PAUSE_MS * tried);
  });
  const values = import('map/raster-values').then(({ addRasterValues }) =>
    addRasterValues(map, { entry: () => shown, rank: () => now }),
  );

  const isSeen = () => {
    const zoom = map.getZoom();
    const isNear = zoom >= (shown.minZoom ?? 0) && zoom <= (shown.maxZoom ?? zoom);
    return isNear && map.getBounds().intersects(bounds);
  };

  function tell() {
    if (!isSeen()) wait.hidden = true;
    /** @type {import('map/drawn').Drawn} */
    const drawn = {
      entry,
      style,
      rank: now,
      boxes: [],
      values: [],
      total: isSeen() ? 1 : 0,
      late: false,
      singles: false,
      clusters: false,
      dots: false,
      shapes: false,
      heat: false,
      raster: shown.legend,
    };
    emit(map, 'layer:drawn', { layer: entry.name, drawn });
  }

  const nothing = () => {};
  tiles.addTo(map);
  map.on('moveend', tell);
  tell();
  return {
    entry,
    style,
    setOpacity,
    /** @param {number} next */
    setRank(next) {
      place(next);
      tell();
    },
    /** Draw it by another look. @param {{ look: Partial<LayerEntry>, minZoom: number, maxZoom: number }} next */
    setLook({ look, minZoom, maxZoom }) {
      const isOther = look.tilesUrl !== shown.tilesUrl || minZoom !== shown.minZoom || maxZoom !== shown.maxZoom;
      shown = { ...shown, ...look, minZoom, maxZoom };
      writeOpacity();
      if (isOther) {
        Object.assign(tiles.options, { minZoom, maxZoom });
        tiles.setUrl(shown.tilesUrl, true);
        // Taken off and put on: a layer of tiles asks only then which zooms it has.
        tiles.remove();
        tiles.addTo(map);
      }
      tell();
    },
    /** There is one way to draw it. @type {(mode: import('map/layer').Mode) => void} */
    setMode: nothing,
    /** A cell has no properties to be filtered by. @type {(filter: import('lib/filter').Filter) => void} */
    setFilter: nothing,
    /** @type {(code: string | null) => void} */
    select: nothing,
    /** What is stored may have changed. */
    refresh: () => {
      tiles.redraw();
    },
    /** @returns {{ code: string | null, lat: number, lng: number, n: number, properties: Record<string, any> }[]} */
    features: () => [],
    remove() {
      map.off('moveend', tell);
      values.then(({ remove }) => remove());
      tiles.remove();
      wait.remove();
      pane.remove();
      delete map.getPanes()[paneName];
      emit(map, 'layer:drawn', { layer: entry.name, drawn: null });
    },
  };
}
