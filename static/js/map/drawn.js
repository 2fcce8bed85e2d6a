/**
 * What is drawn of a layer in view: never more than the reader sees. Event on the map element, for the legend and the names:
 * `layer:drawn {layer, drawn}`, with drawn null when the layer is gone.
 *
 * @typedef {Object} Drawn
 * @property {import('map/layer-style').LayerEntry} entry
 * @property {import('map/layer-style').LayerStyle} style
 * @property {number} rank the higher the nearer to the reader
 * @property {{ left: number, right: number, top: number, bottom: number }[]} boxes what signs cover of the map's layer plane
 * @property {string[]} values of the style's property, in the legend's order
 * @property {number} total
 * @property {boolean} late
 * @property {boolean} singles
 * @property {boolean} clusters
 * @property {boolean} dots
 * @property {boolean} shapes
 * @property {boolean} heat
 * @property {import('map/raster-key').RasterLegend} [raster] of a raster, which has nothing of the above but a total of 0 or 1
 */
import { emit } from 'map/create';
import { isLate } from 'map/pin-shape';

/** @typedef {import('map/cells').Sign} Sign */
/** @typedef {import('map/tile-decode').TileItem} TileItem */
/** @typedef {{ values: Set<string>, total: number, late: boolean }} Summary */

/**
 * What there is among items: of a whole tile it is worth to be kept.
 * @param {TileItem[]} items
 * @param {Drawn['style']} style
 * @returns {Summary}
 */
export function summaryOf(items, style) {
  const now = Date.now();
  /** @type {Summary} */
  const summary = { values: new Set(), total: 0, late: false };
  for (const { n, properties } of items) {
    summary.total += n;
    summary.late ||= isLate(properties, now);
    note(summary.values, properties.n === undefined, properties, style);
  }
  return summary;
}

/**
 * @param {import('leaflet').Map} map
 * @param {{
 *   entry: Drawn['entry'], style: Drawn['style'], rank?: number, signs: Sign[], boxes: Drawn['boxes'], summaries?: Summary[], as?: 'dots' | 'shapes' | 'heat',
 * }} seen summaries: of what is drawn on canvases in view; as: what it is drawn as
 */
export function tellDrawn(map, { entry, style, rank = 0, signs, boxes, summaries = [], as = 'dots' }) {
  const values = new Set(summaries.flatMap((summary) => [...summary.values]));
  for (const { isFeature, properties } of signs) note(values, isFeature, properties, style);
  const onCanvas = summaries.reduce((sum, { total }) => sum + total, 0);
  /** @type {Drawn} */
  const drawn = {
    entry,
    style,
    rank,
    boxes,
    values: style.classes.map(({ value }) => value).filter((value) => style.isScale || values.has(value)),
    total: signs.reduce((sum, { n }) => sum + n, onCanvas),
    late: signs.some(({ late }) => late > 0) || summaries.some(({ late }) => late),
    singles: signs.some(({ isFeature }) => isFeature),
    clusters: signs.some(({ isFeature }) => !isFeature),
    dots: onCanvas > 0 && as === 'dots',
    shapes: onCanvas > 0 && as === 'shapes',
    heat: onCanvas > 0 && as === 'heat',
  };
  emit(map, 'layer:drawn', { layer: entry.name, drawn });
}

/** @param {Set<string>} values @param {boolean} isFeature @param {Record<string, any>} properties @param {Drawn['style']} style */
function note(values, isFeature, properties, style) {
  if (isFeature) values.add(style.valueIn(properties));
  else for (const [value] of style.shares(properties)) values.add(value);
}
