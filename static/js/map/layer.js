/**
 * One layer on the map, from its entry in the catalogue: signs, dots, shapes or heat, by what is in view. Events on the map element:
 * `feature:select {layer, code, category, title, lat, lng, cardUrl}`, `cluster:open {layer, cell, n}`, `layer:drawn {layer, drawn}`,
 * `layer:loading {layer}`, `layer:error {layer, status, message}`.
 *
 * @typedef {'auto' | 'dots' | 'heat'} Mode
 * @typedef {import('map/layer-style').LayerEntry} LayerEntry
 * @typedef {import('map/tile-decode').TileItem} TileItem
 * @typedef {import('map/tiles').Tile} Tile
 */
import { filterToQuery } from 'lib/filter';
import { cellsAcross, signsOf, WIDE } from 'map/cells';
import { emit } from 'map/create';
import { tellDrawn } from 'map/drawn';
import { addHoverLabel } from 'map/hover-label';
import { layerCanvases } from 'map/layer-canvases';
import { layerPanes } from 'map/layer-panes';
import { readStyle } from 'map/layer-style';
import { drawSigns } from 'map/signs';
import { placeOf } from 'map/tile-decode';
import { layerTiles, TILE_PX } from 'map/tiles';
import { sizeOf } from 'map/vector-look';

/** So many single features in view are still pins; more are dots. Back again only when it is clearly fewer. */
/** Cells to a side of a tile. */
const [SIGN_GRID, HEAT_GRID] = [16, 64];
const PINS_AT_MOST = 150;
const PINS_AGAIN = 120;
/** More signs than these are no help to the eye. */
const SIGNS_AT_MOST = 300;
/** A label on a line or in a polygon stands over the middle of it. */
const LABEL_HALF = 7;

/**
 * The part of a filter that a layer understands.
 * @param {LayerEntry} entry
 * @param {import('lib/filter').Filter} filter
 */
export function filterFor(entry, filter) {
  if (!entry.filters) return filter;
  return Object.fromEntries(Object.entries(filter).filter(([key]) => entry.filters?.includes(key)));
}

/**
 * @param {import('leaflet').Map} map
 * @param {LayerEntry} entry
 * @param {{
 *   filter?: import('lib/filter').Filter, opacity?: number, mode?: Mode, rank?: number, bounds?: import('leaflet').LatLngBounds,
 *   names?: Record<string, { name: string, icon?: string }>, pinsAtMost?: number,
 * }} [options] rank: the higher the nearer to the reader; bounds: where features can be at all; names: what a value of `category` is called
 */
