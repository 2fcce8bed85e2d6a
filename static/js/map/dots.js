/**
 * Many features as dots, on a canvas a tile; cells as dots whose size follows their count. One path a colour.
 *
 * @typedef {{ hover: string | null, selected: string | null }} Marked codes
 */
import { canvasIn, SCALE } from 'map/canvas';
import { isLate } from 'map/pin-shape';
import { EXTENT } from 'map/tile-decode';
import { token } from 'ui/theme';

/** @typedef {import('map/tile-decode').TileItem} TileItem */
/** @typedef {import('map/tiles').Tile} Tile */

const RADIUS = 4.5;
const EDGE = 1;
const RING = 2;
const MARGIN = 12;
const TURN = 2 * Math.PI;

/** @param {TileItem} item a cell of a thousand is a little wider than a feature, and never wider than its place */
const radiusOf = ({ n }) => (n === 1 ? RADIUS : Math.min(7, RADIUS - 1 + Math.log10(n)));

/** @param {import('map/layer-style').LayerStyle} style */
export function dotPainter(style) {
  /** The class that most of a cell belong to, or the feature's own. @param {TileItem} item */
  const colourOf = ({ n, properties }) => {
    if (n === 1 && !('n' in properties)) return style.colour(properties);
    const [most] = style.shares(properties).sort((one, other) => other[1] - one[1]);
    return most?.[2] ?? style.colour({});
  };

  return {
    as: /** @type {const} */ ('dots'),
    /** @param {Tile} tile @param {TileItem[]} items @param {Marked} marked */
    paint(tile, items, { hover, selected }) {
      const context = canvasIn(tile.element, MARGIN);
      const now = Date.now();
      const rim = new Path2D();
      const late = new Path2D();
      /** @type {Map<string, Path2D>} */
      const paths = new Map();
      /** @type {TileItem[]} */
      const raised = [];
      for (const item of items) {
        const { x, y, properties } = item;
        if (properties.code && (properties.code === hover || properties.code === selected)) {
          raised.push(item);
          continue;
        }
        const radius = radiusOf(item);
        dot(rim, x * SCALE, y * SCALE, radius + EDGE);
        if (isLate(properties, now)) dot(late, x * SCALE, y * SCALE, radius + EDGE + RING);
        const colour = colourOf(item);
        const path = paths.get(colour) ?? new Path2D();
        paths.set(colour, path);
        dot(path, x * SCALE, y * SCALE, radius);
      }
      context.fillStyle = token('--overdue');
      context.fill(late);
      context.fillStyle = token('--map-mark');
      context.fill(rim);
      for (const [colour, path] of paths) {
        context.fillStyle = token(`--${colour}`);
        context.fill(path);
      }
      for (const item of raised) raise(context, item, colourOf(item), item.properties.code === selected);
    },
    /**
     * @param {TileItem[]} items
     * @param {number} x in the tile, 0 to 4096; may lie a little outside
     * @param {number} y
     * @param {number} reach_px
     * @returns {TileItem | null} the nearest
     */
    find(items, x, y, reach_px) {
      let [best, least] = [/** @type {TileItem | null} */ (null), Number.POSITIVE_INFINITY];
      for (const item of items) {
        const far = Math.hypot(item.x - x, item.y - y) - radiusOf(item) / SCALE;
        if (far < least) [best, least] = [item, far];
      }
      return least <= reach_px / SCALE ? best : null;
    },
    /** How far outside its tile a feature may be seen, in the tile's units. */
    overhang: MARGIN * (EXTENT / 256),
  };
}

/** @param {Path2D} path @param {number} x @param {number} y @param {number} radius */
function dot(path, x, y, radius) {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, TURN);
}

/** @param {CanvasRenderingContext2D} context @param {TileItem} item @param {string} colour @param {boolean} isSelected */
function raise(context, item, colour, isSelected) {
  const radius = radiusOf(item) + 2;
  const [x, y] = [item.x * SCALE, item.y * SCALE];
  for (const [width, name] of /** @type {[number, string][]} */ ([
    [isSelected ? 4 : 3, isSelected ? '--ink' : '--ink-soft'],
    [2, isLate(item.properties) ? '--overdue' : '--map-mark'],
    [0, `--${colour}`],
  ])) {
    context.beginPath();
    context.arc(x, y, radius + width, 0, TURN);
    context.fillStyle = token(name);
    context.fill();
  }
}
