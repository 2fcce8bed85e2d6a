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

/** Making one takes a millisecond: it is kept. @type {Intl.NumberFormat | null} */
let whole = null;

/** @param {number} value exact, in the reader's style: 1.234 */
export function number(value) {
  whole ??= new Intl.NumberFormat(language());
  return whole.format(value);
}

/**
 * A count written short: 987, "1,2 rb", "12 rb", "1,3 jt". Always cut, never rounded up: it must not promise more than there is.
 * @param {number} value
 */
export function shortNumber(value) {
  if (value < 1000) return String(value);
  const [step, unit] = value < 1_000_000 ? [1000, gettext('k')] : [1_000_000, gettext('m')];
  const cut = value / step < 10 ? Math.floor((value / step) * 10) / 10 : Math.floor(value / step);
  return `${new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(cut)} ${unit}`;
}

/** @param {number} km */
export function distance(km) {
  const [value, unit] = km < 1 ? [Math.round(km * 1000), 'm'] : [Math.round(km * 10) / 10, 'km'];
  return `${new Intl.NumberFormat(language()).format(value)} ${unit}`;
}
