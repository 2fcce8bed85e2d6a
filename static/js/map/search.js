/**
 * One box for a place, a code of any kind, or coordinates ("-7.87, 112.52"): a combobox with a list below it.
 * Events on the map element: `search:area {code, lat, lng}`, `search:place {lat, lng, kind, code}`; a code leads to its
 * page, unless the page takes `search:code {kind, code, lat, lng, url}` for itself (preventDefault).
 *
 * Markup: `desk/search_box.html`, <form role="search"> with <input role="combobox" aria-controls="<id>"> and <ul role="listbox" id="<id>">.
 */
import * as L from 'leaflet';
import { getJson } from 'lib/fetch';
import { emit } from 'map/create';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { fill, gettext, ngettext } from 'ui/i18n';
import { icon } from 'ui/icon';

const WAIT_MS = 180;
const COORDINATES = /^\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$/;

/**
 * @typedef {Object} Hit
 * @property {string} words
 * @property {string} [detail]
 * @property {string} icon
 * @property {() => void} go
 */

/**
 * Latitude and longitude in whatever order they were typed: what can only be a latitude is one.
 * @param {string} text
 * @returns {{ lat: number, lng: number } | null}
 */
export function readCoordinates(text) {
  const found = COORDINATES.exec(text);
  if (!found) return null;
  const [one, other] = [found[1], found[2]].map((part) => Number.parseFloat(part.replace(',', '.')));
  const [lat, lng] = Math.abs(one) > 90 ? [other, one] : [one, other];
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null;
}

/**
 * @param {import('leaflet').Map} map
 * @param {HTMLFormElement} form
 * @param {{ url: string, listUrl?: string, marks?: boolean }} options url: answers with hits; listUrl: where reports are
 * searched by words when nothing is called so; marks: draw a ring and the name where a place was found
 */
export function bindSearch(map, form, { url, listUrl, marks = false }) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector('[role="combobox"]'));
  const list = /** @type {HTMLElement} */ (form.querySelector('[role="listbox"]'));
  /** @type {Hit[]} */
  let hits = [];
  let active = -1;
  let shownFor = '';
  let timer = 0;
  let controller = new AbortController();
  /** @type {import('leaflet').CircleMarker | null} */
  let ring = null;

  /** Say where it is until something else is looked for. @param {{ lat: number, lng: number }} place @param {string} words */
  const point = (place, words) => {
    ring?.remove();
    if (!marks) return;
    ring = L.circleMarker(place, { radius: 20, className: 'chosen-place', interactive: false });
    ring.bindTooltip(words, { permanent: true, direction: 'top', offset: [0, -20] }).addTo(map);
  };

  /** @param {Hit} hit */
  const choose = (hit) => {
    input.value = hit.words;
    close();
    hit.go();
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    mark(-1);
  };
  /** @param {number} index */
  const mark = (index) => {
    active = index;
    for (const [at, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(at === index));
    const chosen = list.children[index];
    if (chosen) input.setAttribute('aria-activedescendant', chosen.id);
    else input.removeAttribute('aria-activedescendant');
    chosen?.scrollIntoView({ block: 'nearest' });
  };

  /** @param {string} text @returns {Hit[]} what can be known without asking */
  function atOnce(text) {
    const place = readCoordinates(text);
    if (!place) return [];
    const words = `${place.lat}, ${place.lng}`;
    const go = () => {
      emit(map, 'search:place', place);
      point(place, words);
    };
    return [{ words, detail: gettext('Coordinates'), icon: 'navigation', go }];
  }

  /** @param {string} text @returns {Promise<Hit[]>} */
  async function places(text) {
    controller.abort();
    controller = new AbortController();
    const address = `${url}?q=${encodeURIComponent(text)}`;
    const { results } = await getJson(address, { signal: controller.signal });
    return results.map((/** @type {any} */ found) => ({
      words: found.label,
      detail: found.detail,
      icon: found.icon,
      go: () => goTo(found),
    }));
  }

  /** @param {{ kind: string, label: string, code: string, lat: number, lng: number, url: string, layer: string }} found */
  function goTo({ kind, label, code, lat, lng, url: page, layer }) {
    ring?.remove();
    if (kind === 'area') return void emit(map, 'search:area', { code, lat, lng });
    if (!page) {
      emit(map, 'search:place', { lat, lng, kind, code, layer });
      return point({ lat, lng }, label);
    }
    const event = new CustomEvent('search:code', { detail: { kind, code, lat, lng, url: page }, cancelable: true });
    if (map.getContainer().dispatchEvent(event)) location.assign(page);
  }

  /** @param {string} text @param {string} address @returns {Hit} words that no place is called by may be in a report */
  function inTheList(text, address) {
    return {
      words: fill(gettext('Look for “%(text)s” in the reports'), { text }),
      detail: gettext('Nothing is called so'),
      icon: 'list',
      go: () => location.assign(`${address}?q=${encodeURIComponent(text)}`),
    };
  }

  /** @param {Hit[]} found @param {string} text */
  function show(found, text) {
    hits = found;
    shownFor = text;
    const options = hits.map((hit, index) => {
      const words = element('span', { class: 'search__words' }, hit.words);
      if (hit.detail) words.append(element('span', { class: 'search__detail' }, hit.detail));
      const option = element(
        'li',
        { class: 'search__hit', role: 'option', id: `${list.id}-${index}` },
        icon(hit.icon),
        words,
      );
      option.addEventListener('pointerdown', (event) => event.preventDefault());
      option.addEventListener('click', () => choose(hit));
      return option;
    });
    const nothing = element('li', { class: 'search__nothing', role: 'option', 'aria-disabled': 'true' });
    nothing.textContent = fill(gettext('Nothing called “%(text)s”. Try the name of a desa, a code, or coordinates.'), {
      text,
    });
    list.replaceChildren(...(options.length > 0 ? options : [nothing]));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    mark(options.length > 0 ? 0 : -1);
    announce(fill(ngettext('%(n)s result', '%(n)s results', hits.length), { n: hits.length }));
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < 2) {
      close();
      return;
    }
    const known = atOnce(text);
    if (known.length > 0) show(known, text);
    else {
      try {
        const found = await places(text);
        show(found.length > 0 || !listUrl ? found : [inTheList(text, listUrl)], text);
      } catch (error) {
        if (!(error instanceof DOMException)) show([], text);
      }
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT_MS);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) close();
    else if (event.key === 'ArrowDown' && hits.length > 0) mark((active + 1) % hits.length);
    else if (event.key === 'ArrowUp' && hits.length > 0) mark((active - 1 + hits.length) % hits.length);
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', () => setTimeout(close, 100));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (list.hidden || shownFor !== input.value.trim()) await ask();
    if (hits[Math.max(active, 0)]) choose(hits[Math.max(active, 0)]);
  });
}
