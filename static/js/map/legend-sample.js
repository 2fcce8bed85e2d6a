/** One sample of a legend, drawn as the map draws it: a point, a piece of a line, a field. */
import { dashOf } from 'map/vector-look';

/** @typedef {import('map/vector-look').Look} Look */
/** @typedef {import('map/vector-look').LegendRow} LegendRow */

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT] = [28, 18];

/** @param {string} name @param {Record<string, string | number>} attributes an empty one is left out */
function svg(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== '') made.setAttribute(key, String(value));
  return made;
}

/**
 * @param {Look} look
 * @param {LegendRow} row
 * @param {'point' | 'line' | 'polygon'} geometry
 * @returns {SVGElement}
 */
export function legendSample(look, { colour, size }, geometry) {
  const height = geometry === 'point' ? Math.max(HEIGHT, Math.ceil(2 * size + look.width)) : HEIGHT;
  const width = Math.max(WIDTH, geometry === 'point' ? height : 0);
  const box = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
  const stroke = { stroke: look.outline || colour, 'stroke-width': look.width };
  if (geometry === 'line') {
    const dash = dashOf(look.dash, size).join(' ');
    const [from, to] = [size / 2 + 1, width - size / 2 - 1];
    box.append(
      svg('path', {
        d: `M${from} ${height / 2}H${to}`,
        stroke: colour,
        'stroke-width': size,
        'stroke-opacity': look.opacity,
        'stroke-linecap': 'round',
        'stroke-dasharray': dash,
      }),
    );
  } else if (geometry === 'point') {
    const middle = { cx: width / 2, cy: height / 2, r: size };
    box.append(svg('circle', { ...middle, fill: colour, 'fill-opacity': look.opacity, ...stroke }));
  } else {
    const dash = dashOf(look.dash, look.width).join(' ');
    const field = { x: 2, y: 2, width: width - 4, height: height - 4, rx: 1 };
    box.append(
      svg('rect', { ...field, fill: colour, 'fill-opacity': look.opacity, ...stroke, 'stroke-dasharray': dash }),
    );
  }
  return /** @type {SVGElement} */ (box);
}
