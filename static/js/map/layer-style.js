/**
 * What a layer's style says of one feature: its colour, its icons, its words. Reads the catalogue's entry; draws nothing.
 *
 * @typedef {Object} LayerClass
 * @property {string} value
 * @property {string} word
 * @property {string} colour the name of a token without dashes
 * @property {string} icon
 * @property {number} [size] of a look's
 *
 * @typedef {Object} LayerEntry one layer of `GET /layers/`
 * @property {string} name
 * @property {string} label
 * @property {string} [things] what they are called in a sentence, after a number
 * @property {'point' | 'line' | 'polygon' | 'raster'} [geometry]
 * @property {{ icon: string, colour: string, by: string, classes: LayerClass[] }} style
 * @property {import('map/vector-look').Look | null} [look] of a layer that somebody gave a style: it is drawn and explained by that
 * @property {boolean} [isOn] drawn when the map opens
 * @property {number} [minZoom]
 * @property {number} [maxZoom]
 * @property {string[]} [filters] which keys of a filter it understands
 * @property {string} tilesUrl with {z}/{x}/{y}
 * @property {string} [countsUrl]
 * @property {string | null} [classesUrl] of a layer with a style of its own: how many features are in each of its classes
 * @property {string} [itemsUrl]
 * @property {string | null} [cardUrl] with {code}
 * @property {string} [filterUrl] the form of its filters by its own columns
 * @property {string} [timesUrl] how many came when, where it has a date
 * @property {string} [timeLabel] what this date is called
 * @property {boolean} [due] its features may be late
 * @property {string[]} [counted] the values that cells tell apart
 * @property {[number, number, number, number]} [extent] of a raster: west, south, east, north
 * @property {number} [opacity] of a raster: what its style says, 0 to 1; the reader's comes on top
 * @property {number} [tileZoom] of a raster: the deepest zoom that has tiles of its own; nearer they are enlarged
 * @property {number[]} [bands] of a raster: those that it is drawn by, from 1
 * @property {import('map/raster-key').RasterLegend} [legend] of a raster
 * @property {string} [valueUrl] of a raster: what is at ?lng=&lat=
 *
 * @typedef {ReturnType<typeof readStyle>} LayerStyle
 */
import { classOf as lookClass } from 'map/vector-look';
import { fill, gettext, ngettext, number } from 'ui/i18n';

/** As the pages of harvest offers have it. */
const PRICE_FRESH_FOR_S = 14 * 24 * 3600;

/**
 * @param {LayerEntry} entry
 * @param {{ names?: Record<string, { name: string, icon?: string }> }} [options] names: what a value of `category` is called
 */
export function readStyle(entry, { names = {} } = {}) {
  const { icon, by } = entry.style;
  const look = entry.look ?? null;
  const classes = look ? look.legend.map(({ key, ...row }) => ({ ...row, value: key, icon: '' })) : entry.style.classes;
  const colour = look?.colour ?? entry.style.colour;
  const byValue = new Map(classes.map((one) => [one.value, one]));
  /** What has a life is a drop, loud; what is simply there is a square, quiet. */
  const isDrop = Boolean(entry.due);
  /** Which row of the legend speaks of a feature. @param {Record<string, any>} properties */
  const valueIn = (properties) => (look ? (lookClass(look, properties)?.key ?? '') : String(properties[by] ?? ''));
  /** @param {Record<string, any>} properties */
  const classOf = (properties) => byValue.get(valueIn(properties));
  return {
    by,
    look,
    valueIn,
    /** Its classes are samples of a scale, none of which a feature need have. */
    isScale: look?.kind === 'sized',
    geometry: entry.geometry === 'raster' ? 'point' : (entry.geometry ?? 'point'),
    classes,
    isDrop,
    /** Drawn on canvases one by one, never as signs. */
    isPlain: look !== null || entry.geometry === 'polygon' || entry.geometry === 'line',
    isShapes: entry.geometry === 'polygon' || entry.geometry === 'line',
    isLines: entry.geometry === 'line',
    classOf,
    /** @param {string} value */
    classNamed: (value) => byValue.get(value),
    /** The colour's token. @param {Record<string, any>} properties */
    colour: (properties) => classOf(properties)?.colour || colour,
    /** The picture on a pin or square. @param {Record<string, any>} properties */
    icon(properties) {
      const own = properties.icon || names[properties.category]?.icon;
      return own || (isDrop ? icon : classOf(properties)?.icon || icon);
    },
    /** The small sign at a pin's shoulder. @param {Record<string, any>} properties */
    mark: (properties) => (isDrop ? (classOf(properties)?.icon ?? '') : ''),
    /** What a feature is called. @param {Record<string, any>} properties @returns {string} */
    title: (properties) =>
      (look?.label && properties[look.label]) ||
      properties.name ||
      names[properties.category]?.name ||
      properties.label ||
      entry.label,
    /** What is said of it beside its name. @param {Record<string, any>} properties @returns {string} */
    word: (properties) => classOf(properties)?.word ?? '',
    /** A price may be old. @param {Record<string, any>} properties price_at in seconds since 1970 */
    isFaded: ({ price_at: priced }) => priced !== undefined && Date.now() / 1000 - priced > PRICE_FRESH_FOR_S,
    /** Values that are counted in a cluster, in the legend's order. @param {Record<string, any>} properties @returns {[string, number, string][]} */
    shares: (properties) =>
      classes.flatMap(({ value, colour: own }) => {
        const n = Number(properties[`s_${value}`] ?? 0);
        return n > 0 ? [/** @type {[string, number, string]} */ ([value, n, own])] : [];
      }),
    /** @param {number} n */
    countWords: (n) => fill(gettext('%(n)s %(things)s'), { n: number(n), things: entry.things ?? entry.label }),
    /** @param {number} n */
    viewWords: (n) =>
      fill(ngettext('%(n)s in view: %(things)s', '%(n)s %(things)s in view', n), {
        n: number(n),
        things: entry.things ?? entry.label,
      }),
  };
}
