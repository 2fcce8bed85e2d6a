/** What a hand drew, made an outline: few corners, none twice, no side across another. Pure. */
import { areaOf, meetings } from 'map/ring';

/**
 * @typedef {import('map/ring').Ring} Ring
 * @typedef {import('map/ring').Corner} Corner
 */

const round = (/** @type {number} */ degrees) => Math.round(degrees * 1e6) / 1e6;

/**
 * Douglas and Peucker (1973): leave out what lies nearer than the tolerance to the line without it.
 * @param {[number, number][]} points
 * @param {number} tolerance in the points' own unit
 * @returns {[number, number][]} with the first and the last of them
 */
export function simplify(points, tolerance) {
  if (points.length < 3) return points;
  const keeps = new Array(points.length).fill(false);
  keeps[0] = true;
  keeps[points.length - 1] = true;
  const waiting = [[0, points.length - 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [from, to] = next;
    let [furthest, most] = [-1, tolerance];
    for (let at = from + 1; at < to; at += 1) {
      const away = distanceTo(points[at], points[from], points[to]);
      if (away > most) [furthest, most] = [at, away];
    }
    if (furthest < 0) continue;
    keeps[furthest] = true;
    waiting.push([from, furthest], [furthest, to]);
  }
  return points.filter((_, index) => keeps[index]);
}

/** @param {[number, number]} point @param {[number, number]} from @param {[number, number]} to */
function distanceTo([x, y], [x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const long = dx * dx + dy * dy;
  const share = long === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / long));
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}

/**
 * At most so many corners: the tolerance grows until they are few enough.
 * @param {[number, number][]} points of a line that closes by itself
 * @param {{ tolerance: number, most: number }} options
 */
export function fewCorners(points, { tolerance, most }) {
  // The line is cut in two where it is furthest from its beginning, so that closing it costs no corner.
  const [x0, y0] = points[0] ?? [0, 0];
  const away = points.map(([x, y]) => Math.hypot(x - x0, y - y0));
  const half = away.indexOf(Math.max(...away));
  for (let allowed = tolerance; ; allowed *= 1.5) {
    const there = simplify(points.slice(0, half + 1), allowed);
    const back = simplify([...points.slice(half), points[0]], allowed);
    const ring = [...there, ...back.slice(1, -1)];
    if (ring.length <= most || points.length < 3) return ring;
  }
}

/**
 * Where the hand crossed its own line, the largest loop is what was meant. Corners are rounded to six decimals.
 * @param {Ring} ring
 * @returns {Ring} empty where nothing is enclosed
 */
export function largestLoop(ring) {
  let left = tidy(ring);
  while (left.length >= 3) {
    const [first] = meetings(left, true);
    if (!first) return left;
    const { i, j, at, isSpike } = first;
    if (isSpike) left = tidy(left.filter((_, index) => index !== j));
    else {
      const inner = tidy([at, ...left.slice(i + 1, j + 1)]);
      const outer = tidy([...left.slice(0, i + 1), at, ...left.slice(j + 1)]);
      left = areaOf(inner) > areaOf(outer) ? inner : outer;
    }
  }
  return [];
}

/** Rounded, no corner twice in a row. @param {Ring} ring @returns {Ring} */
function tidy(ring) {
  const rounded = ring.map(([lng, lat]) => /** @type {Corner} */ ([round(lng), round(lat)]));
  return rounded.filter(([lng, lat], index) => {
    const [lng0, lat0] = rounded[(index + rounded.length - 1) % rounded.length];
    return rounded.length === 1 || lng !== lng0 || lat !== lat0;
  });
}
