/**
 * What is drawn of a layer in view: never more than the reader sees. Event on the map element, for the legend and the names:
 * `layer:drawn {layer, drawn}`, with drawn null when the layer is gone.
 *
 * @typedef {Object} Drawn
 * @property {import('map/layer-style').LayerEntry} entry
 * @property {import('map/layer-style').LayerStyle} style
 * @property {{ left: number, right: number, top: number, bottom: number }[]} boxes what signs cover of the map's layer plane
 * @property {string[]} values of the style's property, in the legend's order
 * @property {number} total
 * @property {boolean} late
 * @property {boolean} singles
 * @property {boolean} clusters
 * @property {boolean} dots
 * @property {boolean} shapes
 * @property {boolean} heat
 */
import { emit } from 'map/create';
import { isLate } from 'map/pin-shape';

/** @typedef {import('map/cells').Sign} Sign */
/** @typedef {import('map/tile-decode').TileItem} TileItem */

/**
 * @param {import('leaflet').Map} map
 * @param {{
 *   entry: Drawn['entry'], style: Drawn['style'], signs: Sign[], boxes: Drawn['boxes'], items?: TileItem[], as?: 'dots' | 'shapes' | 'heat',
 * }} seen items: what is drawn on canvases in view, and as what
 */
export function tellDrawn(map, { entry, style, signs, boxes, items = [], as = 'dots' }) {
  /** @type {Set<string>} */
  const values = new Set();
  for (const { isFeature, properties } of signs) note(values, isFeature, properties, style);
  for (const { properties } of items) note(values, !('n' in properties), properties, style);
  const known = style.classes.map(({ value }) => value);
  const hasItems = items.length > 0;
  const sum = (/** @type {{ n: number }[]} */ all) => all.reduce((total, { n }) => total + n, 0);
  /** @type {Drawn} */
  const drawn = {
    entry,
    style,
    boxes,
    values: known.filter((value) => values.has(value)),
    total: sum(signs) + sum(items),
    late: signs.some(({ late }) => late > 0) || items.some(({ properties }) => isLate(properties)),
    singles: signs.some(({ isFeature }) => isFeature),
    clusters: signs.some(({ isFeature }) => !isFeature),
    dots: hasItems && as === 'dots',
    shapes: hasItems && as === 'shapes',
    heat: hasItems && as === 'heat',
  };
  emit(map, 'layer:drawn', { layer: entry.name, drawn });
}

/** @param {Set<string>} values @param {boolean} isFeature @param {Record<string, any>} properties @param {Drawn['style']} style */
function note(values, isFeature, properties, style) {
  if (isFeature) values.add(String(properties[style.by] ?? ''));
  else for (const [value] of style.shares(properties)) values.add(value);
}
