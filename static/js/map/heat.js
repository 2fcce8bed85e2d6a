/**
 * Where there is much of it: counts on a grid of 4 px, blurred, coloured from nothing to the most in view. A look, not a measure.
 * One picture of the view; it goes along while the map is moved.
 */
import * as L from 'leaflet';
import { EXTENT } from 'map/tile-decode';
import { token } from 'ui/theme';

/** @typedef {import('map/tiles').Tile} Tile */

const STEP_PX = 4;
const BLUR = 4;
const AROUND = 0.25;
const RAMP = ['--heat-1', '--heat-2', '--heat-3', '--heat-4', '--heat-5'];

/** 256 colours from nothing to the most, of the theme that is shown: red, green, blue, opacity of each. */
function rampColours() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 256, height: 1 });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  const gradient = context.createLinearGradient(0, 0, 256, 0);
  for (const [index, name] of RAMP.entries()) gradient.addColorStop(index / (RAMP.length - 1), token(name));
  context.fillStyle = gradient;
  context.fillRect(0, 0, 256, 1);
  return context.getImageData(0, 0, 256, 1).data;
}

/**
 * A running mean along one line.
 * @param {Float32Array} from @param {Float32Array} to @param {number} start @param {number} stride @param {number} length
 */
function blurLine(from, to, start, stride, length) {
  let sum = 0;
  for (let at = -BLUR; at < length; at += 1) {
    if (at + BLUR < length) sum += from[start + (at + BLUR) * stride];
    if (at - BLUR - 1 >= 0) sum -= from[start + (at - BLUR - 1) * stride];
    if (at >= 0) to[start + at * stride] = sum / (2 * BLUR + 1);
  }
}

/** Three running means are as good as a bell. @param {Float32Array} grid @param {number} columns @param {number} rows */
function blur(grid, columns, rows) {
  const other = new Float32Array(grid.length);
  for (let round = 0; round < 3; round += 1) {
    for (let row = 0; row < rows; row += 1) blurLine(grid, other, row * columns, 1, columns);
    for (let column = 0; column < columns; column += 1) blurLine(other, grid, column, columns, rows);
  }
}

/**
 * @param {L.Map} map
 * @param {{ pane: string }} options
 */
export function drawHeat(map, { pane }) {
  const canvas = document.createElement('canvas');
  canvas.className = 'heat';
  const overlay = L.svgOverlay(/** @type {any} */ (canvas), map.getBounds(), { pane, interactive: false });

  return {
    /** @param {Tile[]} tiles */
    show(tiles) {
      const zoom = map.getZoom();
      const bounds = map.getPixelBounds();
      const size = bounds.getSize().multiplyBy(AROUND);
      const min = /** @type {L.Point} */ (bounds.min).subtract(size);
      const max = /** @type {L.Point} */ (bounds.max).add(size);
      const [columns, rows] = [Math.ceil((max.x - min.x) / STEP_PX), Math.ceil((max.y - min.y) / STEP_PX)];
      const grid = new Float32Array(columns * rows);
      for (const tile of tiles) {
        for (const { x, y, n } of tile.items) {
          const column = Math.floor(((tile.x + x / EXTENT) * tile.size_px - min.x) / STEP_PX);
          const row = Math.floor(((tile.y + y / EXTENT) * tile.size_px - min.y) / STEP_PX);
          if (column >= 0 && row >= 0 && column < columns && row < rows) grid[row * columns + column] += n;
        }
      }
      blur(grid, columns, rows);
      paint(canvas, grid, columns, rows);
      const end = min.add([columns * STEP_PX, rows * STEP_PX]);
      overlay.setBounds(L.latLngBounds(map.unproject(min, zoom), map.unproject(end, zoom)));
      if (!map.hasLayer(overlay)) overlay.addTo(map);
    },
    remove: () => overlay.remove(),
  };
}

/** @param {HTMLCanvasElement} canvas @param {Float32Array} grid @param {number} columns @param {number} rows */
function paint(canvas, grid, columns, rows) {
  canvas.width = columns;
  canvas.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(columns, rows);
  const colours = rampColours();
  const most = grid.reduce((one, other) => Math.max(one, other), 0);
  if (most === 0) return;
  for (const [at, value] of grid.entries()) {
    // The root lifts what is little: it is seen beside what is much.
    const level = Math.min(255, Math.round(Math.sqrt(value / most) * 255));
    for (let part = 0; part < 4; part += 1) image.data[4 * at + part] = colours[4 * level + part];
  }
  context.putImageData(image, 0, 0);
}
