/**
 * Small round pictures, copied into a canvas pixel by pixel: the same dot a thousand times costs little, and each keeps its rim.
 */
import { ink } from 'ui/theme';

const RIM = 1;
const RING = 2;
const TURN = 2 * Math.PI;

/** @typedef {{ size: number, pixels: Uint32Array }} Stamp */

/** @param {number} margin_px how far the canvas goes beyond its tile */
export function stamper(margin_px) {
  /** @type {Map<string, Stamp>} */
  let stamps = new Map();
  let density = 1;
  let side = 0;
  let pixels = new Uint32Array(0);
  let image = new ImageData(1, 1);

  /** @param {string} colour @param {number} radius @param {boolean} isLate @returns {Stamp} */
  function stamp(colour, radius, isLate) {
    const key = `${colour} ${radius} ${isLate}`;
    const known = stamps.get(key);
    if (known) return known;
    const outer = radius + RIM + (isLate ? RING : 0);
    const size = Math.ceil(2 * outer * density) + 1;
    const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    const parts = /** @type {[number, string][]} */ ([
      [outer, 'overdue'],
      [radius + RIM, 'map-mark'],
      [radius, colour],
    ]);
    for (const [wide, name] of isLate ? parts : parts.slice(1)) {
      context.beginPath();
      context.arc(size / 2, size / 2, wide * density, 0, TURN);
      context.fillStyle = ink(name);
      context.fill();
    }
    const made = { size, pixels: new Uint32Array(context.getImageData(0, 0, size, size).data.buffer) };
    stamps.set(key, made);
    return made;
  }

  return {
    /** @param {CanvasRenderingContext2D} context of map/canvas, empty @param {number} size_px of the tile */
    begin(context, size_px) {
      const { width } = context.canvas;
      if (width !== side) {
        side = width;
        density = width / (size_px + 2 * margin_px);
        stamps = new Map();
        image = new ImageData(side, side);
        pixels = new Uint32Array(image.data.buffer);
      } else pixels.fill(0);
    },
    /** @param {number} x pixels of the screen from the tile's corner @param {number} y @param {string} colour a token or a colour @param {number} radius @param {boolean} isLate */
    put(x, y, colour, radius, isLate) {
      const { size, pixels: source } = stamp(colour, radius, isLate);
      const left = Math.round((x + margin_px) * density - size / 2);
      const top = Math.round((y + margin_px) * density - size / 2);
      if (left < 0 || top < 0 || left + size > side || top + size > side) return;
      for (let row = 0, from = 0; row < size; row += 1) {
        for (let to = (top + row) * side + left, end = to + size; to < end; to += 1, from += 1) {
          const pixel = source[from];
          const alpha = pixel >>> 24;
          if (alpha === 255) pixels[to] = pixel;
          else if (alpha > 0) pixels[to] = over(pixel, alpha, pixels[to]);
        }
      }
    },
    /** @param {CanvasRenderingContext2D} context */
    end: (context) => context.putImageData(image, 0, 0),
    /** The colours are others now. */
    forget() {
      stamps = new Map();
    },
  };
}

/**
 * One pixel over another, as bytes alpha, blue, green, red. What is below is nothing or nearly full: exact for both.
 * @param {number} pixel @param {number} alpha of it @param {number} below
 */
function over(pixel, alpha, below) {
  const under = below >>> 24;
  if (under === 0) return pixel;
  const rest = 255 - alpha;
  const red = ((pixel & 255) * alpha + (below & 255) * rest) / 255;
  const green = (((pixel >>> 8) & 255) * alpha + ((below >>> 8) & 255) * rest) / 255;
  const blue = (((pixel >>> 16) & 255) * alpha + ((below >>> 16) & 255) * rest) / 255;
  const whole = alpha + (under * rest) / 255;
  return ((whole << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
