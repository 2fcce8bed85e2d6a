/**
 * The key of a raster, from what the server says of the style that draws it: a bar for values that run on, a row for each class.
 *
 * @typedef {{ at: number, colour: string }} Stop
 * @typedef {{ value?: number, from?: number, to?: number, colour: string, word: string }} RasterClass
 * @typedef {{ kind: 'ramp', stops: Stop[], gamma?: number }
 *   | { kind: 'classes', classes: RasterClass[] }
 *   | { kind: 'picture', bands: number[] }
 *   | { kind: 'shade' }} RasterLegend
 */
import { element } from 'ui/element';
import { fill, gettext, language, number } from 'ui/i18n';

/** So many digits say a value; what follows is of the computer. */
const DIGITS = 4;
const MOST_DECIMALS = 12;
const GREYS = 9;

/** A value in the reader's style, no longer than it is worth: 1.193, 412,4, 0,00123. @param {number} value */
export function reading(value) {
  if (Number.isInteger(value)) return number(value);
  const before = Math.floor(Math.log10(Math.abs(value))) + 1;
  const maximumFractionDigits = Math.min(MOST_DECIMALS, Math.max(0, DIGITS - before));
  return new Intl.NumberFormat(language(), { maximumFractionDigits }).format(value);
}

/** @param {RasterClass} one */
function wordOf({ value, from = 0, to = 0, word }) {
  if (word) return word;
  if (value !== undefined) return reading(value);
  return fill(gettext('%(from)s to %(to)s'), { from: reading(from), to: reading(to) });
}

/** @param {Stop[]} stops @param {number} gamma of greys, which are brighter in the middle than a straight line is */
function coloursAlong(stops, gamma) {
  if (gamma === 1) return stops.map(({ colour }) => colour);
  return Array.from({ length: GREYS }, (_, place) => {
    const grey = Math.round(255 * (place / (GREYS - 1)) ** (1 / gamma));
    return `rgb(${grey} ${grey} ${grey})`;
  });
}

/** What lies beyond the ends has their colours too, and the numbers say so. @param {Stop[]} stops @param {number} gamma */
function ramp(stops, gamma) {
  const bar = element('span', { class: 'raster-key__bar' });
  bar.style.backgroundImage = `linear-gradient(to right, ${coloursAlong(stops, gamma).join(', ')})`;
  const ends = element(
    'span',
    { class: 'raster-key__ends' },
    element('span', {}, `≤ ${reading(stops[0].at)}`),
    element('span', {}, `≥ ${reading(stops[stops.length - 1].at)}`),
  );
  return element('li', { class: 'raster-key' }, bar, ends);
}

/** @param {RasterClass} one */
function classRow(one) {
  const swatch = element('span', { class: 'raster-key__swatch' });
  swatch.style.backgroundColor = one.colour;
  return element('li', { class: 'legend__row' }, element('span', { class: 'legend__sign' }, swatch), wordOf(one));
}

/** Which band is which light: no picture has colours of its own. @param {number[]} bands */
const bandWords = ([red, green, blue]) =>
  fill(gettext('Red: band %(red)s, green: %(green)s, blue: %(blue)s'), { red, green, blue });

/** @param {RasterLegend} legend @returns {HTMLElement[]} rows of a list */
export function rasterKey(legend) {
  if (legend.kind === 'ramp') return [ramp(legend.stops, legend.gamma ?? 1)];
  if (legend.kind === 'classes') return legend.classes.map(classRow);
  return [
    element(
      'li',
      { class: 'legend__row' },
      legend.kind === 'shade' ? gettext('Relief, lit from one side') : bandWords(legend.bands),
    ),
  ];
}
