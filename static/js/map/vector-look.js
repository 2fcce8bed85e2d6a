/**
 * How one feature of a styled layer is drawn: by a look, which the server made of the layer's style, and which its legend is made of
 * too. Pure: no map, no tokens.
 *
 * @typedef {Object} LookClass
 * @property {string} key names its row in the legend
 * @property {string} word
 * @property {string} colour #rrggbb
 * @property {string} [value] of the column, where classes are values
 * @property {number | null} [upTo] the largest value of the class, null: all beyond the others
 *
 * @typedef {Object} LegendRow
 * @property {string} key
 * @property {string} word
 * @property {string} colour
 * @property {number} size radius of a point or width of a line, in pixels
 *
 * @typedef {Object} Look
 * @property {'single' | 'categorised' | 'graduated' | 'sized'} kind
 * @property {string} colour
 * @property {number} opacity of what is filled, and of lines
 * @property {string} outline empty: the colour of the fill
 * @property {number} width of outlines and lines, in pixels
 * @property {number} size radius of points, in pixels
 * @property {'solid' | 'dashed' | 'dotted'} dash
 * @property {string} label the column that is written beside
 * @property {boolean} [hasYearLabels] what it holds are years
 * @property {string} column what classes and sizes go by
 * @property {LookClass[]} classes
 * @property {LookClass | null} none what has no class of its own
 * @property {{ least: number, most: number, from: number, to: number } | null} sized from which to which size
 * @property {LegendRow[]} legend
 *
 * @typedef {Object} Paint
 * @property {string} fill
 * @property {string} stroke
 * @property {number} opacity
 * @property {number} width
 * @property {number} radius
 * @property {number[]} dash
 */

/**
 * The class of a feature; null where all are alike.
 * @param {Look} look @param {Record<string, any>} properties
 */
export function classOf(look, properties) {
  const value = properties[look.column];
  if (look.kind === 'categorised') {
    const known = value == null ? null : String(value); // a year is a number
    return look.classes.find((one) => one.value === known) ?? look.none;
  }
  if (look.kind !== 'graduated') return null;
  if (typeof value !== 'number') return look.none;
  return look.classes.find(({ upTo }) => upTo == null || value <= upTo) ?? look.none;
}

/**
 * Radius of a point, or width of a line, by the root of its value: what is four times as much looks twice as wide.
 * @param {Look} look @param {Record<string, any>} properties @param {number} usual
 */
export function sizeOf({ sized, column }, properties, usual) {
  if (!sized) return usual;
  const value = properties[column];
  if (typeof value !== 'number') return sized.from;
  const share = Math.max(0, Math.min(1, (value - sized.least) / (sized.most - sized.least)));
  return sized.from + (sized.to - sized.from) * Math.sqrt(share);
}

/** @param {Look['dash']} dash @param {number} width @returns {number[]} */
export function dashOf(dash, width) {
  if (dash === 'dashed') return [3 * width + 2, 2 * width + 2];
  return dash === 'dotted' ? [0.1, 2 * width + 1] : [];
}

/**
 * @param {Look} look @param {Record<string, any>} properties @param {boolean} isLine
 * @returns {Paint}
 */
export function paintOf(look, properties, isLine) {
  const fill = classOf(look, properties)?.colour ?? look.colour;
  const width = isLine ? sizeOf(look, properties, look.width) : look.width;
  return {
    fill,
    stroke: isLine ? fill : look.outline || fill,
    opacity: look.opacity,
    width,
    radius: isLine ? look.size : sizeOf(look, properties, look.size),
    dash: dashOf(look.dash, width),
  };
}

/** How far a point may reach beyond its place, in pixels. @param {Look} look */
export const widestOf = ({ sized, size, width }) => Math.ceil(Math.max(sized?.to ?? 0, size) + width);
