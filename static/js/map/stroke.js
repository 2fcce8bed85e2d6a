/**
 * One stroke over the map, by mouse, pen or finger: freehand or a rectangle. A second finger gives the map back its zoom.
 */
import * as L from 'leaflet';
import { openPanes } from 'map/tool-panes';

const LEAST_PX = 12;
const STEP_PX = 3;

/**
 * @param {L.Map} map
 * @param {{ shape: 'freehand' | 'rectangle', onDone: (points: L.Point[]) => void, onTooSmall?: () => void }} options
 * points: on the screen, not closed
 */
export function stroke(map, { shape, onDone, onTooSmall }) {
  const panes = openPanes(map);
  const container = map.getContainer();
  const { catcher } = panes;
  const drawn = L.polygon([], { ...panes.lines, className: 'sketch-stroke' }).addTo(map);
  const wasDraggable = map.dragging.enabled();
  map.dragging.disable();
  map.boxZoom.disable();
  container.classList.add('map--stroke', 'map--drawing');

  /** @type {L.Point[]} */
  let points = [];
  /** @type {number | null} */
  let pointer = null;

  const outline = () => {
    if (shape === 'freehand' || points.length < 2) return points;
    const box = L.bounds(points);
    return [box.getBottomLeft(), box.getTopLeft(), box.getTopRight(), box.getBottomRight()];
  };
  const show = () => drawn.setLatLngs(outline().map((point) => map.containerPointToLatLng(point)));
  const forget = () => {
    points = [];
    pointer = null;
    show();
  };

  catcher.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary) {
      forget();
      return;
    }
    if (event.button !== 0) return;
    pointer = event.pointerId;
    catcher.setPointerCapture(pointer);
    points = [map.mouseEventToContainerPoint(event)];
  });
  catcher.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pointer) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const at = map.mouseEventToContainerPoint(one);
      if (shape === 'rectangle') points = [points[0], at];
      else if (at.distanceTo(points[points.length - 1]) >= STEP_PX) points.push(at);
    }
    show();
  });
  catcher.addEventListener('pointerup', (event) => {
    if (event.pointerId !== pointer) return;
    const found = outline();
    const { x, y } = L.bounds(found).getSize();
    forget();
    if (found.length < 3 || x < LEAST_PX || y < LEAST_PX) onTooSmall?.();
    else onDone(found);
  });
  catcher.addEventListener('pointercancel', forget);

  return {
    remove() {
      drawn.remove();
      panes.remove();
      container.classList.remove('map--stroke', 'map--drawing');
      if (wasDraggable) map.dragging.enable();
      map.boxZoom.enable();
    },
  };
}
