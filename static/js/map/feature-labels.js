/**
 * What single features are called, written beside them where there is room: none lies over another, of the same layer or of one above;
 * names of areas yield to all of them. One picture of the view, which goes along while the map is moved.
 */
import * as L from 'leaflet';
import { EXTENT } from 'map/tile-decode';
import { number } from 'ui/i18n';
import { token } from 'ui/theme';

/** @typedef {import('map/tiles').Tile} Tile */
/** @typedef {import('map/tile-decode').TileItem} TileItem */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/** @typedef {{ text: string, x: number, y: number, below: number, weight: number }} Wish where a label would stand; the heaviest first */

const MOST = 400;
const LONGEST = 40;
const [HEIGHT, GAP] = [15, 3];
const AROUND = 0.25;

/** The labels of each layer of a map: those further up are placed first. @type {WeakMap<L.Map, Set<{ rank: () => number, place: (taken: Box[]) => Box[] }>>} */
const layersOf = new WeakMap();

/** @param {L.Map} map */
function placeAll(map) {
  /** @type {Box[]} */
  const taken = [];
  const layers = [...(layersOf.get(map) ?? [])].sort((one, other) => other.rank() - one.rank());
  for (const layer of layers) taken.push(...layer.place(taken));
}

/** @param {unknown} value @param {boolean} [isYear] a year is written without marks */
export function labelText(value, isYear = false) {
  if (value === undefined || value === null || value === '') return '';
  const text = typeof value === 'number' && !isYear ? number(value) : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/**
 * Which of the wished labels have room. Pure.
 * @param {Wish[]} wishes @param {(text: string) => number} widthOf @param {Box[]} [taken] where there is no room
 * @returns {(Wish & { box: Box })[]}
 */
export function placeLabels(wishes, widthOf, taken = []) {
  /** @type {(Wish & { box: Box })[]} */
  const placed = [];
  for (const wish of [...wishes].sort((one, other) => other.weight - one.weight)) {
    if (placed.length >= MOST) break;
    const half = widthOf(wish.text) / 2 + GAP;
    const top = wish.y + wish.below;
    const box = { left: wish.x - half, right: wish.x + half, top, bottom: top + HEIGHT };
    if (taken.some((other) => meet(box, other)) || placed.some(({ box: other }) => meet(box, other))) continue;
    placed.push({ ...wish, box });
  }
  return placed;
}

/** @param {Box} one @param {Box} other */
const meet = (one, other) =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/**
 * @param {L.Map} map
 * @param {{ pane: string, rank: () => number, belowOf: (item: TileItem) => number, onPlaced: () => void }} options belowOf: how far below its place an item's label stands
 */
export function drawFeatureLabels(map, { pane, rank, belowOf, onPlaced }) {
  const canvas = document.createElement('canvas');
  canvas.className = 'feature-labels';
  const overlay = L.svgOverlay(/** @type {any} */ (canvas), map.getBounds(), { pane, interactive: false });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  /** By the pixels of the whole world at this zoom, which all layers share. @type {{ zoom: number, min: L.Point, size: L.Point, wishes: Wish[], boxes: Box[], told: string } | null} */
  let now = null;
  const layer = { rank, place };
  const all = layersOf.get(map) ?? new Set();
  layersOf.set(map, all.add(layer));

  /** @param {Box[]} taken */
  function place(taken) {
    if (!now || now.zoom !== map.getZoom()) return [];
    const { min, size, wishes } = now;
    context.font = fontOf();
    const placed = placeLabels(wishes, (text) => context.measureText(text).width, taken);
    const told = placed.map(({ text, x, y }) => `${text} ${x} ${y}`).join();
    now.boxes = placed.map(({ box }) => box);
    if (told === now.told) return now.boxes;
    now.told = told;
    const density = Math.min(2, devicePixelRatio || 1);
    canvas.width = size.x * density;
    canvas.height = size.y * density;
    context.scale(density, density);
    context.translate(-min.x, -min.y);
    context.font = fontOf();
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = token('--map-halo');
    context.fillStyle = token('--ink');
    for (const { text, x, box } of placed) {
      context.strokeText(text, x, box.top + 1);
      context.fillText(text, x, box.top + 1);
    }
    canvas.dataset.labels = String(placed.length);
    onPlaced();
    return now.boxes;
  }

  return {
    /** @param {{ tile: Tile, items: TileItem[] }[]} parts @param {string} property */
    show(parts, property, isYear = false) {
      const bounds = map.getPixelBounds();
      const around = bounds.getSize().multiplyBy(AROUND);
      const min = /** @type {L.Point} */ (bounds.min).subtract(around).round();
      const max = /** @type {L.Point} */ (bounds.max).add(around).round();
      /** A shape in several tiles has one label: where the most of it lies. @type {Map<string, Wish>} */
      const wishes = new Map();
      for (const { tile, items } of parts) {
        for (const item of items) {
          const text = labelText(item.properties[property], isYear);
          const x = (tile.x + item.x / EXTENT) * tile.size_px;
          const y = (tile.y + item.y / EXTENT) * tile.size_px;
          if (!text || x < min.x || y < min.y || x > max.x || y > max.y) continue;
          const below = belowOf(item);
          const weight = item.rings ? item.rings.reduce((sum, ring) => sum + extentOf(ring), 0) : below;
          const { code } = item.properties;
          if ((wishes.get(code)?.weight ?? -1) < weight) wishes.set(code, { text, x, y, below, weight });
        }
      }
      const zoom = map.getZoom();
      now = { zoom, min, size: max.subtract(min), wishes: [...wishes.values()], boxes: [], told: '-' };
      overlay.setBounds(L.latLngBounds(map.unproject(min, zoom), map.unproject(max, zoom)));
      if (!map.hasLayer(overlay)) overlay.addTo(map);
      placeAll(map);
    },
    /** The layers changed places. */
    place: () => placeAll(map),
    /** Where labels stand, on the map's layer plane. @returns {Box[]} */
    boxes() {
      const { x, y } = map.getPixelOrigin();
      if (!now || now.zoom !== map.getZoom()) return [];
      return now.boxes.map(({ left, right, top, bottom }) => ({
        left: left - x,
        right: right - x,
        top: top - y,
        bottom: bottom - y,
      }));
    },
    /** Until they are shown again. */
    clear() {
      overlay.remove();
      if (!now) return;
      now = null;
      placeAll(map);
    },
    remove() {
      this.clear();
      all.delete(layer);
    },
  };
}

const fontOf = () => `600 12px ${token('--font')}`;

/** The longer side of a ring's box. @param {[number, number][]} ring */
function extentOf(ring) {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}
