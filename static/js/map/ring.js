/**
 * Lengths and areas on the ellipsoid (WGS 84), and where a line crosses itself. A ring is [[lng, lat], …], its first corner
 * not repeated. Pure.
 * @typedef {[number, number]} Corner longitude, latitude
 * @typedef {Corner[]} Ring
 */

const SEMI_MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257_223_563;
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);
const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;

/** Northing on a cylinder that keeps areas. @param {number} lat */
function equalAreaY(lat) {
  const s = Math.sin(radians(lat));
  return ((SEMI_MAJOR_M * (1 - E2)) / 2) * (s / (1 - E2 * s * s) + Math.atanh(E * s) / E);
}

/**
 * Square metres; for a city, true to a ten-thousandth.
 * @param {Ring} ring
 */
export function areaOf(ring) {
  if (ring.length < 3) return 0;
  const [lng0, y0] = [ring[0][0], equalAreaY(ring[0][1])];
  const flat = ring.map(([lng, lat]) => [SEMI_MAJOR_M * radians(lng - lng0), equalAreaY(lat) - y0]);
  let sum = 0;
  for (const [index, [x, y]] of flat.entries()) {
    const [nextX, nextY] = flat[(index + 1) % flat.length];
    sum += x * nextY - nextX * y;
  }
  return Math.abs(sum / 2);
}

/**
 * Metres between two corners.
 * @param {Corner} one
 * @param {Corner} other
 */
export function distanceBetween([lng1, lat1], [lng2, lat2]) {
  const middle = radians((lat1 + lat2) / 2);
  const w = 1 - E2 * Math.sin(middle) ** 2;
  const north = ((SEMI_MAJOR_M * (1 - E2)) / w ** 1.5) * radians(lat2 - lat1);
  const east = (SEMI_MAJOR_M / Math.sqrt(w)) * Math.cos(middle) * radians(lng2 - lng1);
  return Math.hypot(north, east);
}

/**
 * Metres along the corners.
 * @param {Ring} ring
 * @param {{ closed?: boolean }} [options] closed: back to the first corner too
 */
export function lengthOf(ring, { closed = false } = {}) {
  return edges(ring, closed).reduce((sum, [from, to]) => sum + distanceBetween(from, to), 0);
}

/** @param {Ring} ring @param {boolean} closed @returns {[Corner, Corner][]} */
function edges(ring, closed) {
  const count = closed && ring.length > 2 ? ring.length : ring.length - 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => [ring[at], ring[(at + 1) % ring.length]]);
}

/**
 * Where the line crosses or touches itself; none: it may be the outline of a field.
 * @param {Ring} ring
 * @param {{ closed?: boolean }} [options]
 * @returns {Corner[]}
 */
export const crossings = (ring, { closed = true } = {}) => meetings(ring, closed).map(({ at }) => at);

/**
 * The pairs of edges that meet where they should not. Edge n begins at corner n.
 * @param {Ring} ring
 * @param {boolean} closed
 * @returns {{ i: number, j: number, at: Corner, isSpike: boolean }[]} isSpike: j runs back over i, the edge before it
 */
export function meetings(ring, closed) {
  const all = edges(ring, closed);
  const found = [];
  for (let i = 0; i < all.length; i += 1) {
    for (let j = i + 1; j < all.length; j += 1) {
      const isNext = j === i + 1;
      const isAround = closed && i === 0 && j === all.length - 1 && all.length > 2;
      const [before, after] = isAround && !isNext ? [j, i] : [i, j];
      const isSpike = isNext || isAround;
      const at = isSpike ? turnsBack(all[before], all[after]) : meeting(all[i], all[j]);
      if (at) found.push({ i: before, j: after, at, isSpike });
    }
  }
  return found;
}

/** An edge that runs back over the one before it. @param {[Corner, Corner]} edge @param {[Corner, Corner]} next */
function turnsBack([from, corner], [, to]) {
  const [a, b] = [minus(from, corner), minus(to, corner)];
  const isBack = Math.abs(cross(a, b)) <= 1e-9 * size(a) * size(b) && dot(a, b) >= 0;
  return isBack ? corner : null;
}

/** @param {[Corner, Corner]} one @param {[Corner, Corner]} other @returns {Corner | null} */
export function meeting([p, p2], [q, q2]) {
  const [r, s, between] = [minus(p2, p), minus(q2, q), minus(q, p)];
  const turn = cross(r, s);
  if (Math.abs(turn) <= 1e-12 * size(r) * size(s)) {
    if (Math.abs(cross(between, r)) > 1e-9 * size(between) * size(r)) return null;
    // On one line: they meet where an end of one lies on the other.
    const on = [p, p2].find((end) => isBetween(end, q, q2)) ?? [q, q2].find((end) => isBetween(end, p, p2));
    return on ?? null;
  }
  const [t, u] = [cross(between, s) / turn, cross(between, r) / turn];
  const EDGE = 1e-9;
  if (t < -EDGE || t > 1 + EDGE || u < -EDGE || u > 1 + EDGE) return null;
  return [p[0] + t * r[0], p[1] + t * r[1]];
}

/** @param {Corner} a @param {Corner} b @returns {Corner} */
const minus = (a, b) => [a[0] - b[0], a[1] - b[1]];
/** @param {Corner} a @param {Corner} b */
const cross = (a, b) => a[0] * b[1] - a[1] * b[0];
/** @param {Corner} a @param {Corner} b */
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
/** @param {Corner} a */
const size = (a) => Math.hypot(a[0], a[1]);
/** @param {Corner} point @param {Corner} from @param {Corner} to */
const isBetween = (point, from, to) => dot(minus(point, from), minus(point, to)) <= 0;
