/** The public map: wires the map's modules to the sheets. */

import * as L from 'leaflet';
import { request } from 'lib/fetch';
import { countChoices, filterFromForm, filterToQuery, withValues } from 'lib/filter';
import { addAreas } from 'map/areas';
import { boundsOf, createMap } from 'map/create';
import { addFacilities } from 'map/facilities';
import { addLegend } from 'map/legend';
import { addLocate } from 'map/locate';
import { bindPermalink, readPermalink } from 'map/permalink';
import { addPins } from 'map/pins';
import { bindSearch } from 'map/search';
import { reportTiles } from 'map/tiles';
import { fill, gettext, ngettext, number } from 'ui/i18n';
import { renderTimes } from 'ui/relative-time';
import { bindSheets, closeSheet, openSheet } from 'ui/sheet';
import { toast } from 'ui/toast';

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const container = byId('map');
const start = readPermalink();
let filter = start.filter;
/* On a narrow desktop the city stands beside the panel, not behind it. */
const panel = /** @type {HTMLElement} */ (document.querySelector('.public__action'));
const isBeside = getComputedStyle(panel).position === 'absolute' && innerWidth < 1100;
const { map, config } = createMap(container, { view: start.view, covered_px: isBeside ? panel.offsetWidth : 0 });
const settings =
  /** @type {import('map/create').MapConfig & { cardUrl: string, hereUrl: string, listUrl: string, facilitiesUrl: string, facilityKinds: Record<string, string> }} */ (
    config
  );
const words = { categories: settings.categories ?? {}, statuses: settings.statuses ?? {} };

addLocate(map, { bounds: boundsOf(settings.extent) });
addLegend(map, words);
const pins = addPins(map, words);
const tiles = reportTiles(map, { url: settings.tilesUrl ?? '', filter, bounds: boundsOf(settings.extent).pad(0.02) });
const permalink = bindPermalink(map, { filter, report: start.report });
bindSearch(map, /** @type {HTMLFormElement} */ (byId('search')), {
  url: settings.searchUrl ?? '',
  listUrl: settings.listUrl,
  reportUrl: settings.reportUrl,
});
bindSheets();

/* Areas: what is chosen is part of the filter. */
const areaChip = byId('area-chip');
const areasReady = addAreas(map, { url: settings.areasUrl ?? '', selected: filter.area?.[0] });
areasReady.then(
  (areas) => {
    showArea(areas.find(filter.area?.[0] ?? '')?.name ?? '');
    areaChip.querySelector('button')?.addEventListener('click', () => areas.select(null));
  },
  () => toast(gettext('The outlines of the desa did not come. The reports are here all the same.')),
);

/** @param {string} name none: the whole city */
function showArea(name) {
  areaChip.hidden = !name;
  const text = areaChip.querySelector('[data-area-name]');
  if (text) text.textContent = name;
}

container.addEventListener('area:select', (event) => {
  const { code, name } = /** @type {CustomEvent} */ (event).detail;
  showArea(name);
  setFilter(withValues(filter, 'area', code ? [code] : []));
});
container.addEventListener('search:area', async (event) => {
  const { code } = /** @type {CustomEvent} */ (event).detail;
  const areas = await areasReady;
  areas.select(code);
  areas.zoomTo(code);
});
container.addEventListener('search:place', (event) => {
  const { lat, lng } = /** @type {CustomEvent} */ (event).detail;
  map.setView([lat, lng], 17);
});

/* Filter: form, address, tiles and the link to the list say the same. */
const form = /** @type {HTMLFormElement} */ (byId('filter-form'));

/** @param {import('lib/filter').Filter} next */
function setFilter(next) {
  filter = next;
  tiles.setFilter(filter);
  permalink.setFilter(filter);
  const count = countChoices(filter);
  const badge = byId('filter-count');
  badge.hidden = count === 0;
  badge.textContent = String(count);
  const query = filterToQuery(filter);
  byId('list-link').setAttribute('href', query ? `${settings.listUrl}?${query}` : settings.listUrl);
}

function fillForm() {
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement) || !control.name) continue;
    const values = filter[control.name] ?? [];
    control.checked =
      values.includes(control.value) || (control.type === 'radio' && control.value === '' && values.length === 0);
  }
}

form.addEventListener('change', () => {
  const { area } = filter;
  setFilter({ ...filterFromForm(form), ...(area ? { area } : {}) });
});
byId('filter-clear').addEventListener('click', () => {
  setFilter(filter.area ? { area: filter.area } : {});
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
  const { code, lat, lng, category } = /** @type {CustomEvent} */ (event).detail;
  permalink.setReport(code);
  const heading = words.categories[category]?.name ?? gettext('Report');
  showInSheet(settings.cardUrl.replace('{code}', encodeURIComponent(code)), heading).then(() =>
    keepInSight(L.latLng(lat, lng)),
  );
});
container.addEventListener('cluster:open', (event) => {
  const { cell, n } = /** @type {CustomEvent} */ (event).detail;
  const here = withValues(
    filter,
    'bbox',
    cell.map((/** @type {number} */ part) => part.toFixed(6)),
  );
  const heading = fill(ngettext('%(n)s report here', '%(n)s reports here', n), { n: number(n) });
  showInSheet(`${settings.hereUrl}?${filterToQuery(here)}`, heading);
});
sheet.addEventListener('sheet:close', () => {
  pins.select(null);
  permalink.setReport(null);
});
map.on('click', () => closeSheet(sheet, { focus: false }));
if (start.report) {
  pins.select(start.report);
  showInSheet(settings.cardUrl.replace('{code}', encodeURIComponent(start.report)), gettext('Report'));
}
let isToldOfFailure = false;
container.addEventListener('tiles:error', (event) => {
  if (isToldOfFailure) return;
  isToldOfFailure = true;
  const { message } = /** @type {CustomEvent} */ (event).detail;
  toast(message || gettext('Some reports did not come. The map asks again when you move it.'));
});
map.on('movestart', () => {
  isToldOfFailure = false;
});

/* Facilities, when they are wanted. */
/** @type {{ remove: () => void } | null} */
let facilities = null;
byId('show-facilities').addEventListener('change', (event) => {
  facilities?.remove();
  const isOn = /** @type {HTMLInputElement} */ (event.target).checked;
  const { facilitiesUrl: url, facilityKinds: kinds } = settings;
  facilities = isOn ? addFacilities(map, { url, kinds, bounds: boundsOf(settings.extent).pad(0.02) }) : null;
});

/* One hint, once. */
const hint = byId('hint');
const HINT = 'hint-public-map';
try {
  hint.hidden = localStorage.getItem(HINT) === 'seen';
} catch {
  hint.hidden = false;
}
const seen = () => {
  hint.hidden = true;
  try {
    localStorage.setItem(HINT, 'seen');
  } catch {
    // It will come again next time.
  }
};
hint.querySelector('button')?.addEventListener('click', seen);
container.addEventListener('feature:select', seen);
addEventListener('pageshow', () => map.invalidateSize());
