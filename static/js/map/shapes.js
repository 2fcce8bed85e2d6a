/** Polygons on a canvas a tile: a soft fill and an outline; one that is smaller than a few pixels is a dot, so that it is seen at all. */
import { canvasIn, scaleOf } from 'map/canvas';
import { isLate } from 'map/pin-shape';
import { TILE_PX } from 'map/tiles';
import { token } from 'ui/theme';

/** @typedef {import('map/tile-decode').TileItem} TileItem */
/** @typedef {import('map/tiles').Tile} Tile */

const MARGIN = 4;
const LEAST_PX = 6;
const FILL_OPACITY = 0.28;
const TURN = 2 * Math.PI;
/** Shapes are drawn on tiles of one size only. */
const SCALE = scaleOf(TILE_PX);

/** @param {import('map/layer-style').LayerStyle} style */
export function shapePainter(style) {
  return {
    as: /** @type {const} */ ('shapes'),
    /** @param {Tile} tile @param {TileItem[]} items @param {import('map/dots').Marked} marked */
    paint(tile, items, { hover, selected }) {
      const context = canvasIn(tile, MARGIN);
      context.lineJoin = 'round';
      const now = Date.now();
      const ordered = [...items].sort((one, other) => rank(one) - rank(other));
      function rank(/** @type {TileItem} */ { properties }) {
        return Number(properties.code === hover) + 2 * Number(properties.code === selected);
      }
      for (const item of ordered) {
        const { properties } = item;
        const colour = token(`--${style.colour(properties)}`);
        const isSmall = sizeOf(item) * SCALE < LEAST_PX;
        const path = isSmall ? spot(item) : outline(item);
        const [isHovered, isSelected] = [properties.code === hover, properties.code === selected];
        context.save();
        if (!isSmall) within(context); // its cut edge lies in the margin, and the next tile draws on from there
        context.fillStyle = colour;
        context.globalAlpha = isSmall ? 1 : FILL_OPACITY + (isHovered || isSelected ? 0.25 : 0);
        context.fill(path, 'evenodd');
        context.globalAlpha = 1;
        context.strokeStyle = isSelected ? token('--ink') : isLate(properties, now) ? token('--overdue') : colour;
        if (isSmall && !isSelected) context.strokeStyle = token('--map-mark');
        context.lineWidth = isSelected ? 3 : isHovered ? 2.5 : isSmall ? 1 : 1.5;
        context.stroke(path);
        context.restore();
      }
    },
    /**
     * @param {TileItem[]} items
     * @param {number} x in the tile, 0 to 4096
     * @param {number} y
     * @param {number} reach_px
     * @returns {TileItem | null} the smallest that holds the point
     */
    find(items, x, y, reach_px) {
      const near = (reach_px + LEAST_PX / 2) / SCALE;
      const found = items.filter((item) =>
        sizeOf(item) * SCALE < LEAST_PX ? Math.hypot(item.x - x, item.y - y) <= near : holds(item, x, y),
      );
      return found.length > 0 ? found.reduce((one, other) => (sizeOf(other) < sizeOf(one) ? other : one)) : null;
    },
    forget() {},
    overhang: 0,
  };
}

/** Draw in the tile only. @param {CanvasRenderingContext2D} context */
function within(context) {
  context.beginPath();
  context.rect(0, 0, TILE_PX, TILE_PX);
  context.clip();
}

/** @type {WeakMap<TileItem, number>} */
const sizes = new WeakMap();

/** The longer side of its box, in the tile's units; 0 for a point. @param {TileItem} item */
function sizeOf(item) {
  const known = sizes.get(item);
  if (known !== undefined) return known;
  const corners = (item.rings ?? []).flat();
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const size = corners.length > 0 ? Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) : 0;
  sizes.set(item, size);
  return size;
}

/** @param {TileItem} item */
function spot({ x, y }) {
  const path = new Path2D();
  path.arc(x * SCALE, y * SCALE, LEAST_PX / 2, 0, TURN);
  return path;
}

/** @param {TileItem} item */
function outline({ rings }) {
  const path = new Path2D();
  for (const ring of rings ?? []) {
    for (const [index, [x, y]] of ring.entries()) {
      if (index === 0) path.moveTo(x * SCALE, y * SCALE);
      else path.lineTo(x * SCALE, y * SCALE);
    }
    path.closePath();
  }
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
