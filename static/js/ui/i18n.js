/** Words in the reader's language: Django's catalogue when it came, else the English source. */

/** @returns {any} */
const catalogue = () => /** @type {any} */ (globalThis).django;

/** @param {string} text */
export function gettext(text) {
  return catalogue()?.gettext(text) ?? text;
}

/**
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @returns {string}
 */
export function ngettext(one, many, count) {
  return catalogue()?.ngettext(one, many, count) ?? (count === 1 ? one : many);
}

/**
 * Fill in `%(name)s`.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ''));
}

export const language = () => document.documentElement.lang || 'id';

/** @type {Intl.NumberFormat | null} */
let formatter = null;

/**
 * A whole number is grouped as Django's catalogue says: a browser's own first format costs a slow phone a tenth of a second.
 * @param {number} value exact, in the reader's style: 1.234
 */
export function number(value) {
  const mark = catalogue()?.get_format?.('THOUSAND_SEPARATOR');
  if (mark && Number.isSafeInteger(value)) return String(value).replace(/\B(?=(\d{3})+$)/g, mark);
  formatter ??= new Intl.NumberFormat(language());
  return formatter.format(value);
}

/**
 * A count written short: 987, "1,2 rb", "12 rb", "1,3 jt". Always cut, never rounded up: it must not promise more than there is.
 * @param {number} value
 */
export function shortNumber(value) {
  if (value < 1000) return String(value);
  const [step, unit] = value < 1_000_000 ? [1000, gettext('k')] : [1_000_000, gettext('m')];
  if (value / step >= 10) return `${number(Math.floor(value / step))} ${unit}`;
  const [ones, tenths] = [Math.floor(value / step), Math.floor((value / step) * 10) % 10];
  const point = catalogue()?.get_format?.('DECIMAL_SEPARATOR') ?? '.';
  return `${ones}${tenths > 0 ? point + tenths : ''} ${unit}`;
}

/** @param {number} km */
export function distance(km) {
  const [value, unit] = km < 1 ? [Math.round(km * 1000), 'm'] : [Math.round(km * 10) / 10, 'km'];
  return `${new Intl.NumberFormat(language()).format(value)} ${unit}`;
}
