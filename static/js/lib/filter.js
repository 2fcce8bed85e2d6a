/**
 * The filter: the query string that map, list and counts share. Repeated keys mean "any of".
 * A Filter is a plain object of lists, so that two of them compare and serialise alike.
 * @typedef {Record<string, string[]>} Filter
 */

/** What a page keeps in the same query string without it being a filter. */
const NOT_FILTERS = new Set(['z', 'lat', 'lng', 'page', 'report', 'layers', 'view', 'csrfmiddlewaretoken']);

/** Keys whose values are one thing in a row, not "any of". */
const ORDERED = new Set(['bbox', 'polygon', 'q']);

/** Keys of words, in which a comma is a comma; those of a layer's own columns end so (`layers/column_filters.py`). */
const WORDS = /(^|\.)q$|_has$/;

/** A comma that belongs to a value is written `\,` (`layers/spelling.py`). @param {string} value */
const escaped = (value) => value.replace(/[\\,]/g, '\\$&');
/** As the server spells it. @param {string} value */
const spelled = (value) => encodeURIComponent(escaped(value)).replaceAll('%5C%2C', '%5C,');
/** @param {string} value */
const unescaped = (value) => value.replace(/\\([\\,])/g, '$1');
/** @param {string} text @returns {string[]} */
const partsOf = (text) => (text.match(/(?:\\[\\,]|[^,])+/g) ?? []).map(unescaped);

/**
 * @param {string | URLSearchParams} query
 * @returns {Filter} without empty values; which keys there are is the server's to say
 */
export function parseFilter(query) {
  /** @type {Filter} */
  const filter = {};
  for (const [key, value] of new URLSearchParams(query)) {
    if (value === '' || NOT_FILTERS.has(key)) continue;
    const values = WORDS.test(key) ? [unescaped(value)] : partsOf(value);
    filter[key] = [...(filter[key] ?? []), ...values];
  }
  return filter;
}

/**
 * @param {Filter} filter
 * @returns {string} keys sorted, "any of" joined by commas: the same filter is the same address (and cache entry)
 */
export function filterToQuery(filter) {
  return Object.keys(filter)
    .filter((key) => filter[key].length > 0)
    .sort()
    .map((key) => {
      const values = ORDERED.has(key) ? filter[key] : [...filter[key]].sort();
      return `${encodeURIComponent(key)}=${values.map(spelled).join(',')}`;
    })
    .join('&');
}

/**
 * @param {HTMLFormElement} form
 * @returns {Filter}
 */
export function filterFromForm(form) {
  /** @type {Filter} */
  const filter = {};
  for (const [key, value] of new FormData(form)) {
    const text = String(value).trim();
    if (text && !NOT_FILTERS.has(key)) filter[key] = [...(filter[key] ?? []), text];
  }
  return filter;
}

/**
 * @param {Filter} filter
 * @param {string} key
 * @param {string[]} values none: the key is dropped
 * @returns {Filter} a new filter
 */
export function withValues(filter, key, values) {
  const { [key]: _dropped, ...rest } = filter;
  return values.length > 0 ? { ...rest, [key]: values } : rest;
}

/** Between the name of another layer and its key: `trees.species`. */
const BETWEEN = '.';

/** What is not another layer's. @param {Filter} filter @returns {Filter} */
export const ofMain = (filter) => Object.fromEntries(Object.entries(filter).filter(([key]) => !key.includes(BETWEEN)));

/** What other layers are filtered by. @param {Filter} filter @returns {Filter} */
export const ofOthers = (filter) => Object.fromEntries(Object.entries(filter).filter(([key]) => key.includes(BETWEEN)));

/** A layer's own part, by its own keys. @param {Filter} filter @param {string} name @returns {Filter} */
export const ofLayer = (filter, name) =>
  Object.fromEntries(
    Object.entries(filter)
      .filter(([key]) => key.startsWith(name + BETWEEN))
      .map(([key, values]) => [key.slice(name.length + 1), values]),
  );

/** The same filter with another layer's part put in the place of what it was. @param {Filter} filter @param {string} name @param {Filter} own */
export function withOwn(filter, name, own) {
  const rest = Object.entries(filter).filter(([key]) => !key.startsWith(name + BETWEEN));
  const part = Object.entries(own).map(([key, values]) => [name + BETWEEN + key, values]);
  return Object.fromEntries([...rest, ...part]);
}

/**
 * @param {Filter} one
 * @param {Filter} other
 */
export function sameFilter(one, other) {
  return filterToQuery(one) === filterToQuery(other);
}

/**
 * How many choices narrow the view; an area or a place is not counted as one.
 * @param {Filter} filter
 */
export function countChoices(filter) {
  return Object.keys(filter).filter((key) => !['area', 'bbox', 'polygon'].includes(key)).length;
}
