/** The public map: wires the map's modules to the sheets. */

import * as L from 'leaflet';
import { getJson, request } from 'lib/fetch';
import { countChoices, filterFromForm, filterToQuery, ofMain, ofOthers, withValues } from 'lib/filter';
import { addAreas } from 'map/areas';
import { boundsOf, createMap } from 'map/create';
import { inFrame } from 'map/frames';
import { addLayers } from 'map/layers';
import { bindLayersButton } from 'map/layers-button';
import { addLegend } from 'map/legend';
import { addLocate } from 'map/locate';
import { bindPermalink, readPermalink } from 'map/permalink';
import { bindSearch } from 'map/search';
import { element } from 'ui/element';
import { fill, gettext, ngettext, number } from 'ui/i18n';
import { renderTimes } from 'ui/relative-time';
import { bindSheets, closeSheet, openSheet } from 'ui/sheet';
import { toast } from 'ui/toast';

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const container = byId('map');
const start = readPermalink();
let filter = start.filter;
/** The layer that filter, list and sheet are about. */
const REPORTS = 'reports';
/* On a narrow desktop the city stands beside the panel, not behind it. */
const panel = /** @type {HTMLElement} */ (document.querySelector('.public__action'));
const isBeside = getComputedStyle(panel).position === 'absolute' && innerWidth < 1100;
const { map, config } = createMap(container, { view: start.view, covered_px: isBeside ? panel.offsetWidth : 0 });
const settings =
  /** @type {import('map/create').MapConfig & { cardUrl: string, hereUrl: string, listUrl: string, catalogue: import('map/layers').Catalogue }} */ (
    config
  );

addLocate(map, { bounds: boundsOf(settings.extent) });
addLegend(map);
/* A frame between the map and what lies on it: a slow phone answers a finger meanwhile. */
const layers = await inFrame(() =>
  addLayers(map, {
    catalogue: settings.catalogue,
    state: start.layers,
    filter,
    main: REPORTS,
    names: settings.categories,
    bounds: boundsOf(settings.extent).pad(0.02),
  }),
);
const permalink = bindPermalink(map, { filter, report: start.report, layers: start.layers });
container.addEventListener('layers:change', (event) => {
  const { shown, isUsual } = /** @type {CustomEvent} */ (event).detail;
  permalink.setLayers(isUsual ? null : shown);
});
container.addEventListener('layers:filter', (event) => {
  const { filter: next, isOwn } = /** @type {CustomEvent} */ (event).detail;
  if (!isOwn) return;
  filter = next;
  permalink.setFilter(filter);
});
bindSearch(map, /** @type {HTMLFormElement} */ (byId('search')), {
  url: settings.searchUrl ?? '',
  listUrl: settings.listUrl,
  marks: true,
});
bindSheets();
if (document.querySelector('[data-copy]')) import('report/share').then(({ bindSharing }) => bindSharing());
bindLayersButton(map, layers, byId('layers-button'), byId('public'));
/* Staff keep the view as it stands: filter, place, zoom and layers. */
const keeper = /** @type {HTMLAnchorElement | null} */ (document.getElementById('save-view'));
keeper?.addEventListener('click', () => {
  const { report: _open, ...kept } = Object.fromEntries(new URLSearchParams(permalink.query()));
  keeper.search = `?${new URLSearchParams({ ...kept, page: 'city' })}`;
});

/* Areas: what is chosen is part of the filter. */
const areaChip = byId('area-chip');
const wordsChip = byId('words-chip');
/** Say beside the map what narrows it; none: nothing. @param {HTMLElement} chip @param {string} words */
function showChosen(chip, words) {
  chip.hidden = !words;
  /** @type {Element} */ (chip.querySelector('[data-chosen]')).textContent = words;
}
const areasReady = addAreas(map, { url: settings.areasUrl ?? '', selected: filter.area?.[0] });
areasReady.then(
  (areas) => {
    showChosen(areaChip, areas.find(filter.area?.[0] ?? '')?.name ?? '');
    areaChip.addEventListener('click', () => areas.select(null));
  },
  () => toast(gettext('The outlines of the desa did not come. The reports are here all the same.')),
);

