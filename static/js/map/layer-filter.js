/**
 * Filtering one layer by its own columns, in its row of the layer panel: a form that the server writes (`layers/filter_form.py`), how
 * many it finds, and the strip of time where the layer has a date. What is chosen is the layers' own filter, thus in the address.
 */
import { getJson, request } from 'lib/fetch';
import { filterFromForm, filterToQuery, withValues } from 'lib/filter';
import { element } from 'ui/element';
import { fill, gettext, number } from 'ui/i18n';
import { icon } from 'ui/icon';
import { withNumbers, writeAsRead } from 'ui/number-fields';
import { closeSheet } from 'ui/sheet';

/** @typedef {import('map/layer-style').LayerEntry} LayerEntry */
/** @typedef {ReturnType<typeof import('map/layers').addLayers>} Layers */

const TYPING_MS = 450;

/** @param {import('leaflet').Map} map @param {Layers} layers @param {LayerEntry} entry with a filterUrl */
export function layerFilter(map, layers, entry) {
  const { name, label, filterUrl = '', countsUrl = '', timesUrl = '', timeLabel = '' } = entry;
  const badge = element('span', { class: 'badge badge--accent', hidden: true });
  const summary = element('summary', {}, icon('funnel'), gettext('Filter'), badge);
  summary.append(element('span', { class: 'visually-hidden' }, `: ${label}`));
  const fields = element('div');
  const found = element('output', { class: 'layer-filter__found' });
  const clear = element('button', { class: 'button button--quiet', type: 'button' }, icon('x'), gettext('Show all'));
  const time = element('button', { class: 'button button--quiet', type: 'button', 'aria-expanded': 'false' });
  time.append(icon('calendar-range'), gettext('Time'));
  const foot = element('div', { class: 'layer-filter__foot' }, found, ...(timesUrl ? [time] : []), clear);
  const form = element('form', { class: 'layer-filter' }, fields, foot);
  form.setAttribute('aria-label', `${label}: ${gettext('Filter')}`);
  const box = element('details', { class: 'disclosure layer-row__details' }, summary, form);

  const own = () => layers.ownFilter(name);
  /** What the fields say, once they are there. @type {string | null} */
  let filled = null;
  let counted = '';
  let typing = 0;
  let controller = new AbortController();

  /** The fields as the filter fills them in, from the server: they may have changed elsewhere. */
  async function fillIn() {
    const query = filterToQuery(own());
    if (!box.open || filled === query) return;
    filled = query;
    form.setAttribute('aria-busy', 'true');
    try {
      const answer = await request(`${filterUrl}?${query}`);
      const html = await answer.text();
      if (filled === query) fields.innerHTML = html;
    } catch {
      filled = null;
      fields.textContent = gettext('This did not come. Close it and open it again.');
    } finally {
      form.removeAttribute('aria-busy');
    }
  }

  async function count() {
    const query = layers.queryOf(entry);
    if (!box.open || counted === `?${query}`) return;
    counted = `?${query}`;
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    try {
      const [some, all] = await Promise.all([
        getJson(`${countsUrl}?${query}`, { signal }),
        getJson(countsUrl, { signal }),
      ]);
      const words = { n: number(some.total), all: number(all.total) };
      found.textContent = fill(gettext('%(n)s of %(all)s'), words);
    } catch (error) {
      if (signal.aborted) return;
      counted = '';
      found.textContent = error instanceof Error ? error.message : '';
    }
  }

  function take() {
    clearTimeout(typing);
    const next = withNumbers(filterFromForm(form), form);
    filled = filterToQuery(next);
    if (filled !== filterToQuery(own())) layers.setOwnFilter(name, next);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    take();
  });
  form.addEventListener('change', (event) => {
    writeAsRead(event.target);
    take();
  });
  form.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== 'search') return;
    clearTimeout(typing);
    typing = window.setTimeout(take, TYPING_MS);
  });
  clear.addEventListener('click', () => layers.setOwnFilter(name, {}));

  /** @type {ReturnType<typeof import('map/time-slider').addTimeSlider> | null} */
  let slider = null;
  const closeTime = () => {
    slider?.remove();
    slider = null;
    time.setAttribute('aria-expanded', 'false');
  };
  time.addEventListener('click', async () => {
    if (slider) return closeTime();
    const { addTimeSlider } = await import('map/time-slider');
    const sheet = /** @type {HTMLElement | null} */ (box.closest('.sheet'));
    if (sheet) closeSheet(sheet); // it would lie over the strip
    slider = addTimeSlider(map, {
      url: timesUrl,
      filter: own(),
      title: [label, timeLabel].filter(Boolean).join(' · '),
      onEnd: closeTime,
      onChange: ({ from, to }) =>
        layers.setOwnFilter(name, withValues(withValues(own(), 'from', from ? [from] : []), 'to', to ? [to] : [])),
    });
    time.setAttribute('aria-expanded', 'true');
  });
  box.addEventListener('toggle', write);

  function write() {
    const n = Object.keys(own()).length;
    badge.hidden = n === 0;
    badge.textContent = number(n);
    clear.hidden = n === 0;
    if (slider && !layers.layer(name)) closeTime();
    slider?.setFilter(own());
    fillIn();
    count();
  }
  return { box, write };
}
