/**
 * Where the name of an area stands: in the middle of its widest place, found by a few level lines. Always inside.
 * @param {import('geojson').Polygon | import('geojson').MultiPolygon} geometry
 * @returns {[number, number]} longitude, latitude
 */
export function labelPoint(geometry) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const largest = polygons.reduce((one, other) => (ringArea(other[0]) > ringArea(one[0]) ? other : one));
  const heights = largest[0].map(([, y]) => y);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  let best = { score: -1, point: /** @type {[number, number]} */ ([largest[0][0][0], largest[0][0][1]]) };
  for (const share of [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]) {
    const y = low + (high - low) * share;
    const cuts = crossings(largest, y);
    for (let index = 0; index + 1 < cuts.length; index += 2) {
      const score = (cuts[index + 1] - cuts[index]) * (1 - Math.abs(share - 0.5));
      if (score > best.score) best = { score, point: [(cuts[index] + cuts[index + 1]) / 2, y] };
    }
  }
  return best.point;
}

/**
 * Whether a point lies inside (in one of the parts, in no hole).
 * @param {import('geojson').Polygon | import('geojson').MultiPolygon} geometry
 * @param {{ lng: number, lat: number }} point
 */
export function isInside(geometry, { lng, lat }) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some((rings) => crossings(rings, lat).filter((cut) => cut < lng).length % 2 === 1);
}

/** @param {number[][]} ring */
function ringArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    sum += (ring[j][0] + ring[i][0]) * (ring[j][1] - ring[i][1]);
  }
  return Math.abs(sum / 2);
}

/** @param {number[][][]} rings @param {number} y */
function crossings(rings, y) {
  /** @type {number[]} */
  const cuts = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[x1, y1], [x2, y2]] = [ring[j], ring[i]];
      if (y1 > y !== y2 > y) cuts.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
    }
  }
  return cuts.sort((a, b) => a - b);
}
