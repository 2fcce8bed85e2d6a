/**
 * Corners as buttons on the map: dragged by mouse or finger, moved by arrows, and between two of them a smaller one that makes
 * a new corner. Draws and hears; what a corner is belongs to who asks.
 */
import * as L from 'leaflet';
import { element } from 'ui/element';
import { fill, gettext } from 'ui/i18n';

const DRAG_PX = { mouse: 3, touch: 8 };
const LONG_PRESS_MS = 600;
/** Nearer than this two corners leave no room for a handle between them. */
const ROOM_PX = 72;
const STEP_PX = 8;
/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @typedef {Object} Heard
 * @property {(index: number) => void} onTap
 * @property {(index: number) => void} onGrab a corner begins to be dragged
 * @property {(index: number, at: L.LatLng) => void} onInsert a corner begins to be dragged out of the middle of an edge
 * @property {(index: number, at: L.LatLng) => void} onDrag
 * @property {() => void} onDrop
 * @property {(index: number, at: L.LatLng) => void} onNudge
 * @property {(index: number) => void} onSplit a corner is wanted after this one
 * @property {(index: number) => void} onRemove
 */

/**
 * @param {L.Map} map
 * @param {string} pane
 * @param {Heard} heard
 */
export function addHandles(map, pane, heard) {
  /** @type {{ marker: L.Marker, button: HTMLButtonElement }[]} */
  const corners = [];
  /** @type {{ marker: L.Marker, button: HTMLButtonElement }[]} */
  const middles = [];
  /** @type {{ ring: L.LatLng[], closed: boolean, chosen: number | null }} */
  let shown = { ring: [], closed: false, chosen: null };
  let isDragging = false;

  /** @param {boolean} isMiddle @param {number} index */
  function make(isMiddle, index) {
    const button = element('button', { type: 'button', class: isMiddle ? 'handle handle--middle' : 'handle' });
    const icon = L.divIcon({ className: 'handle-anchor', html: button, iconSize: [44, 44] });
    const options = { icon, pane, keyboard: false, interactive: false, zIndexOffset: isMiddle ? -10_000 : 0 };
    const marker = L.marker([0, 0], options).addTo(map);
    if (isMiddle) button.setAttribute('aria-label', gettext('New corner here'));
    L.DomEvent.disableClickPropagation(button);
    listen(button, isMiddle, index);
    return { marker, button };
  }

  /** The corner that is meant where several lie under one finger. @param {PointerEvent} event @param {number} index */
  function nearest(event, index) {
    const at = map.mouseEventToContainerPoint(event);
    const away = (/** @type {number} */ one) => map.latLngToContainerPoint(shown.ring[one]).distanceTo(at);
    return shown.ring.reduce((best, _, one) => (away(one) < away(best) - 1 ? one : best), index);
  }

  /** @param {HTMLButtonElement} button @param {boolean} isMiddle @param {number} own */
  function listen(button, isMiddle, own) {
    /** @type {{ index: number, offset: L.Point, start: L.Point, moved: boolean, timer: number } | null} */
    let grip = null;
    let isSpent = false; // the click that follows a drag or a long press means nothing

    button.addEventListener('pointerdown', (event) => {
      if (!event.isPrimary || event.button !== 0) return;
      const start = map.mouseEventToContainerPoint(event);
      const index = isMiddle ? own : nearest(event, own);
      const place = isMiddle ? middles[own].marker.getLatLng() : shown.ring[index];
      const press = () => {
        if (!grip || grip.moved || isMiddle) return;
        isSpent = true;
        grip = null;
        heard.onRemove(index);
      };
      const timer = event.pointerType === 'mouse' ? 0 : window.setTimeout(press, LONG_PRESS_MS);
      isSpent = false;
      grip = { index, offset: map.latLngToContainerPoint(place).subtract(start), start, moved: false, timer };
      button.setPointerCapture(event.pointerId);
    });
    button.addEventListener('pointermove', (event) => {
      if (!grip) return;
      const at = map.mouseEventToContainerPoint(event);
      if (!grip.moved && at.distanceTo(grip.start) < DRAG_PX[event.pointerType === 'mouse' ? 'mouse' : 'touch']) return;
      const to = map.containerPointToLatLng(at.add(grip.offset));
      if (!grip.moved) {
        clearTimeout(grip.timer);
        grip.moved = true;
        isDragging = true;
        isSpent = true;
        button.classList.add('handle--held');
        if (isMiddle) {
          grip.index = own + 1;
          heard.onInsert(grip.index, to);
        } else heard.onGrab(grip.index);
      }
      heard.onDrag(grip.index, to);
    });
    const drop = () => {
      if (!grip) return;
      clearTimeout(grip.timer);
      const { moved, index } = grip;
      grip = null;
      isDragging = false;
      button.classList.remove('handle--held');
      if (!moved) return;
      heard.onDrop();
      corners[index]?.button.focus({ preventScroll: true });
    };
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) button.addEventListener(name, drop);

    button.addEventListener('click', (event) => {
      if (isSpent) {
        isSpent = false;
        return;
      }
      if (isMiddle) heard.onSplit(own);
      else heard.onTap(event.detail === 0 ? own : nearest(/** @type {PointerEvent} */ (event), own));
    });
    button.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      event.stopPropagation();
    });
    button.addEventListener('focus', () => {
      if (isMiddle || !button.matches(':focus-visible') || isDragging) return;
      map.panInside(shown.ring[own], { padding: [56, 56] });
    });
    button.addEventListener('keydown', (event) => {
      if (isMiddle || event.ctrlKey || event.metaKey || event.altKey) return;
      const way = WAYS[event.key];
      if (way) {
        const step = event.shiftKey ? 1 : STEP_PX;
        const at = map.latLngToContainerPoint(shown.ring[own]).add([way[0] * step, way[1] * step]);
        heard.onNudge(own, map.containerPointToLatLng(at));
      } else if (event.key === 'Delete' || event.key === 'Backspace') heard.onRemove(own);
      else if (event.key === 'Insert' || event.key === '+') heard.onSplit(own);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** @param {typeof corners} list @param {boolean} isMiddle @param {number} count */
  function resize(list, isMiddle, count) {
    while (list.length < count) list.push(make(isMiddle, list.length));
    for (const { marker, button } of list.splice(count)) {
      const hadFocus = document.activeElement === button;
      marker.remove();
      if (hadFocus) map.getContainer().focus({ preventScroll: true });
    }
  }

  function draw() {
    const { ring, closed, chosen } = shown;
    const isOpenRing = !closed && ring.length >= 3;
    resize(corners, false, ring.length);
    for (const [index, { marker, button }] of corners.entries()) {
      marker.setLatLng(ring[index]);
      const words = fill(gettext('Corner %(n)s of %(total)s'), { n: index + 1, total: ring.length });
      button.setAttribute('aria-label', words);
      button.setAttribute('aria-pressed', String(index === chosen));
      button.classList.toggle('handle--first', index === 0 && isOpenRing);
    }
    if (isDragging) {
      // The one in hand stays, without being seen.
      for (const { button } of middles) button.hidden = !button.classList.contains('handle--held');
      return;
    }
    const edges = closed ? ring.length : Math.max(0, ring.length - 1);
    resize(middles, true, edges);
    for (const [index, { marker, button }] of middles.entries()) {
      const [from, to] = [ring[index], ring[(index + 1) % ring.length]].map((at) => map.latLngToLayerPoint(at));
      marker.setLatLng(map.layerPointToLatLng(from.add(to).divideBy(2)));
      button.hidden = from.distanceTo(to) < ROOM_PX;
    }
  }
  map.on('zoomend', draw);

  return {
    /** @param {typeof shown} next */
    show(next) {
      shown = next;
      draw();
    },
    /** @param {number} index */
    focus: (index) => corners[index]?.button.focus({ preventScroll: true }),
    remove() {
      map.off('zoomend', draw);
      for (const { marker } of [...corners, ...middles]) marker.remove();
    },
  };
}