container.addEventListener('area:select', (event) => {
  const { code, name } = /** @type {CustomEvent} */ (event).detail;
  showChosen(areaChip, name);
  setFilter(withValues(filter, 'area', code ? [code] : []));
  fillForm();
});
container.addEventListener('search:area', async (event) => {
  const { code } = /** @type {CustomEvent} */ (event).detail;
  const areas = await areasReady;
  areas.select(code);
  areas.zoomTo(code);
});
container.addEventListener('search:place', (event) => {
  const { lat, lng, layer, code } = /** @type {CustomEvent} */ (event).detail;
  map.setView([lat, lng], 17);
  layers.set(layer, { isOn: true });
  const entry = layers.layer(layer)?.entry;
  if (!code || !entry?.cardUrl) return;
  layers.select(code);
  const address = entry.cardUrl.replace('{code}', encodeURIComponent(code));
  showInSheet(address, entry.label).then(() => keepInSight(L.latLng(lat, lng)));
});

/* Filter: form, address, tiles and the link to the list say the same. */
const form = /** @type {HTMLFormElement} */ (byId('filter-form'));
const areaField = /** @type {HTMLSelectElement} */ (byId('filter-area'));

/** @param {import('lib/filter').Filter} next */
function setFilter(next) {
  filter = next;
  layers.setFilter(filter);
  permalink.setFilter(filter);
  const count = countChoices(ofMain(filter));
  const badge = byId('filter-count');
  badge.hidden = count === 0;
  badge.textContent = String(count);
  const words = (filter.q ?? []).join(' ');
  showChosen(wordsChip, words && `“${words}”`);
  const query = filterToQuery(ofMain(filter));
  byId('list-link').setAttribute('href', query ? `${settings.listUrl}?${query}` : settings.listUrl);
}

function fillForm() {
  areaField.value = filter.area?.[0] ?? '';
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement) || !control.name) continue;
    const values = filter[control.name] ?? [];
    control.checked =
      values.includes(control.value) || (control.type === 'radio' && control.value === '' && values.length === 0);
  }
}

form.addEventListener('change', (event) => {
  const { area, q } = filter; // words have no field in the form
  const isOtherArea = event.target === areaField;
  setFilter({
    ...ofOthers(filter),
    ...filterFromForm(form),
    ...(q ? { q } : {}),
    ...(area && !isOtherArea ? { area } : {}),
  });
  if (isOtherArea) lookAt(areaField.value);
});

/** The map follows what was chosen in the form. @param {string} code none: the whole city */
async function lookAt(code) {
  showChosen(areaChip, code ? (areaField.selectedOptions[0].textContent?.trim() ?? code) : '');
  const areas = await areasReady.catch(() => null);
  areas?.select(code || null, { quiet: true });
  if (code) areas?.zoomTo(code);
  else map.fitBounds(boundsOf(settings.extent));
}
wordsChip.addEventListener('click', () => setFilter(withValues(filter, 'q', [])));
byId('filter-clear').addEventListener('click', () => {
  setFilter({ ...ofOthers(filter), ...(filter.area ? { area: filter.area } : {}) });
  fillForm();
});
fillForm();
setFilter(filter);

/* A pin opens the sheet; the pin stays in sight. */
const sheet = byId('report-sheet');
const card = byId('report-card');
const title = byId('report-sheet-title');

/** @param {string} address @param {string} heading */
async function showInSheet(address, heading) {
  title.textContent = heading;
  card.setAttribute('aria-busy', 'true');
  card.innerHTML = '<span class="skeleton skeleton--line"></span><br><span class="skeleton skeleton--block"></span>';
  openSheet(sheet);
  try {
    const response = await request(address, { headers: { 'HX-Request': 'true' } });
    card.innerHTML = await response.text();
    renderTimes(card);
  } catch {
    card.textContent = gettext('This did not come. Check the connection and tap the pin again.');
  } finally {
    card.removeAttribute('aria-busy');
  }
}

