/**
 * Lines, polygons and styled points on a canvas a tile. What is smaller than a few pixels is a dot, so that it is seen at all.
 */
import { canvasIn, scaleOf } from 'map/canvas';
import { distanceToLine } from 'map/line-geometry';
import { isLate } from 'map/pin-shape';
import { EXTENT } from 'map/tile-decode';
import { TILE_PX } from 'map/tiles';
import { paintOf, widestOf } from 'map/vector-look';
import { ink, token } from 'ui/theme';

/** @typedef {import('map/tile-decode').TileItem} TileItem */
/** @typedef {import('map/tiles').Tile} Tile */
/** @typedef {import('map/vector-look').Paint} Paint */

const MARGIN = 4;
const LEAST_PX = 6;
const [FILL_OPACITY, LINE_WIDTH, OUTLINE_WIDTH] = [0.28, 2.5, 1.5];
const TURN = 2 * Math.PI;
/** Shapes are drawn on tiles of one size only. */
const SCALE = scaleOf(TILE_PX);

/** @param {import('map/layer-style').LayerStyle} style */
export function shapePainter(style) {
  const { look } = style;
  const margin = look ? Math.max(MARGIN, widestOf(look) + 2) : MARGIN;

  /** The theme's colours, asked for once. @type {Map<string, string>} */
  let inks = new Map();
  function inkOf(/** @type {string} */ colour) {
    const known = inks.get(colour) ?? ink(colour);
    inks.set(colour, known);
    return known;
  }

  /** @param {TileItem} item @returns {Paint} */
  function paintFor({ properties, isLine = false }) {
    if (look) return paintOf(look, properties, isLine);
    const colour = inkOf(style.colour(properties));
    const stroke = isLate(properties) ? inkOf('overdue') : colour;
    const opacity = isLine ? 1 : FILL_OPACITY;
    const width = isLine ? LINE_WIDTH : OUTLINE_WIDTH;
    return { fill: colour, stroke, opacity, width, radius: LEAST_PX / 2, dash: [] };
  }

  /** A point of the layer has the size that its style says, what is only far away that of a dot. @param {TileItem} item @param {Paint} paint */
  const radiusOf = (item, paint) => (item.rings || style.isShapes ? LEAST_PX / 2 : paint.radius);

  return {
    as: /** @type {const} */ ('shapes'),
    /** @param {Tile} tile @param {TileItem[]} items @param {import('map/dots').Marked} marked */
    paint(tile, items, { hover, selected }) {
      const context = canvasIn(tile, margin);
      context.lineJoin = 'round';
      context.lineCap = 'round';
      const rank = (/** @type {TileItem} */ { properties: { code } }) =>
        Number(code === hover) + 2 * Number(code === selected);
      const ordered = [...items].sort((one, other) => rank(one) - rank(other));
      context.save();
      within(context); // a cut edge lies in the margin, and the next tile draws on from there
      for (const item of ordered) if (!isSpot(item)) drawShape(context, item, paintFor(item), rank(item));
      context.restore();
      const spots = ordered.filter(isSpot).map((item) => {
        const paint = paintFor(item);
        return { item, paint, radius: radiusOf(item, paint) };
      });
      // A small one would lie hidden below a large one.
      if (look?.sized) spots.sort((one, other) => rank(one.item) - rank(other.item) || other.radius - one.radius);
      const isStyled = look !== null && !style.isShapes;
      for (const { item, paint, radius } of spots) drawSpot(context, item, paint, radius, rank(item), isStyled);
    },
    /**
     * @param {TileItem[]} items
     * @param {number} x in the tile, 0 to 4096; may lie a little outside
     * @param {number} y
     * @param {number} reach_px
     * @returns {TileItem | null} the nearest point or line in reach, else the smallest polygon that holds the place
     */
    find(items, x, y, reach_px) {
      let [best, least] = [/** @type {TileItem | null} */ (null), reach_px];
      for (const item of items) {
        if (!item.isLine && !isSpot(item)) continue;
        const paint = paintFor(item);
        const far_px =
          item.isLine && !isSpot(item)
            ? distanceToLine(item.rings ?? [], x, y) * SCALE - paint.width / 2
            : Math.hypot(item.x - x, item.y - y) * SCALE - radiusOf(item, paint);
        if (far_px <= least) [best, least] = [item, far_px];
      }
      if (best) return best;
      const found = items.filter((item) => !item.isLine && !isSpot(item) && holds(item, x, y));
      return found.length > 0 ? found.reduce((one, other) => (sizeOf(other) < sizeOf(one) ? other : one)) : null;
    },
    forget() {
      inks = new Map();
    },
    overhang: margin / SCALE,
  };
}

