/**
 * A line or an outline in the making: corners by tap, moved, put between, taken away; undo and redo; closed or open. Knows
 * nothing of what it is for. Keys while it is there: Enter on the map puts a corner under the cross, Ctrl+Z, Ctrl+Shift+Z.
 */
import * as L from 'leaflet';
import { addHandles } from 'map/handles';
import { past } from 'map/past';
import { crossings } from 'map/ring';
import { openPanes } from 'map/tool-panes';

/**
 * @typedef {import('map/ring').Ring} Ring
 * @typedef {{ ring: Ring, closed: boolean }} State
 * @typedef {State & { crossings: Ring, chosen: number | null, canUndo: boolean, canRedo: boolean }} Seen
 */

const round = (/** @type {number} */ degrees) => Math.round(degrees * 1e6) / 1e6;
/** @param {L.LatLng} at @returns {import('map/ring').Corner} six decimals: a hand's breadth */
const corner = ({ lng, lat }) => [round(lng), round(lat)];
/** @param {import('map/ring').Corner} at */
const place = ([lng, lat]) => L.latLng(lat, lng);

/**
 * A copy with some corners taken out and others put in.
 * @param {Ring} ring
 * @param {number} index
 * @param {number} gone
 * @param {...import('map/ring').Corner} put
 */
const spliced = (ring, index, gone, ...put) => [...ring.slice(0, index), ...put, ...ring.slice(index + gone)];

/** @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof Element && Boolean(target.closest('input, textarea, select, [contenteditable="true"]'));

/**
 * @param {L.Map} map
 * @param {{ initial?: Ring, most?: number, isLine?: boolean, onChange: (seen: Seen) => void, onHover?: (at: import('map/ring').Corner | null) => void }} options
 * initial: a ring that is there already, closed; most: corners at most; isLine: a line in the first place, which may be closed;
 * onHover: where the mouse would put the next corner
 */
