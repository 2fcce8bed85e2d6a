/**
 * The map's tools and their bar (templates/desk/map_tools.html): one tool at a time, Escape puts it away. A page includes the
 * template and calls bindTools. Events on the map element: `selection:change {polygon}`, `time:change {from, to}`.
 */
import * as L from 'leaflet';
import { measure } from 'map/measure';
import { addSelection } from 'map/select';

/** @typedef {(onEnd: () => void) => () => void} Start begins a tool; gives back how to stop it */

/** Tools that are a stroke of the hand: by keyboard one chooses in their strip instead. */
const STROKES = new Set(['lasso', 'rectangle']);

/**
 * @param {L.Map} map
 * @param {{ bar?: HTMLElement | null, polygon?: import('map/ring').Ring | null, areas?: import('map/select-by').Areas | null }} [options]
 * bar: holds a button with data-tool for each tool that is wanted; polygon: what is selected at first; areas: of map/areas
 */
export function bindTools(map, { bar = document.getElementById('map-tools'), polygon = null, areas = null } = {}) {
  const selection = addSelection(map, { polygon, areas });
  /** @type {Record<string, Start>} */
  const tools = {
    lasso: (onEnd) => selection.start('lasso', onEnd),
    rectangle: (onEnd) => selection.start('rectangle', onEnd),
    polygon: (onEnd) => selection.start('polygon', onEnd),
    measure: (onEnd) => measure(map, { onEnd }).remove,
  };
  const toolbar = bar ? addToolbar(map, bar, tools) : null;
  return {
    selection,
    /** Put the tool away. @returns {boolean} whether there was one */
    stop: () => toolbar?.stop() ?? false,
    remove() {
      toolbar?.remove();
      selection.remove();
    },
  };
}

/**
 * @param {L.Map} map
 * @param {HTMLElement} bar
 * @param {Record<string, Start>} tools
 */
export function addToolbar(map, bar, tools) {
  const container = map.getContainer();
  const buttons = [...bar.querySelectorAll('button')];
  /** @type {{ name: string, stop: () => void } | null} */
  let active = null;

  const press = () => {
    for (const button of buttons) {
      if (button.dataset.tool && tools[button.dataset.tool])
        button.setAttribute('aria-pressed', String(button.dataset.tool === active?.name));
    }
  };
  const ended = () => {
    active = null;
    press();
  };
  const stop = () => {
    if (!active) return false;
    active.stop();
    ended();
    return true;
  };
  /** @param {string} name */
  const start = (name) => {
    const isSame = active?.name === name;
    stop();
    if (isSame) return;
    active = { name, stop: tools[name](ended) };
    press();
  };

  /** @param {Event} event */
  const onClick = (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const name = button?.dataset.tool ?? '';
    if (tools[name]) start(name);
    if (active && event instanceof UIEvent && event.detail === 0) focusWork(active.name);
  };
  /** Begun by keyboard, a tool is worked from the map or from its strip. @param {string} name */
  const focusWork = (name) => {
    const choice = STROKES.has(name) ? container.querySelector('.tool-strip select, .tool-strip button') : null;
    /** @type {HTMLElement} */ (choice ?? container).focus({ preventScroll: true });
  };
  /** Arrows walk along the bar; Tab goes on. @param {KeyboardEvent} event */
  const onWalk = (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (!step || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  };
  /** @param {KeyboardEvent} event */
  const onEscape = (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]') || !stop()) return;
    if (document.activeElement === document.body) container.focus({ preventScroll: true });
    event.preventDefault();
    event.stopPropagation();
  };
  for (const [index, button] of buttons.entries()) button.tabIndex = index === 0 ? 0 : -1;
  bar.addEventListener('click', onClick);
  bar.addEventListener('keydown', onWalk);
  document.addEventListener('keydown', onEscape, { capture: true });
  L.DomEvent.disableClickPropagation(bar);
  L.DomEvent.disableScrollPropagation(bar);
  container.append(bar);
  container.classList.add('map--tools');
  bar.hidden = false;

  return {
    start,
    stop,
    active: () => active?.name ?? null,
    remove() {
      stop();
      bar.removeEventListener('click', onClick);
      bar.removeEventListener('keydown', onWalk);
      document.removeEventListener('keydown', onEscape, { capture: true });
      container.classList.remove('map--tools');
      bar.hidden = true;
    },
  };
}
