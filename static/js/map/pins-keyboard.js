/**
 * What stands on the map by keyboard: Tab reaches one of it, arrows go to the nearest in that direction, Enter opens, Escape leaves
 * to the map. One walk a map, whatever the number of layers.
 */

const SIGNS = 'button:is(.pin, .cluster, .square)';
/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @type {WeakMap<HTMLElement, { users: number, refresh: () => void, stop: () => void }>} */
const walks = new WeakMap();

/** @param {Element} button */
function middle(button) {
  const { left, top, width, height } = button.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** @param {HTMLButtonElement[]} all @param {HTMLButtonElement} from @param {[number, number]} way */
function nearest(all, from, [wayX, wayY]) {
  const start = middle(from);
  let best = { cost: Number.POSITIVE_INFINITY, button: /** @type {HTMLButtonElement | null} */ (null) };
  for (const button of all) {
    if (button === from) continue;
    const { x, y } = middle(button);
    const [dx, dy] = [x - start.x, y - start.y];
    const along = dx * wayX + dy * wayY;
    const aside = Math.abs(dx * wayY) + Math.abs(dy * wayX);
    // What lies more beside than ahead is not in that direction.
    if (along > aside / 2 && along + 2 * aside < best.cost) best = { cost: along + 2 * aside, button };
  }
  return best.button;
}

/** @param {HTMLElement} container */
function walk(container) {
  const buttons = () => /** @type {HTMLButtonElement[]} */ ([...container.querySelectorAll(SIGNS)]);
  let waiting = 0;

  /** @param {HTMLButtonElement | undefined} chosen the one that Tab reaches */
  const makeStop = (chosen) => {
    for (const button of buttons()) button.tabIndex = button === chosen ? 0 : -1;
  };

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const button = event.target instanceof Element ? event.target.closest(SIGNS) : null;
    if (!(button instanceof HTMLButtonElement)) return;
    if (event.key === 'Escape') {
      container.focus({ preventScroll: true });
      return;
    }
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const found = nearest(buttons(), button, way);
    if (!found) return;
    makeStop(found);
    found.focus({ preventScroll: true });
  }

  /** One of them can always be reached: the focused one, else the one nearest to the middle of the map. */
  function choose() {
    const all = buttons();
    const focused = all.find((button) => button === document.activeElement);
    const here = middle(container);
    const distances = new Map(all.map((button) => [button, away(middle(button), here)]));
    const near = (/** @type {HTMLButtonElement} */ button) => distances.get(button) ?? 0;
    makeStop(focused ?? all.reduce((one, other) => (near(other) < near(one) ? other : one), all[0]));
  }

  container.addEventListener('keydown', onKey, { capture: true });
  return {
    users: 0,
    refresh() {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(choose);
    },
    stop() {
      cancelAnimationFrame(waiting);
      container.removeEventListener('keydown', onKey, { capture: true });
    },
  };
}

/** @param {{ x: number, y: number }} one @param {{ x: number, y: number }} other */
const away = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

/** @param {import('leaflet').Map} map */
export function walkPins(map) {
  const container = map.getContainer();
  const found = walks.get(container) ?? walk(container);
  walks.set(container, found);
  found.users += 1;
  return {
    refresh: found.refresh,
    remove() {
      found.users -= 1;
      if (found.users > 0) return;
      found.stop();
      walks.delete(container);
    },
  };
}
