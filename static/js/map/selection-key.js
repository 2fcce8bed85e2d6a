/**
 * The selection as the filter's key `polygon`: lng,lat,lng,lat,… with six decimals at most, not closed, as the server writes it.
 * @param {import('map/ring').Ring | null} ring
 * @returns {string[]}
 */
export const polygonValues = (ring) => (ring ?? []).flat().map((degrees) => String(Math.round(degrees * 1e6) / 1e6));

/**
 * @param {string[]} [values]
 * @returns {import('map/ring').Ring | null} null where they are no outline
 */
export function ringOfPolygon(values = []) {
  const numbers = values.map(Number);
  if (numbers.length < 6 || numbers.length % 2 !== 0 || !numbers.every(Number.isFinite)) return null;
  return Array.from({ length: numbers.length / 2 }, (_, index) => [numbers[2 * index], numbers[2 * index + 1]]);
}
