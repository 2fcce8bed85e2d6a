/**
 * Many features as dots, on a canvas a tile; cells as dots whose size follows their count. A dot is copied pixel by pixel from a
 * picture of its kind: thousands of them take a few milliseconds where paths would take a frame.
 *
 * @typedef {{ hover: string | null, selected: string | null }} Marked codes
 */
import { canvasIn, scaleOf } from 'map/canvas';
import { isLate } from 'map/pin-shape';
import { stamper } from 'map/stamps';
import { EXTENT } from 'map/tile-decode';
import { ink } from 'ui/theme';

/** @typedef {import('map/tile-decode').TileItem} TileItem */
/** @typedef {import('map/tiles').Tile} Tile */

const RADIUS = 4.5;
const MARGIN = 12;
const TURN = 2 * Math.PI;

/** A cell of many is a little wider than a feature, and hardly wider than its place. @param {TileItem} item */
const radiusOf = ({ n }) => (n === 1 ? RADIUS : Math.min(7, Math.round(2 * (RADIUS - 0.5 + Math.log10(n))) / 2));

/** @param {import('map/layer-style').LayerStyle} style */
export function dotPainter(style) {
  const stamps = stamper(MARGIN);

  /** The class that most of a cell belong to, or the feature's own. @param {TileItem} item */
  const colourOf = ({ properties }) => {
    if (properties.n === undefined) return style.colour(properties);
    const [most] = style.shares(properties).sort((one, other) => other[1] - one[1]);
    return most?.[2] ?? style.colour({});
  };

  return {
    as: /** @type {const} */ ('dots'),
    /** @param {Tile} tile @param {TileItem[]} items @param {Marked} marked */
    paint(tile, items, { hover, selected }) {
      const context = canvasIn(tile, MARGIN);
      const scale = scaleOf(tile.size_px);
      const now = Date.now();
      /** What is late lies above what is not. @type {TileItem[]} */
      const late = [];
      /** @type {TileItem[]} */
      const raised = [];
      stamps.begin(context, tile.size_px);
      for (const item of items) {
        const { code } = item.properties;
        if (code !== undefined && (code === hover || code === selected)) raised.push(item);
        else if (isLate(item.properties, now)) late.push(item);
        else stamps.put(item.x * scale, item.y * scale, colourOf(item), radiusOf(item), false);
      }
      for (const item of late) stamps.put(item.x * scale, item.y * scale, colourOf(item), radiusOf(item), true);
      stamps.end(context);
      for (const item of raised) raise(context, item, scale, colourOf(item), item.properties.code === selected);
    },
    /**
     * @param {TileItem[]} items
     * @param {number} x in the tile, 0 to 4096; may lie a little outside
     * @param {number} y
     * @param {number} reach_px
     * @param {number} size_px of the tile
     * @returns {TileItem | null} the nearest
     */
    find(items, x, y, reach_px, size_px) {
      const scale = scaleOf(size_px);
      let [best, least] = [/** @type {TileItem | null} */ (null), Number.POSITIVE_INFINITY];
      for (const item of items) {
        const far = Math.hypot(item.x - x, item.y - y) - radiusOf(item) / scale;
        if (far < least) [best, least] = [item, far];
      }
      return least <= reach_px / scale ? best : null;
    },
    /** The colours are others now. */
    forget: stamps.forget,
    /** How far outside its tile a feature may be seen, in the tile's units. */
    overhang: MARGIN * (EXTENT / 256),
  };
}

/** @param {CanvasRenderingContext2D} context @param {TileItem} item @param {number} scale @param {string} colour @param {boolean} isSelected */
function raise(context, item, scale, colour, isSelected) {
  const radius = radiusOf(item) + 1;
  const rings = [
    [isSelected ? 4 : 3, isSelected ? 'ink' : 'ink-soft'],
    [2, isLate(item.properties) ? 'overdue' : 'map-mark'],
    [0, colour],
  ];
  for (const [width, name] of /** @type {[number, string][]} */ (rings)) {
    context.beginPath();
    context.arc(item.x * scale, item.y * scale, radius + width, 0, TURN);
    context.fillStyle = ink(name);
    context.fill();
  }
}
