/**
 * What is drawn as one sign: the features of a cell on the screen, 64 px wide, or 32 px in the street. A cell of the screen is made of
 * whole cells of the tile, so the counts add up to the total.
 *
 * @typedef {Object} Sign
 * @property {number} lat
 * @property {number} lng
 * @property {string} key the same sign keeps its key while it stays the same
 * @property {number} n how many features; 1 is a single one
 * @property {boolean} isFeature a single one of which all is known: it has a code
 * @property {TileItem | null} item the single one as its tile has it
 * @property {number} late how many are past their date, of those that are known one by one
 * @property {Record<string, any>} properties of a single feature, or s_<value> of several
 * @property {[number, number, number, number]} cell west, south, east, north
 */

import { isLate } from 'map/pin-shape';
import { EXTENT, lngLat, placeOf } from 'map/tile-decode';

/** @typedef {import('map/tile-decode').TileData} TileData */
/** @typedef {import('map/tile-decode').TileItem} TileItem */

const STREET_ZOOM = 16;
export const WIDE = 4;
export const NARROW = 8;

/** How many cells 256 pixels are across. @param {number} zoom */
export const cellsAcross = (zoom) => (zoom >= STREET_ZOOM ? NARROW : WIDE);

/**
 * The items of a tile by cell of the screen.
 * @param {TileData} tile
 * @param {number} across
 * @returns {Map<number, TileItem[]>} the cell's number, row by row
 */
function groupItems({ items }, across) {
  const at = (/** @type {number} */ value) => Math.min(across - 1, Math.max(0, Math.floor((value / EXTENT) * across)));
  /** @type {Map<number, TileItem[]>} */
  const groups = new Map();
  for (const item of items) {
    const cell = at(item.y) * across + at(item.x);
    const group = groups.get(cell);
    if (group) group.push(item);
    else groups.set(cell, [item]);
  }
  return groups;
}

/**
 * @param {TileData} tile
 * @param {string} by the property whose values are counted apart; may be empty
 * @param {number} [across] cells of the tile
 * @returns {Sign[]}
 */
export function signsOf(tile, by, across = cellsAcross(tile.z)) {
  const now = Date.now();
  return [...groupItems(tile, across)].map(([cell, items]) => sign(tile, across, cell, items, by, now));
}

/**
 * @param {TileData} tile @param {number} across @param {number} cell @param {TileItem[]} items @param {string} by @param {number} now
 * @returns {Sign}
 */
function sign(tile, across, cell, items, by, now) {
  const [column, row] = [cell % across, Math.floor(cell / across)];
  const [west, north] = lngLat(tile.x + column / across, tile.y + row / across, tile.z);
  const [east, south] = lngLat(tile.x + (column + 1) / across, tile.y + (row + 1) / across, tile.z);
  const bounds = /** @type {[number, number, number, number]} */ ([west, south, east, north]);
  const [first] = items;
  if (items.length === 1 && first.n === 1 && !tile.isCells) {
    const [lng, lat] = placeOf(tile, first);
    const { properties } = first;
    const late = Number(isLate(properties, now));
    const key = `${properties.code}:${properties[by] ?? ''}:${late}`;
    return { lat, lng, key, n: 1, isFeature: true, item: first, late, properties, cell: bounds };
  }
  const sum = { n: 0, x: 0, y: 0, late: 0 };
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { x, y, n, properties } of items) {
    sum.n += n;
    sum.x += x * n;
    sum.y += y * n;
    sum.late += Number(isLate(properties, now));
    if (by && by in properties) add(counts, `s_${properties[by]}`, 1);
    else for (const name in properties) if (name.startsWith('s_')) add(counts, name, Number(properties[name]));
  }
  const [lng, lat] = placeOf(tile, { x: sum.x / sum.n, y: sum.y / sum.n });
  const key = `${tile.z}/${tile.x}/${tile.y}/${across}/${cell}:${sum.n}:${sum.late}:${JSON.stringify(counts)}`;
  return { lat, lng, key, n: sum.n, isFeature: false, item: null, late: sum.late, properties: counts, cell: bounds };
}

/** @param {Record<string, number>} counts @param {string} name @param {number} n */
function add(counts, name, n) {
  counts[name] = (counts[name] ?? 0) + n;
}