export function addLayer(map, entry, options = {}) {
  const { bounds, names, pinsAtMost = PINS_AT_MOST } = options;
  const container = map.getContainer();
  const style = readStyle(entry, { names });
  let { minZoom, maxZoom } = entry;
  const panes = layerPanes(map, options);
  const label = addHoverLabel(map);
  let mode = options.mode ?? 'auto';
  let query = filterToQuery(filterFor(entry, options.filter ?? {}));
  let areDots = false;
  let across = WIDE;
  /** @type {ReturnType<typeof layerTiles> | null} */
  let source = null;

  const signs = drawSigns(map, {
    style,
    pane: panes.signs,
    onSelect: ({ properties, lat, lng }) => tellSelected(properties, { lat, lng }),
    onCluster: ({ cell, n }) => emit(map, 'cluster:open', { layer: entry.name, cell, n }),
    onHover: (sign) => {
      if (sign) label.show(sign, ...wordsOf(sign.isFeature, sign.n, sign.properties));
      else label.hide();
    },
  });
  const canvases = layerCanvases(map, {
    style,
    pane: panes.ground,
    rank: () => panes.rank(),
    tiles: () => source?.tiles() ?? [],
    onPainted: tell,
    onSelect(tile, item) {
      const [lng, lat] = placeOf(tile, item);
      if (item.properties.code) {
        select(item.properties.code);
        tellSelected(item.properties, { lat, lng });
      } else map.setView([lat, lng], Math.min(map.getZoom() + 2, map.getMaxZoom()));
    },
    onHover(tile, item) {
      if (!tile || !item) return label.hide();
      const [lng, lat] = placeOf(tile, item);
      label.show({ lat, lng }, ...wordsOf(item.properties.n === undefined, item.n, item.properties));
    },
  });

  /** @param {boolean} isFeature @param {number} n @param {Record<string, any>} properties @returns {[string, string]} */
  function wordsOf(isFeature, n, properties) {
    return isFeature ? [style.title(properties), style.word(properties)] : [style.countWords(n), ''];
  }

  /** @param {Record<string, any>} properties @param {{ lat: number, lng: number }} place */
  function tellSelected(properties, place) {
    const { code, category } = properties;
    const cardUrl = entry.cardUrl?.replace('{code}', encodeURIComponent(code)) ?? null;
    emit(map, 'feature:select', {
      layer: entry.name,
      code,
      category,
      title: style.title(properties),
      ...place,
      cardUrl,
    });
  }

  /** @type {WeakMap<Tile, { across: number, signs: import('map/cells').Sign[] }>} */
  const known = new WeakMap();

  /** @param {Tile} tile @param {number} across */
  function signsIn(tile, across) {
    const before = known.get(tile);
    if (before?.across === across) return before.signs;
    const made = signsOf(tile, style.by, (across * tile.size_px) / TILE_PX);
    known.set(tile, { across, signs: made });
    return made;
  }

  const hasSigns = (/** @type {Tile} */ tile) => tile.isCells || (mode === 'auto' && !style.isPlain);

  /** What of a tile is a sign, what is on its canvas. @param {Tile} tile @returns {{ signs: import('map/cells').Sign[], items: TileItem[] }} */
  function parts(tile) {
    if (mode === 'heat') return { signs: [], items: [] };
    if (mode === 'dots' || !hasSigns(tile)) return { signs: [], items: tile.items };
    const all = signsIn(tile, across);
    if (!areDots) return { signs: all, items: [] };
    const items = all.flatMap(({ item }) => item ?? []);
    return { signs: all.filter(({ isFeature }) => !isFeature), items };
  }

  /** Small cells in the street, and pins, while there are few; wide cells, and dots, above. @param {Tile[]} tiles */
  function decide(tiles) {
    if (mode !== 'auto') return;
    const view = map.getBounds();
    const seen = (/** @type {number} */ width) =>
      tiles
        .filter(hasSigns)
        .flatMap((tile) => signsIn(tile, width))
        .filter(({ lat, lng }) => view.contains([lat, lng]));
    across = cellsAcross(map.getZoom());
    let signs = seen(across);
    if (across !== WIDE && signs.length > SIGNS_AT_MOST) {
      across = WIDE;
      signs = seen(across);
    }
    const singles = signs.filter(({ isFeature }) => isFeature).length;
    areDots = singles > (areDots ? (pinsAtMost * PINS_AGAIN) / PINS_AT_MOST : pinsAtMost);
  }

  const canvasKind = () => (style.isShapes || (style.look && mode === 'auto') ? 'shapes' : 'dots');

  function redraw() {
    const tiles = source?.tiles() ?? [];
    decide(tiles);
    const drawn = tiles.map((tile) => ({ tile, ...parts(tile) }));
    canvases.show(
      mode === 'heat' ? 'heat' : canvasKind(),
      drawn.map(({ tile, items }) => ({ tile, items })),
    );
    signs.show(drawn.flatMap((one) => one.signs));
    showLabels(drawn);
    tell();
  }

  /** @type {ReturnType<typeof import('map/feature-labels').drawFeatureLabels> | null} */
  let labels = null;

  /** @param {{ tile: Tile, items: TileItem[] }[]} drawn */
  async function showLabels(drawn) {
    if (!style.look?.label || mode !== 'auto' || !source?.isComplete()) return labels?.clear();
    /** @param {TileItem} item */
    const belowOf = ({ rings, properties }) =>
      rings || !style.look ? -LABEL_HALF : sizeOf(style.look, properties, style.look.size) + 2;
    const { drawFeatureLabels } = await import('map/feature-labels');
    labels ??= drawFeatureLabels(map, { pane: panes.ground, rank: panes.rank, belowOf, onPlaced: tell });
    if (source?.isComplete() && style.look?.label) labels.show(drawn, style.look.label, style.look.hasYearLabels);
  }

  function tell() {
    if (!source?.isComplete()) return; // what is seen while the map zooms is of no zoom
    const as = mode === 'heat' ? 'heat' : canvasKind();
    const { signs: seen, boxes } = signs.seen();
    const covered = [...boxes, ...(labels?.boxes() ?? [])];
    tellDrawn(map, { entry, style, rank: panes.rank(), signs: seen, boxes: covered, summaries: canvases.seen(), as });
  }

  /** @param {string | null} code */
  function select(code) {
    signs.select(code);
    canvases.select(code);
  }

  /** Signs and heat need no finer cells than wide tiles have; dots and shapes want each feature. */
  const isWide = () => mode !== 'dots' && !style.isPlain && !minZoom;
  /** A sign stands for 64 or 32 pixels: cells as coarse as that weigh a sixteenth. Heat wants them fine. */
  const grid = () => (isWide() && mode !== 'heat' ? SIGN_GRID : HEAT_GRID);

  const start = () => {
    source ??= layerTiles(map, {
      url: entry.tilesUrl,
      query,
      isWide: isWide(),
      grid: grid(),
      bounds,
      pane: panes.ground,
      minZoom,
      maxZoom,
      onTile: (tile) => canvases.prepare(tile, parts(tile).items),
      onChange: redraw,
      onLoading: () => emit(map, 'layer:loading', { layer: entry.name }),
      onError: ({ status = 0, message }) => emit(map, 'layer:error', { layer: entry.name, status, message }),
    });
  };
  const stop = () => {
    source?.remove();
    source = null;
    canvases.clear();
    signs.show([]);
    labels?.clear();
    label.hide();
    emit(map, 'layer:drawn', { layer: entry.name, drawn: null });
  };
  /** What tiles there are hangs on what is drawn: other ones are fetched where they differ. @param {() => void} apply */
  const change = (apply) => {
    const before = tilesWanted();
    const isVisible = source !== null;
    apply();
    if (tilesWanted() === before) redraw();
    else if (isVisible) {
      stop();
      start();
    }
  };
  const tilesWanted = () => [isWide(), grid(), minZoom, maxZoom].join();
  const onTheme = () => {
    canvases.forget();
    redraw();
  };
  container.addEventListener('labels:ready', tell);
  document.addEventListener('theme:change', onTheme);
  map.on('moveend', tell);
  start();

  return {
    entry,
    style,
    /** @param {import('lib/filter').Filter} next keys that the layer does not know are left out */
    setFilter(next) {
      label.hide();
      query = filterToQuery(filterFor(entry, next));
      source?.setQuery(query);
    },
    setOpacity: panes.setOpacity,
    /** @param {number} next */
    setRank(next) {
      panes.setRank(next);
      labels?.place();
      tell();
    },
    /** @param {Mode} next */
    setMode(next) {
      if (next === mode) return;
      change(() => {
        mode = next;
        areDots = false;
      });
    },
    /** @param {boolean} isVisible */
    setVisible(isVisible) {
      if (isVisible) start();
      else if (source) stop();
    },
    /** Draw it by another look. @param {Pick<LayerEntry, 'look' | 'minZoom' | 'maxZoom'>} next */
    setLook(next) {
      change(() => {
        Object.assign(style, readStyle({ ...entry, ...next }, { names }));
        ({ minZoom, maxZoom } = next);
        canvases.restyle();
      });
    },
    select,
    /** What is stored may have changed. */
    refresh: () => source?.refresh(),
    /** What is loaded of this view, one by one or as cells. */
    features: () =>
      (source?.tiles() ?? []).flatMap((tile) =>
        canvases.inView(tile, tile.items).map((item) => {
          const [lng, lat] = placeOf(tile, item);
          return { code: item.properties.code ?? null, lat, lng, n: item.n, properties: item.properties };
        }),
      ),
    remove() {
      stop();
      container.removeEventListener('labels:ready', tell);
      document.removeEventListener('theme:change', onTheme);
      map.off('moveend', tell);
      canvases.remove();
      signs.remove();
      labels?.remove();
      label.remove();
      panes.remove();
    },
  };
}
