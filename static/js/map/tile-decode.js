/**
 * A vector tile of ours, read: single features, or cells of a 64 × 64 grid with how many there are. Knows nothing of a map.
 *
 * @typedef {Object} TileItem
 * @property {number} x 0 to 4096 from the tile's west edge; of a polygon, the middle of what is seen of it
 * @property {number} y 0 to 4096 from the tile's north edge
 * @property {number} n how many features: 1, or what a cell holds
 * @property {[number, number][][] | null} rings of a polygon
 * @property {Record<string, any>} properties
 *
 * @typedef {Object} TileData
 * @property {number} z
 * @property {number} x
 * @property {number} y
 * @property {boolean} isCells
 * @property {TileItem[]} items
 */
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

export const EXTENT = 4096;
const POLYGON = 3;

/**
 * @param {ArrayBuffer} buffer
 * @param {{ x: number, y: number, z: number }} coords
 * @returns {TileData}
 */
export function decodeTile(buffer, { x, y, z }) {
  const [layer] = buffer.byteLength > 0 ? Object.values(new VectorTile(new PbfReader(buffer)).layers) : [];
  if (!layer) return { z, x, y, isCells: false, items: [] };
  const scale = EXTENT / layer.extent;
  const items = Array.from({ length: layer.length }, (_, index) => {
    const feature = layer.feature(index);
    const { properties } = feature;
    const geometry = feature.loadGeometry();
    const n = Number(properties.n ?? 1);
    if (feature.type !== POLYGON) {
      const [point] = geometry[0];
      return { x: point.x * scale, y: point.y * scale, n, rings: null, properties };
    }
    const rings = geometry.map((ring) =>
      ring.map((corner) => /** @type {[number, number]} */ ([corner.x * scale, corner.y * scale])),
    );
    return { ...middle(rings), n, rings, properties };
  });
  return { z, x, y, isCells: layer.name === 'cells', items };
}

/** @param {[number, number][][]} rings */
function middle(rings) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of rings.flat()) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return { x: (west + east) / 2, y: (north + south) / 2 };
}

/**
 * @param {number} x tile column, may have a fraction
 * @param {number} y
 * @param {number} z
 * @returns {[number, number]} longitude, latitude
 */
export function lngLat(x, y, z) {
  const size = 2 ** z;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI;
  return [(x / size) * 360 - 180, lat];
}

/** Where an item lies. @param {TileData} tile @param {{ x: number, y: number }} item */
export function placeOf(tile, { x, y }) {
  return lngLat(tile.x + x / EXTENT, tile.y + y / EXTENT, tile.z);
}
