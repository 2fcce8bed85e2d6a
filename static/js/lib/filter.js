/**
 * The filter: the query string that map, list and counts share. Repeated keys mean "any of".
 * A Filter is a plain object of lists, so that two of them compare and serialise alike.
 * @typedef {Record<string, string[]>} Filter
 */

export const FILTER_KEYS = ['kind', 'category', 'status', 'agency', 'area', 'from', 'to', 'overdue', 'q', 'bbox'];

/**
 * @param {string | URLSearchParams} query
 * @returns {Filter} without unknown keys and empty values
 */
export function parseFilter(query) {
  const parameters = new URLSearchParams(query);
  /** @type {Filter} */
  const filter = {};
  for (const key of FILTER_KEYS) {
    const values = parameters.getAll(key).filter((value) => value !== '');
    if (values.length > 0) filter[key] = values;
  }
  return filter;
}

/**
 * @param {Filter} filter
 * @returns {string} in the order of FILTER_KEYS, so that the same filter is the same address (and the same cache entry)
 */
export function filterToQuery(filter) {
  const parameters = new URLSearchParams();
  for (const key of FILTER_KEYS) {
    for (const value of [...(filter[key] ?? [])].sort()) parameters.append(key, value);
  }
  return parameters.toString();
}

/**
 * @param {HTMLFormElement} form
 * @returns {Filter}
 */
export function filterFromForm(form) {
  const entries = [...new FormData(form)].map(([key, value]) => [key, String(value)]);
  return parseFilter(new URLSearchParams(entries));
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
  return FILTER_KEYS.filter((key) => key !== 'bbox' && key !== 'area' && filter[key]).length;
}
