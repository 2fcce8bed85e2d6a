/**
 * A vector tile of ours, read: single features, or cells of a 64 × 64 grid with how many there are. Knows nothing of a map. It reads
 * what our tiles hold, points, lines and polygons of one layer (Mapbox vector tile 2.1), and makes as few objects of it as it can.
 *
 * @typedef {Object} TileItem
 * @property {number} x 0 to 4096 from the tile's west edge; of a polygon, the middle of what is seen of it; of a line, half way along that
 * @property {number} y 0 to 4096 from the tile's north edge
 * @property {number} n how many features: 1, or what a cell holds
 * @property {[number, number][][] | null} rings of a polygon, or the pieces of a line
 * @property {boolean} [isLine]
 * @property {Record<string, any>} properties
 *
 * @typedef {Object} TileData
 * @property {number} z
 * @property {number} x
 * @property {number} y
 * @property {boolean} isCells
 * @property {TileItem[]} items
 *
 * @typedef {{ name: string, extent: number, keys: string[], values: any[], features: number[], pbf: PbfReader }} TileLayer
 */
import { middleOfLine } from 'map/line-geometry';
import { PbfReader } from 'pbf';

export const EXTENT = 4096;
const [LINE, POLYGON] = [2, 3];
const MOVE_TO = 1;
const LINE_TO = 2;
/** So many features are read at one go. */
const AT_ONE_GO = 400;

/**
 * @param {ArrayBuffer} buffer
 * @param {{ x: number, y: number, z: number }} coords
 * @param {<Result>(job: () => Result) => Promise<Result>} [turn] runs a small piece of the work when there is time
 * @returns {Promise<TileData>}
 */
export async function decodeTile(buffer, { x, y, z }, turn = async (job) => job()) {
  const layer = await turn(() => firstLayer(buffer));
  /** @type {TileData} */
  const tile = { z, x, y, isCells: layer?.name === 'cells', items: [] };
  if (!layer) return tile;
  for (let start = 0; start < layer.features.length; start += AT_ONE_GO) {
    await turn(() => {
      for (const at of layer.features.slice(start, start + AT_ONE_GO)) tile.items.push(readItem(layer, at));
    });
  }
  return tile;
}

/** @param {ArrayBuffer} buffer @returns {TileLayer | null} */
function firstLayer(buffer) {
  const pbf = new PbfReader(buffer);
  /** @type {TileLayer | null} */
  let found = null;
  pbf.readFields((field) => {
    if (field === 3 && !found) found = readLayer(pbf);
  }, null);
  return found;
}

/** @param {PbfReader} pbf @returns {TileLayer} */
function readLayer(pbf) {
  /** @type {TileLayer} */
  const layer = { name: '', extent: EXTENT, keys: [], values: [], features: [], pbf };
  pbf.readMessage((field) => {
    if (field === 1) layer.name = pbf.readString();
    else if (field === 2) layer.features.push(pbf.pos);
    else if (field === 3) layer.keys.push(pbf.readString());
    else if (field === 4) layer.values.push(readValue(pbf));
    else if (field === 5) layer.extent = pbf.readVarint();
  }, null);
  return layer;
}

/** @param {PbfReader} pbf */
function readValue(pbf) {
  /** @type {string | number | boolean | null} */
  let value = null;
  pbf.readMessage((field) => {
    if (field === 1) value = pbf.readString();
    else if (field === 2) value = pbf.readFloat();
    else if (field === 3) value = pbf.readDouble();
    else if (field === 4) value = pbf.readVarint(true);
    else if (field === 5) value = pbf.readVarint();
    else if (field === 6) value = pbf.readSVarint();
    else if (field === 7) value = pbf.readBoolean();
  }, null);
  return value;
}

/** @param {TileLayer} layer @param {number} at @returns {TileItem} */
function readItem({ pbf, keys, values, extent }, at) {
  const scale = EXTENT / extent;
  /** @type {Record<string, any>} */
  const properties = {};
  let [type, geometry] = [0, 0];
  pbf.pos = at;
  pbf.readMessage((field) => {
    if (field === 2) {
      for (const end = pbf.readVarint() + pbf.pos; pbf.pos < end; ) {
        const key = keys[pbf.readVarint()];
        properties[key] = values[pbf.readVarint()];
      }
    } else if (field === 3) type = pbf.readVarint();
    else if (field === 4) geometry = pbf.pos;
  }, null);
  const n = properties.n === undefined ? 1 : Number(properties.n);
  pbf.pos = geometry;
  if (type === POLYGON) {
    const rings = readRings(pbf, scale);
    return { ...middle(rings), n, rings, properties };
  }
  if (type === LINE) {
    const rings = readRings(pbf, scale);
    return { ...middleOfLine(rings), n, rings, isLine: true, properties };
  }
  pbf.readVarint(); // how long it is
  pbf.readVarint(); // "move to", once
  return { x: pbf.readSVarint() * scale, y: pbf.readSVarint() * scale, n, rings: null, properties };
}

/** @param {PbfReader} pbf @param {number} scale @returns {[number, number][][]} */
function readRings(pbf, scale) {
  /** @type {[number, number][][]} */
  const rings = [];
  let [x, y] = [0, 0];
  for (const end = pbf.readVarint() + pbf.pos; pbf.pos < end; ) {
    const command = pbf.readVarint();
    const kind = command & 7;
    if (kind === MOVE_TO) rings.push([]);
    if (kind !== MOVE_TO && kind !== LINE_TO) continue; // the ring is closed
    for (let count = command >> 3; count > 0; count -= 1) {
      x += pbf.readSVarint();
      y += pbf.readSVarint();
      rings[rings.length - 1].push([x * scale, y * scale]);
    }
  }
  return rings;
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

/** Where an item lies. @param {{ x: number, y: number, z: number }} tile @param {{ x: number, y: number }} item */
export function placeOf(tile, { x, y }) {
  return lngLat(tile.x + x / EXTENT, tile.y + y / EXTENT, tile.z);
}
