/** A canvas in a tile, a little larger than it: what stands at the tile's edge is not cut. */
import { EXTENT } from 'map/tile-decode';

/** Pixels of the screen by units of a tile. @param {number} size_px of the tile */
export const scaleOf = (size_px) => size_px / EXTENT;

/**
 * @param {{ element: HTMLElement, size_px: number }} tile
 * @param {number} margin_px
 * @returns {CanvasRenderingContext2D} empty, its origin in the tile's north-west corner, its unit a pixel of the screen
 */
export function canvasIn({ element, size_px }, margin_px) {
  const found = element.querySelector('canvas');
  const canvas = found ?? document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const density = Math.min(2, devicePixelRatio || 1);
  const size = size_px + 2 * margin_px;
  if (!found) {
    canvas.width = size * density;
    canvas.height = size * density;
    Object.assign(canvas.style, { width: `${size}px`, height: `${size}px`, margin: `${-margin_px}px` });
    element.append(canvas);
  } else {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
  }
  context.setTransform(density, 0, 0, density, margin_px * density, margin_px * density);
  return context;
}

/** @param {HTMLElement} element */
export const dropCanvas = (element) => element.replaceChildren();