export function sketch(map, { initial = [], most = 200, isLine = false, onChange, onHover }) {
  const container = map.getContainer();
  /** @type {ReturnType<typeof past<State>>} */
  const steps = past({ ring: initial, closed: initial.length >= 3 });
  /** @type {number | null} */
  let chosen = null;

  const panes = openPanes(map, { onTap: (at) => add(corner(at)), onHover: hover });
  const group = L.layerGroup().addTo(map);
  const style = { ...panes.lines, fill: false };
  const ground = L.polygon([], { ...panes.lines, stroke: false, className: 'sketch-ground' }).addTo(group);
  const halo = L.polyline([], { ...style, className: 'sketch-halo' }).addTo(group);
  const rest = L.polyline([], { ...style, className: 'sketch-rest' }).addTo(group);
  const guide = L.polyline([], { ...style, className: 'sketch-rest' }).addTo(group);
  const line = L.polyline([], { ...style, className: 'sketch-line' }).addTo(group);
  const faults = L.layerGroup().addTo(group);
  const handles = addHandles(map, panes.handles, {
    onTap: tap,
    onGrab(index) {
      chosen = index;
      steps.push({ ...steps.now() });
    },
    onInsert(index, at) {
      chosen = index;
      steps.push({ ...steps.now(), ring: spliced(steps.now().ring, index, 0, corner(at)) });
    },
    onDrag: (index, at) => move(index, at, steps.replace),
    onDrop: draw,
    onNudge(index, at) {
      chosen = index;
      move(index, at, steps.push);
    },
    onSplit: split,
    onRemove: take,
  });

  /** @param {number} index @param {L.LatLng} at @param {(next: State) => void} keep */
  function move(index, at, keep) {
    keep({ ...steps.now(), ring: spliced(steps.now().ring, index, 1, corner(at)) });
    draw();
  }

  /** @param {import('map/ring').Corner} at */
  function add(at) {
    const { ring, closed } = steps.now();
    if (closed || ring.length >= most) return;
    const last = ring[ring.length - 1];
    if (last && last[0] === at[0] && last[1] === at[1]) return;
    chosen = null;
    steps.push({ ring: [...ring, at], closed });
    draw();
  }

  /** @param {number} index */
  function split(index) {
    const { ring, closed } = steps.now();
    const next = ring[index + 1] ?? (closed ? ring[0] : undefined);
    if (!next || ring.length >= most) return;
    const middle = L.latLng((ring[index][1] + next[1]) / 2, (ring[index][0] + next[0]) / 2);
    steps.push({ ring: spliced(ring, index + 1, 0, corner(middle)), closed });
    chosen = index + 1;
    draw();
    handles.focus(chosen);
  }

  /** @param {number} index */
  function take(index) {
    const { ring, closed } = steps.now();
    if (index < 0 || index >= ring.length) return;
    const left = spliced(ring, index, 1);
    steps.push({ ring: left, closed: closed && left.length >= 3 });
    chosen = null;
    draw();
    if (left.length > 0) handles.focus(Math.min(index, left.length - 1));
  }

  /** @param {number} index */
  function tap(index) {
    const { ring, closed } = steps.now();
    const isEnd = index === 0 || (!isLine && index === ring.length - 1);
    if (!closed && isEnd && ring.length >= 3) finish();
    else {
      chosen = chosen === index ? null : index;
      draw();
    }
  }

  /** @returns {boolean} whether it is closed now */
  function finish() {
    const { ring, closed } = steps.now();
    if (ring.length < 3) return false;
    if (!closed) {
      chosen = null;
      steps.push({ ring, closed: true });
      draw();
    }
    return true;
  }

  /** @param {L.LatLng | null} at the mouse */
  function hover(at) {
    const { ring, closed } = steps.now();
    const last = ring[ring.length - 1];
    const isNext = at !== null && last !== undefined && !closed;
    guide.setLatLngs(isNext ? [place(last), at] : []);
    onHover?.(isNext ? corner(at) : null);
  }

  function draw() {
    const { ring, closed } = steps.now();
    const places = ring.map(place);
    const found = crossings(ring, { closed });
    const outline = closed ? [...places, places[0]] : places;
    ground.setLatLngs(closed || (!isLine && places.length >= 3) ? places : []);
    halo.setLatLngs(outline);
    line.setLatLngs(outline);
    rest.setLatLngs(!isLine && !closed && places.length >= 3 ? [places[places.length - 1], places[0]] : []);
    guide.setLatLngs([]);
    for (const path of [ground, line]) path.getElement()?.classList.toggle('is-wrong', found.length > 0);
    faults.clearLayers();
    for (const at of found) {
      L.circleMarker(place(at), { ...panes.lines, radius: 7, className: 'sketch-fault' }).addTo(faults);
    }
    handles.show({ ring: places, closed, chosen });
    container.classList.toggle('map--drawing', !closed);
    onChange(seen(found));
  }

  /** @param {Ring} [found] @returns {Seen} */
  function seen(found) {
    const { ring, closed } = steps.now();
    const faulty = found ?? crossings(ring, { closed });
    return { ring, closed, crossings: faulty, chosen, canUndo: steps.canUndo(), canRedo: steps.canRedo() };
  }

  function undo() {
    chosen = null;
    steps.undo();
    draw();
  }
  function redo() {
    chosen = null;
    steps.redo();
    draw();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.defaultPrevented || isTyping(event.target)) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (isCommand && key === 'z' && !event.shiftKey) undo();
    else if (isCommand && (key === 'y' || (key === 'z' && event.shiftKey))) redo();
    else if (event.target === container && event.key === 'Enter') add(corner(map.getCenter()));
    else if (event.target === container && event.key === 'Backspace') undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  document.addEventListener('keydown', onKey, { capture: true });
  draw();

  return {
    seen: () => seen(),
    add,
    undo,
    redo,
    finish,
    /** Take away the chosen corner, or this one. @param {number} [index] */
    removeCorner: (index = chosen ?? -1) => take(index),
    /** @param {Ring} ring none: everything is taken away; can be undone */
    set(ring) {
      chosen = null;
      const next = ring.map(([lng, lat]) => corner(L.latLng(lat, lng)));
      steps.push({ ring: next, closed: next.length >= 3 });
      draw();
    },
    remove() {
      document.removeEventListener('keydown', onKey, { capture: true });
      handles.remove();
      group.remove();
      panes.remove();
      container.classList.remove('map--drawing');
    },
  };
}
