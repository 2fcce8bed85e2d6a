/**
 * What is drawn on canvases answers to the pointer like anything else: one listener a map asks the layers, the topmost first.
 * While a tool has the map (class `map--tool` on its element), nothing answers.
 *
 * @typedef {Object} Target
 * @property {() => number} rank the higher the nearer to the reader
 * @property {(point: import('leaflet').Point, reach: number) => unknown} find what lies at a point of the map's box, or null
 * @property {(hit: any) => void} onSelect
 * @property {(hit: any, event: PointerEvent | null) => void} onHover
 */

/** A finger is less exact than a mouse. */
const REACH = { mouse: 3, touch: 14 };

/** @type {WeakMap<HTMLElement, { targets: Set<Target>, stop: () => void }>} */
const registries = new WeakMap();

/** @param {import('leaflet').Map} map */
function listen(map) {
  const container = map.getContainer();
  /** @type {Set<Target>} */
  const targets = new Set();
  /** @type {{ target: Target, hit: any } | null} */
  let hovered = null;
  let waiting = 0;
  let isFinger = false;

  /** @param {MouseEvent} event */
  function find(event) {
    if (container.classList.contains('map--tool') || !isGround(event.target)) return null;
    const point = map.mouseEventToContainerPoint(event);
    const reach = isFinger ? REACH.touch : REACH.mouse;
    for (const target of [...targets].sort((one, other) => other.rank() - one.rank())) {
      const hit = target.find(point, reach);
      if (hit) return { target, hit };
    }
    return null;
  }

  /** Signs, controls and what floats over the map answer themselves. @param {EventTarget | null} target */
  const isGround = (target) =>
    target instanceof Element &&
    container.contains(target) &&
    !target.closest('button, a, input, .leaflet-control, .leaflet-popup');

  /** @param {MouseEvent} event before Leaflet hears it: a dot lies over the area that it is in */
  function onClick(event) {
    if (/** @type {any} */ (map.dragging)?.moved?.()) return;
    const found = find(event);
    if (!found) return;
    event.stopPropagation();
    found.target.onSelect(found.hit);
  }

  /** @param {PointerEvent | null} event @param {typeof hovered} found */
  function hover(event, found) {
    if (hovered && hovered.target !== found?.target) hovered.target.onHover(null, event);
    if (found) found.target.onHover(found.hit, event);
    if (Boolean(found) !== Boolean(hovered)) container.classList.toggle('map--hit', Boolean(found));
    hovered = found;
  }

  /** @param {PointerEvent} event */
  function onMove(event) {
    if (event.pointerType === 'touch' || event.buttons > 0) return;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => hover(event, find(event)));
  }
  const onLeave = (/** @type {PointerEvent} */ event) => {
    cancelAnimationFrame(waiting);
    hover(event, null);
  };
  const onDown = (/** @type {PointerEvent} */ event) => {
    isFinger = event.pointerType === 'touch';
  };
  const onZoom = () => hover(null, null);

  container.addEventListener('click', onClick, { capture: true });
  container.addEventListener('pointermove', onMove, { passive: true });
  container.addEventListener('pointerleave', onLeave);
  container.addEventListener('pointerdown', onDown, { capture: true, passive: true });
  map.on('zoomstart', onZoom);
  return {
    targets,
    stop() {
      cancelAnimationFrame(waiting);
      container.removeEventListener('click', onClick, { capture: true });
      container.removeEventListener('pointermove', onMove);
      container.removeEventListener('pointerleave', onLeave);
      container.removeEventListener('pointerdown', onDown, { capture: true });
      map.off('zoomstart', onZoom);
    },
  };
}

/**
 * @param {import('leaflet').Map} map
 * @param {Target} target
 * @returns {{ remove: () => void }}
 */
export function addTarget(map, target) {
  const container = map.getContainer();
  const registry = registries.get(container) ?? listen(map);
  registries.set(container, registry);
  registry.targets.add(target);
  return {
    remove() {
      registry.targets.delete(target);
      if (registry.targets.size > 0) return;
      registry.stop();
      registries.delete(container);
    },
  };
}
