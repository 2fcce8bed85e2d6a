/**
 * What of a layer is drawn on the canvases of its tiles, by a painter that is fetched when it is first needed; and what the pointer
 * finds there.
 *
 * @typedef {import('map/tile-decode').TileItem} TileItem
 * @typedef {import('map/tiles').Tile} Tile
 * @typedef {'dots' | 'shapes' | 'heat'} Kind
 */
import { dropCanvas } from 'map/canvas';
import { summaryOf } from 'map/drawn';
import { inFrame } from 'map/frames';
import { addTarget } from 'map/hits';
import { EXTENT } from 'map/tile-decode';

/** @typedef {ReturnType<typeof import('map/dots').dotPainter> | ReturnType<typeof import('map/shapes').shapePainter>} Painter */

/**
 * @param {import('leaflet').Map} map
 * @param {{
 *   style: import('map/layer-style').LayerStyle, pane: string, rank: () => number, tiles: () => Tile[],
 *   onSelect: (tile: Tile, item: TileItem) => void, onHover: (tile: Tile | null, item: TileItem | null) => void, onPainted: () => void,
 * }} options
 */
export function layerCanvases(map, { style, pane, rank, tiles, onSelect, onHover, onPainted }) {
  /** What each tile's canvas shows. @type {WeakMap<Tile, TileItem[]>} */
  let painted = new WeakMap();
  /** @type {WeakMap<TileItem[], import('map/drawn').Summary>} */
  let summaries = new WeakMap();
  /** @type {Painter | null} */
  let painter = null;
  /** @type {ReturnType<typeof import('map/heat').drawHeat> | null} */
  let heat = null;
  /** @type {Kind} */
  let kind = 'dots';
  /** @type {import('map/dots').Marked} */
  let marked = { hover: null, selected: null };
  /** The newest wish counts, when a module comes late. */
  let wish = 0;
  /** @type {{ remove: () => void } | null} */
  let target = null;

  /** @param {Kind} wanted @returns {Promise<Painter>} */
  const bring = async (wanted) =>
    wanted === 'shapes'
      ? (await import('map/shapes')).shapePainter(style)
      : (await import('map/dots')).dotPainter(style);

  /** @param {Tile} tile @param {TileItem[]} items */
  function paint(tile, items) {
    const before = painted.get(tile);
    if (items.length === 0) {
      if (before?.length) dropCanvas(tile.element);
    } else painter?.paint(tile, items, marked);
    painted.set(tile, items);
  }

  /** @param {TileItem[] | undefined} one @param {TileItem[]} other */
  const isSame = (one, other) =>
    one === other || (one?.length === other.length && (other.length === 0 || one[0] === other[0]));

  function listen() {
    target ??= addTarget(map, {
      rank: () => rank() + (kind === 'shapes' ? 0 : 100),
      find,
      onSelect: ({ tile, item }) => onSelect(tile, item),
      onHover(hit) {
        mark({ ...marked, hover: hit?.item.properties.code ?? null });
        onHover(hit?.tile ?? null, hit?.item ?? null);
      },
    });
  }

  /** @param {import('leaflet').Point} point @param {number} reach_px */
  function find(point, reach_px) {
    if (!painter) return null;
    const zoom = map.getZoom();
    const { x, y } = map.project(map.containerPointToLatLng(point), zoom);
    for (const tile of tiles()) {
      const [u, v] = [(x / tile.size_px - tile.x) * EXTENT, (y / tile.size_px - tile.y) * EXTENT];
      const over = painter.overhang;
      if (u < -over || v < -over || u > EXTENT + over || v > EXTENT + over) continue;
      const item = painter.find(painted.get(tile) ?? [], u, v, reach_px, tile.size_px);
      if (item) return { tile, item };
    }
    return null;
  }

  /** Paint anew only where what is marked is seen. @param {import('map/dots').Marked} next */
  function mark(next) {
    const codes = new Set([marked.hover, marked.selected, next.hover, next.selected].filter(Boolean));
    const isOther = next.hover !== marked.hover || next.selected !== marked.selected;
    marked = next;
    if (!isOther || !painter) return;
    for (const tile of tiles()) {
      const items = painted.get(tile) ?? [];
      if (items.some(({ properties }) => codes.has(properties.code))) painter.paint(tile, items, marked);
    }
  }

  /** The part of a tile's items that is in view. @param {Tile} tile @param {TileItem[]} items */
  function inView(tile, items) {
    const { min, max } = map.getPixelBounds();
    if (!min || !max) return [];
    const [west, east] = [(min.x / tile.size_px - tile.x) * EXTENT, (max.x / tile.size_px - tile.x) * EXTENT];
    const [north, south] = [(min.y / tile.size_px - tile.y) * EXTENT, (max.y / tile.size_px - tile.y) * EXTENT];
    return items.filter(({ x, y }) => x >= west && x <= east && y >= north && y <= south);
  }

  /** Of a tile that is wholly in view it is known from before. @param {Tile} tile @param {TileItem[]} items */
  function summary(tile, items) {
    const seen = inView(tile, items);
    if (seen.length < items.length) return summaryOf(seen, style);
    const known = summaries.get(items) ?? summaryOf(items, style);
    summaries.set(items, known);
    return known;
  }

  function clear() {
    wish += 1;
    heat?.remove();
    for (const tile of tiles()) dropCanvas(tile.element);
    painted = new WeakMap();
    target?.remove();
    target = null;
  }

  return {
    inView,
    clear,
    /** A tile that came: drawn before it is shown, when its painter is here. @param {Tile} tile @param {TileItem[]} items */
    prepare(tile, items) {
      if (items.length === 0) return;
      summaries.set(items, summaryOf(items, style));
      if (painter) paint(tile, items);
    },
    /** @param {Kind} wanted @param {{ tile: Tile, items: TileItem[] }[]} parts */
    async show(wanted, parts) {
      wish += 1;
      const mine = wish;
      if (wanted !== kind) {
        clear();
        wish = mine;
        painter = null;
      }
      kind = wanted;
      if (wanted === 'heat') {
        heat ??= (await import('map/heat')).drawHeat(map, { pane });
        if (mine === wish) heat.show(tiles());
        return;
      }
      if (parts.some(({ items }) => items.length > 0)) {
        painter ??= await bring(wanted);
        if (mine !== wish) return;
        listen();
      }
      const others = parts.filter(({ tile, items }) => !isSame(painted.get(tile), items));
      await Promise.all(others.map(({ tile, items }) => inFrame(() => mine === wish && paint(tile, items))));
      if (mine === wish && others.length > 0) onPainted();
    },
    /** The style is another now. */
    restyle() {
      painter = null;
      painted = new WeakMap();
      summaries = new WeakMap();
    },
    /** Colours are others now. */
    forget() {
      painter?.forget();
      painted = new WeakMap();
    },
    /** What is on the canvases, in view; a polygon that lies in several tiles once. @returns {import('map/drawn').Summary[]} */
    seen() {
      const items = (/** @type {Tile} */ tile) => (kind === 'heat' ? tile.items : (painted.get(tile) ?? []));
      if (kind !== 'shapes') return tiles().map((tile) => summary(tile, items(tile)));
      const all = tiles().flatMap((tile) => inView(tile, items(tile)));
      return [summaryOf([...new Map(all.map((item) => [item.properties.code, item])).values()], style)];
    },
    /** @param {string | null} code */
    select: (code) => mark({ ...marked, selected: code }),
    remove() {
      clear();
      heat = null;
    },
  };
}
