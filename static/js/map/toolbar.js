/**
 * The map's tools and their bar (templates/desk/map_tools.html): one tool at a time, Escape puts it away. A page includes the
 * template and calls bindTools. Events on the map element: `selection:change {polygon}`, `time:change {from, to}`.
 */
import * as L from 'leaflet';
import { measure } from 'map/measure';
import { addSelection } from 'map/select';
import { ringOfPolygon } from 'map/selection-key';
import { addTimeSlider } from 'map/time-slider';

/** @typedef {(onEnd: () => void) => () => void} Start begins a tool; gives back how to stop it */

/** Tools that are a stroke of the hand: by keyboard one chooses in their strip instead. */
const STROKES = new Set(['lasso', 'rectangle']);

/**
 * @param {L.Map} map
 * @param {{ bar?: HTMLElement | null, filter?: import('lib/filter').Filter, polygon?: import('map/ring').Ring | null, areas?: import('map/select-by').Areas | null, timesUrl?: string }} [options]
 * bar: holds a button with data-tool for each tool that is wanted; filter: what is shown at first; polygon: what is selected in it; areas: of map/areas;
 * timesUrl: where the layer's times are, none: no strip of time
 */
export function bindTools(
  map,
  {
    bar = document.getElementById('map-tools'),
    filter = {},
    polygon = ringOfPolygon(filter.polygon),
    areas = null,
    timesUrl = '',
  } = {},
) {
  let [now, address] = [filter, timesUrl];
  const selection = addSelection(map, { polygon, areas });
  /** @type {Record<string, Start>} */
  const tools = {
    lasso: (onEnd) => selection.start('lasso', onEnd),
    rectangle: (onEnd) => selection.start('rectangle', onEnd),
    polygon: (onEnd) => selection.start('polygon', onEnd),
    measure: (onEnd) => measure(map, { onEnd }).remove,
  };
  const toolbar = bar ? addToolbar(map, bar, tools) : null;

  /* The strip of time is no tool of the hand: it stays while others come and go. */
  const timeButton = /** @type {HTMLButtonElement | null | undefined} */ (bar?.querySelector('[data-tool="time"]'));
  /** @type {ReturnType<typeof addTimeSlider> | null} */
  let slider = null;
  const showTime = (/** @type {boolean} */ isOpen) => {
    slider?.remove();
    slider = isOpen ? addTimeSlider(map, { url: address, filter: now, onEnd: closeTime }) : null;
    timeButton?.setAttribute('aria-expanded', String(isOpen));
    if (timeButton) timeButton.hidden = !address;
  };
  const closeTime = () => {
    showTime(false);
    timeButton?.focus({ preventScroll: true });
  };
  const onTime = () => showTime(slider === null);
  timeButton?.addEventListener('click', onTime);
  showTime(false);

  return {
    selection,
    /** What the page shows now. @param {import('lib/filter').Filter} next @param {{ timesUrl?: string }} [where] */
    setFilter(next, { timesUrl: nextUrl = address } = {}) {
      [now, address] = [next, nextUrl];
      selection.set(ringOfPolygon(next.polygon));
      if (slider && address) slider.setFilter(next, address);
      else showTime(false);
    },
    /** How many are selected, once that is known. @param {number | null} n */
    setCount: selection.setCount,
    /** Put the tool away. @returns {boolean} whether there was one */
    stop: () => toolbar?.stop() ?? false,
    remove() {
      showTime(false);
      timeButton?.removeEventListener('click', onTime);
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