const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Move the map until the sheet does not cover the pin. @param {L.LatLng} place */
function keepInSight(place) {
  const { x, y } = map.latLngToContainerPoint(place);
  const [width, height] = [container.clientWidth, container.clientHeight];
  const isAtFoot = sheet.offsetWidth >= width - 4;
  const bottom = isAtFoot ? Math.min(sheet.offsetTop, height) : height;
  const right = isAtFoot ? width : sheet.offsetLeft;
  const dx = x > right - 32 ? x - (right - 64) : 0;
  const dy = y > bottom - 16 || y < 60 ? y - Math.max(bottom / 2, 64) : 0;
  if (dx || dy) map.panBy([dx, dy], { animate: !isStill });
}

container.addEventListener('feature:select', (event) => {
  const { layer, code, lat, lng, title: heading, cardUrl } = /** @type {CustomEvent} */ (event).detail;
  permalink.setReport(layer === REPORTS ? code : null);
  const address = layer === REPORTS ? settings.cardUrl.replace('{code}', encodeURIComponent(code)) : cardUrl;
  if (address) showInSheet(address, heading).then(() => keepInSight(L.latLng(lat, lng)));
});
container.addEventListener('cluster:open', (event) => {
  const { layer, cell, n } = /** @type {CustomEvent} */ (event).detail;
  const bbox = cell.map((/** @type {number} */ part) => part.toFixed(6));
  const entry = layers.layer(layer)?.entry;
  if (layer !== REPORTS && entry) showEntries(entry, bbox);
  if (layer !== REPORTS) return;
  const heading = fill(ngettext('%(n)s report here', '%(n)s reports here', n), { n: number(n) });
  showInSheet(`${settings.hereUrl}?${filterToQuery(withValues(ofMain(filter), 'bbox', bbox))}`, heading);
});

/** What of another layer lies at one place: its cards are behind its names. @param {import('map/layers').LayerEntry} entry @param {string[]} bbox */
async function showEntries(entry, bbox) {
  const { label, itemsUrl, cardUrl } = entry;
  title.textContent = label;
  const query = [layers.queryOf(entry), `bbox=${bbox.join(',')}`, 'size=50'].filter(Boolean).join('&');
  const { rows, columns } = await getJson(`${itemsUrl}?${query}`);
  const [first, ...others] = columns;
  const list = rows.map((/** @type {Record<string, any>} */ row) => {
    const words = others
      .filter((/** @type {{ kind: string }} */ { kind }) => kind !== 'time')
      .map((/** @type {{ name: string }} */ { name: column }) => row[column])
      .filter((/** @type {unknown} */ word) => word !== null && word !== '')
      .map((/** @type {unknown} */ word) => (typeof word === 'number' ? number(word) : word));
    const name = element('strong', { class: 'entry__name' }, row[first.name]);
    const button = element('button', { class: 'entry', type: 'button' }, name);
    button.append(element('span', { class: 'soft small' }, words.slice(0, 5).join(' · ')));
    if (cardUrl) {
      const address = cardUrl.replace('{code}', encodeURIComponent(row.code));
      button.addEventListener('click', () => showInSheet(address, row[first.name]));
    }
    return element('li', {}, button);
  });
  card.replaceChildren(element('ul', { class: 'list--plain' }, ...list));
  openSheet(sheet);
}
sheet.addEventListener('sheet:close', () => {
  layers.select(null);
  permalink.setReport(null);
});
map.on('click', () => closeSheet(sheet, { focus: false }));
if (start.report) {
  layers.select(start.report);
  showInSheet(settings.cardUrl.replace('{code}', encodeURIComponent(start.report)), gettext('Report'));
}
let isToldOfFailure = false;
container.addEventListener('layer:error', (event) => {
  if (isToldOfFailure) return;
  isToldOfFailure = true;
  const { message } = /** @type {CustomEvent} */ (event).detail;
  toast(message || gettext('Some of it did not come. The map asks again when you move it.'));
});
map.on('movestart', () => {
  isToldOfFailure = false;
});

/* One hint, once: `pages/public-early` takes it away where it was understood before. */
const hint = byId('hint');
const seen = () => {
  hint.hidden = true;
  try {
    localStorage.setItem('hint-public-map', 'seen');
  } catch {
    // It will come again next time.
  }
};
hint.querySelector('button')?.addEventListener('click', seen);
container.addEventListener('feature:select', seen);
addEventListener('pageshow', () => map.invalidateSize());
