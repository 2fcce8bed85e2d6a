/** The work map: wires list, map, panes, keys and address. The list leads: what it shows, the map shows. */
import { bindDrafts, forgetDrafts } from 'desk/drafts';
import { bindPanel, closePanel, showWords, togglePanel } from 'desk/filter-panel';
import { bindKeySwitch, bindKeys, pressKeyIn } from 'desk/keys';
import { bindPanes, hasDetail, hideDetail, isWide, showDetail, showPane } from 'desk/panes';
import { bindRows, dressRows, focusRows, keepScroll, markRow, rowCount, step } from 'desk/rows';
import { createWorkMap } from 'desk/work-map';
import { filterToQuery, parseFilter, withValues } from 'lib/filter';
import htmx from 'lib/htmx';
import { announce } from 'ui/announce';
import { openDialog } from 'ui/dialog';
import { fill, gettext, number } from 'ui/i18n';
import { toast } from 'ui/toast';

const container = /** @type {HTMLElement} */ (document.getElementById('map'));
const detail = /** @type {HTMLElement} */ (document.getElementById('detail'));
const list = () => /** @type {HTMLElement} */ (document.getElementById('list'));
const asked = () => parseFilter(list().dataset.query ?? '');
const shown = () => parseFilter(list().dataset.filter ?? '');
const openPart = () => /** @type {HTMLElement | null} */ (detail.querySelector('[data-code]'));
const openCode = () => (openPart()?.hasAttribute('data-gone') ? null : (openPart()?.dataset.code ?? null));

/** @type {Awaited<ReturnType<typeof createWorkMap>> | null} */
let map = null;
let isGoingBack = false;
/** What to do once the list is there. @type {(() => void) | null} */
let afterwards = null;

/** @param {string} query @param {Record<string, string>} [extra] */
function load(query, extra = {}) {
  const all = [query, new URLSearchParams(extra).toString()].filter(Boolean).join('&');
  htmx.ajax('GET', `${location.pathname}${all ? `?${all}` : ''}`, { target: '#list', swap: 'outerHTML' });
}

/** @param {string} code */
const openReport = (code) => {
  const path = container.dataset.reportUrl?.replace('{code}', code) ?? '';
  htmx.ajax('GET', path, { target: '#detail', swap: 'innerHTML' });
};

/** Write down what is shown: a new entry for what the reader did, none for going back. */
function pushAddress() {
  const parts = [list().dataset.query, openCode() ? `report=${openCode()}` : ''].filter(Boolean);
  const before = new URLSearchParams(location.search);
  const isSame = filterToQuery(parseFilter(before)) === list().dataset.query && before.get('report') === openCode();
  if (isSame || isGoingBack) return;
  history.pushState(null, '', parts.length > 0 ? `?${parts.join('&')}` : location.pathname);
}

function placeOfOpen() {
  const { lat, lng } = openPart()?.dataset ?? {};
  return lat && lng ? { lat: Number(lat), lng: Number(lng) } : null;
}

function showOpen() {
  const code = openCode();
  showDetail();
  markRow(code);
  pushAddress();
  map?.select(code, code ? placeOfOpen() : null);
  if (!isWide()) detail.focus({ preventScroll: true });
  const title = detail.querySelector('h2')?.textContent?.trim();
  if (title) announce(title);
}

function close() {
  if (!hideDetail()) return false;
  markRow(null);
  pushAddress();
  map?.select(null, null);
  focusRows();
  return true;
}

/** @param {1 | -1} by */
function go(by) {
  const row = step(by);
  if (row && hasDetail()) row.click();
  return Boolean(row);
}

/** Close the innermost thing that is open. */
function leave() {
  const form = /** @type {HTMLElement | null} */ (detail.querySelector('[data-close-form]'));
  if (closePanel()) return true;
  if (form) form.click();
  return Boolean(form) || close();
}