/** Draw in the tile only. @param {CanvasRenderingContext2D} context */
function within(context) {
  context.beginPath();
  context.rect(0, 0, TILE_PX, TILE_PX);
  context.clip();
}

/** @param {CanvasRenderingContext2D} context @param {TileItem} item @param {Paint} paint @param {number} rank 1: pointed at; 2: chosen */
function drawShape(context, item, paint, rank) {
  const path = pathOf(item);
  if (item.isLine) {
    if (rank > 0) strokeWith(context, path, token(rank > 1 ? '--ink' : '--map-mark'), paint.width + 4, [], 1);
    strokeWith(context, path, paint.stroke, paint.width, paint.dash, paint.opacity);
    return;
  }
  context.fillStyle = paint.fill;
  context.globalAlpha = Math.min(1, paint.opacity + (rank > 0 ? 0.25 : 0));
  context.fill(path, 'evenodd');
  const width = rank > 1 ? 3 : rank > 0 ? paint.width + 1 : paint.width;
  if (width > 0) strokeWith(context, path, rank > 1 ? token('--ink') : paint.stroke, width, paint.dash, 1);
}

/**
 * @param {CanvasRenderingContext2D} context @param {Path2D} path @param {string} colour @param {number} width @param {number[]} dash
 * @param {number} opacity
 */
function strokeWith(context, path, colour, width, dash, opacity) {
  context.globalAlpha = opacity;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke(path);
  context.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} context @param {TileItem} item @param {Paint} paint @param {number} radius @param {number} rank
 * @param {boolean} isStyled a point as its style says, not what stands for a shape
 */
function drawSpot(context, { x, y }, paint, radius, rank, isStyled) {
  context.beginPath();
  context.arc(x * SCALE, y * SCALE, radius, 0, TURN);
  context.globalAlpha = isStyled ? paint.opacity : 1;
  context.fillStyle = paint.fill;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = rank > 1 ? 3 : rank > 0 ? 2.5 : isStyled ? paint.width : 1;
  context.strokeStyle = rank > 1 ? token('--ink') : isStyled ? paint.stroke : token('--map-mark');
  if (context.lineWidth > 0 && (rank > 0 || !isStyled || paint.width > 0)) context.stroke();
}

/** A point, or what is too small to be seen as more. @param {TileItem} item */
const isSpot = (item) => !item.rings || sizeOf(item) * SCALE < (item.isLine ? LEAST_PX / 3 : LEAST_PX);

/** @type {WeakMap<TileItem, number>} */
const sizes = new WeakMap();

/** The longer side of its box, in the tile's units; 0 for a point. @param {TileItem} item */
function sizeOf(item) {
  const known = sizes.get(item);
  if (known !== undefined) return known;
  let [west, north, east, south] = [EXTENT * 2, EXTENT * 2, -EXTENT, -EXTENT];
  for (const [x, y] of (item.rings ?? []).flat()) {
    [west, east] = [Math.min(west, x), Math.max(east, x)];
    [north, south] = [Math.min(north, y), Math.max(south, y)];
  }
  const size = Math.max(0, east - west, south - north);
  sizes.set(item, size);
  return size;
}

/** @type {WeakMap<TileItem, Path2D>} */
const paths = new WeakMap();

/** @param {TileItem} item */
function pathOf(item) {
  const known = paths.get(item);
  if (known) return known;
  const path = new Path2D();
  for (const ring of item.rings ?? []) {
    for (const [index, [x, y]] of ring.entries()) {
      if (index === 0) path.moveTo(x * SCALE, y * SCALE);
      else path.lineTo(x * SCALE, y * SCALE);
    }
    if (!item.isLine) path.closePath();
  }
  paths.set(item, path);
  return path;
}

/** @param {TileItem} item @param {number} x @param {number} y */
function holds({ rings }, x, y) {
  let isIn = false;
  for (const ring of rings ?? []) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[x1, y1], [x2, y2]] = [ring[i], ring[j]];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isIn = !isIn;
    }
  }
  return isIn;
}
