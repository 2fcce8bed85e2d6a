/**
 * Pins by keyboard: Tab reaches one of them, arrows go to the nearest in that direction, Enter opens, Escape leaves to the map.
 * @param {import('leaflet').Map} map
 * @param {() => HTMLButtonElement[]} buttons what is drawn now
 */
export function walkPins(map, buttons) {
  const container = map.getContainer();
  /** @type {Record<string, [number, number]>} */
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** @param {Element} button */
  const middle = (button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };

  /** @param {HTMLButtonElement | undefined} chosen the one that Tab reaches */
  const makeStop = (chosen) => {
    for (const button of buttons()) button.tabIndex = button === chosen ? 0 : -1;
  };

  /** @param {HTMLButtonElement} from @param {[number, number]} way */
  function next(from, [wayX, wayY]) {
    const start = middle(from);
    let best = { cost: Number.POSITIVE_INFINITY, button: /** @type {HTMLButtonElement | null} */ (null) };
    for (const button of buttons()) {
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

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const button = event.target instanceof Element ? event.target.closest('.pin, .cluster') : null;
    if (!(button instanceof HTMLButtonElement)) return;
    if (event.key === 'Escape') {
      container.focus({ preventScroll: true });
      return;
    }
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const found = next(button, way);
    if (!found) return;
    makeStop(found);
    found.focus({ preventScroll: true });
  }

  container.addEventListener('keydown', onKey, { capture: true });
  return {
    /** One of them can always be reached: the focused one, else the one nearest to the middle of the map. */
    refresh() {
      const all = buttons();
      const focused = all.find((button) => button === document.activeElement);
      const here = middle(container);
      const distance = (/** @type {Element} */ button) => {
        const { x, y } = middle(button);
        return Math.hypot(x - here.x, y - here.y);
      };
      makeStop(focused ?? all.reduce((one, other) => (distance(other) < distance(one) ? other : one), all[0]));
    },
    remove: () => container.removeEventListener('keydown', onKey, { capture: true }),
  };
}
