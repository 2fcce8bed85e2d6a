/**
 * Selecting a part of the map: lasso, rectangle, outline, or what is seen now. Event on the map element:
 * `selection:change {polygon: [[lng, lat], …] | null}`, at most 200 corners, no side across another. The selection is an
 * outline with the rest dimmed and a chip that says how many are in it; Escape undoes it.
 */
import * as L from 'leaflet';
import { emit } from 'map/create';
import { areaOf } from 'map/ring';
import { selectBy } from 'map/select-by';
import { takeOut, topOf } from 'map/tool-strip';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { fill, gettext, ngettext, number } from 'ui/i18n';
import { icon } from 'ui/icon';
import { areaWords } from 'ui/measure-words';

/**
 * @typedef {import('map/ring').Ring} Ring
 * @typedef {import('map/select-by').Areas} Areas
 */

/**
 * @param {L.Map} map
 * @param {{ polygon?: Ring | null, areas?: Areas | null }} [options] polygon: what is selected at first; areas: to choose a whole one instead
 */
export function addSelection(map, { polygon = null, areas = null } = {}) {
  const container = map.getContainer();
  map.createPane('selection').style.zIndex = '365';
  const renderer = L.svg({ pane: 'selection' });
  const drawn = L.layerGroup().addTo(map);
  const words = element('span', { class: 'selection-chip__words' });
  const clearer = element('button', { type: 'button', class: 'tool-button' }, icon('x'));
  clearer.setAttribute('aria-label', gettext('Undo the selection'));
  clearer.title = `${gettext('Undo the selection')} (Esc)`;
  clearer.addEventListener('click', () => clear());
  const chip = element('div', { class: 'selection-chip', role: 'status' }, icon('lasso'), words, clearer);
  L.DomEvent.disableClickPropagation(chip);

  /** @type {Ring | null} */
  let selected = null;
  /** @type {number | null} */
  let count = null;

  function show() {
    drawn.clearLayers();
    container.classList.toggle('map--selection', selected !== null);
    if (!selected) {
      takeOut(chip);
      return;
    }
    const ring = selected.map(([lng, lat]) => L.latLng(lat, lng));
    const style = { pane: 'selection', renderer, interactive: false };
    const world = [L.latLng(-89, -179), L.latLng(89, -179), L.latLng(89, 179), L.latLng(-89, 179)];
    L.polygon([world, ring], { ...style, className: 'area-dim', stroke: false }).addTo(drawn);
    L.polygon(ring, { ...style, className: 'selection-line', fill: false }).addTo(drawn);
    topOf(container).append(chip);
    words.textContent =
      count === null
        ? fill(gettext('Selected: %(area)s'), { area: areaWords(areaOf(selected)) })
        : fill(ngettext('%(n)s selected', '%(n)s selected', count), { n: number(count) });
  }

  /** @param {Ring | null} next */
  function change(next) {
    selected = next;
    count = null;
    show();
    emit(map, 'selection:change', { polygon: next });
  }

  function clear() {
    if (!selected) return false;
    const hadFocus = chip.contains(document.activeElement);
    change(null);
    announce(gettext('Nothing is selected any more'));
    if (hadFocus) container.focus({ preventScroll: true });
    return true;
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || !clear()) return;
    event.preventDefault();
    event.stopPropagation();
  }
  container.addEventListener('keydown', onKey);

  /**
   * Begin to select.
   * @param {'lasso' | 'rectangle' | 'polygon'} how
   * @param {() => void} onEnd the tool has ended by itself
   * @returns {() => void} stop it
   */
  function start(how, onEnd) {
    return selectBy(map, how, {
      areas,
      onEnd,
      onArea(code) {
        if (selected) change(null);
        areas?.select(code);
        areas?.zoomTo(code);
      },
      onRing(ring) {
        change(ring);
        container.focus({ preventScroll: true });
      },
    });
  }

  if (polygon) {
    selected = polygon;
    show();
  }

  return {
    start,
    clear,
    selected: () => selected,
    /** What the page says is selected; no event. @param {Ring | null} next */
    set(next) {
      if (JSON.stringify(next) === JSON.stringify(selected)) return;
      selected = next;
      count = null;
      show();
    },
    /** How many are selected, once that is known. @param {number | null} n */
    setCount(n) {
      count = n;
      if (selected) show();
    },
    remove() {
      container.removeEventListener('keydown', onKey);
      container.classList.remove('map--selection');
      drawn.remove();
      renderer.remove();
      map.getPane('selection')?.remove();
      delete map.getPanes().selection;
      takeOut(chip);
    },
  };
}