/** @param {string} key */
function act(key) {
  if (key === 'j') return go(1);
  if (key === 'k') return go(-1);
  if (key === '/') {
    showPane(isWide() ? (document.getElementById('work')?.dataset.pane ?? 'list') : 'list');
    document.getElementById('q')?.focus();
    return true;
  }
  if (key === 'f') {
    togglePanel();
    return true;
  }
  if (key === '?') {
    openDialog(/** @type {HTMLDialogElement} */ (document.getElementById('keys')));
    return true;
  }
  return pressKeyIn(key, document.getElementById('foot'));
}

/** The map is made when it is first seen: on a phone that is when its tab is pressed. */
function makeMapWhenSeen() {
  const seen = new ResizeObserver(async () => {
    if (container.clientWidth === 0 || container.clientHeight === 0) return;
    seen.disconnect();
    map = await createWorkMap(container, { shown: shown(), asked: asked(), code: openCode() });
    map.setFilter(shown(), asked());
    map.select(openCode(), placeOfOpen());
  });
  seen.observe(container);
}

document.body.addEventListener('work:shown', (event) => {
  const { total } = /** @type {CustomEvent} */ (event).detail;
  const filter = asked();
  pushAddress();
  map?.setFilter(shown(), filter);
  showWords(filter.q ?? []);
  dressRows();
  markRow(openCode());
  announce(fill(gettext('%(n)s reports in the list'), { n: number(total) }));
  afterwards?.();
  afterwards = null;
  isGoingBack = false;
});

document.body.addEventListener('work:changed', (event) => {
  const { code, words } = /** @type {CustomEvent} */ (event).detail;
  toast(`${code}: ${words}`);
  forgetDrafts(code);
  afterwards = keepScroll();
  load(list().dataset.query ?? '', { rows: String(rowCount()) });
  map?.refresh();
  if (!openCode()) map?.select(null, null);
});

document.body.addEventListener('htmx:afterSettle', (event) => {
  if (event.target === detail) showOpen();
});

container.addEventListener('feature:select', (event) => openReport(/** @type {CustomEvent} */ (event).detail.code));
container.addEventListener('area:select', (event) => {
  const { code } = /** @type {CustomEvent} */ (event).detail;
  load(filterToQuery(withValues(withValues(asked(), 'bbox', []), 'area', code ? [code] : [])));
});
container.addEventListener('cluster:open', (event) => {
  const { cell } = /** @type {CustomEvent} */ (event).detail;
  const box = cell.map((/** @type {number} */ degrees) => degrees.toFixed(6));
  load(filterToQuery(withValues(asked(), 'bbox', box)));
  showPane('list');
});

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const stepper = event.target.closest('[data-step]');
  if (stepper) go(stepper.getAttribute('data-step') === '1' ? 1 : -1);
  if (event.target.closest('[data-close-detail]')) {
    event.preventDefault();
    close();
  }
  const closer = event.target.closest('[data-close-form]');
  if (closer && openCode()) {
    event.preventDefault();
    openReport(/** @type {string} */ (openCode()));
  }
  const area = event.target.closest('#queues [data-area]');
  if (area) {
    const isUndone = area.getAttribute('aria-current') === 'true';
    map?.zoomTo(isUndone ? '' : (area.getAttribute('data-area') ?? ''));
  }
  if (area || event.target.closest('#queues a')) if (!isWide()) showPane('list');
});

addEventListener('popstate', () => {
  isGoingBack = true;
  const report = new URLSearchParams(location.search).get('report');
  if (report && report !== openCode()) openReport(report);
  if (!report && hideDetail()) map?.select(null, null);
  load(filterToQuery(parseFilter(location.search)));
});

bindPanes();
bindDrafts();
bindRows();
bindPanel();
bindKeys(act, leave);
bindKeySwitch(/** @type {HTMLInputElement | null} */ (document.getElementById('keys-on')));
document.getElementById('filter')?.addEventListener('submit', () => closePanel());
container.dataset.reportUrl = JSON.parse(document.getElementById('map-config')?.textContent ?? '{}').reportUrl;
makeMapWhenSeen();
markRow(openCode());
document.getElementById('work')?.setAttribute('data-ready', '');
