/** The work map: wires list, map, panes, keys and address. The list leads: what it shows, the map shows. */

import { showCard } from 'desk/card';
import { bindDrafts, forgetDrafts } from 'desk/drafts';
import { showFault } from 'desk/faults';
import { bindPanel, closePanel, showWords, togglePanel } from 'desk/filter-panel';
import { bindKeySwitch, bindKeys, pressKeyIn } from 'desk/keys';
import { bindLive } from 'desk/live';
import { bindPanes, hasDetail, hideDetail, isWide, showDetail, showPane } from 'desk/panes';
import { bindReadyTexts } from 'desk/ready-texts';
import { bindRows, dressRows, focusRows, hasRow, keepScroll, markRow, rowCount, shownRows, step } from 'desk/rows';
import { bindSavedViews, openView } from 'desk/saved-views';
import { bindTicks, moveTicked } from 'desk/ticks';
import { sayDone, takeBackLast } from 'desk/undo';
import { createWorkMap } from 'desk/work-map';
import { pageData } from 'lib/config';
import { filterToQuery, ofMain, ofOthers, parseFilter, withValues } from 'lib/filter';
import htmx from 'lib/htmx';
import { polygonValues } from 'map/selection-key';
import { bindSharing } from 'report/share';
import { announce } from 'ui/announce';
import { openDialog } from 'ui/dialog';
import { fill, gettext, number } from 'ui/i18n';
import { toast } from 'ui/toast';

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const container = byId('map');
const detail = byId('detail');
const list = () => byId('list');
/** What the address asks for: the filter, and the kind as `of`. */
const asked = () => parseFilter(list().dataset.query ?? '');
const shown = () => parseFilter(list().dataset.filter ?? '');
const kind = () => list().dataset.kind ?? '';
const openPart = () => /** @type {HTMLElement | null} */ (detail.querySelector('[data-code]'));
const openCode = () => (openPart()?.hasAttribute('data-gone') ? null : (openPart()?.dataset.code ?? null));

const { work } = pageData('map-config');

const [SEEN_AFTER_MS, COMES_WITHIN_MS] = [400, 4000];

/** @type {Awaited<ReturnType<typeof createWorkMap>> | null} */
let map = null;
let isGoingBack = false;
/** The window of time moves by small steps, or by itself: none of them is one to go back to. */
let isSliding = false;
/** The kind of the row that is open. */
let openKind = kind();
/** What to do once the list is there. @type {(() => void) | null} */
let afterwards = null;

/** @param {string} query @param {Record<string, string>} [extra] @param {Event} [event] what asks for it */
function load(query, extra = {}, event = undefined) {
  const all = [query, new URLSearchParams(extra).toString()].filter(Boolean).join('&');
  htmx.ajax('GET', `${location.pathname}${all ? `?${all}` : ''}`, { target: '#list', swap: 'outerHTML', event });
}

/** Bring the same list as it is now, with as many rows. */
const reload = () => load(list().dataset.query ?? '', { rows: String(rowCount()) });

/** The last request for the list: an answer to an earlier one comes too late. @type {XMLHttpRequest | null} */
let listRequest = null;
const isListOnTheWay = () => listRequest !== null && listRequest.readyState !== XMLHttpRequest.DONE;
document.body.addEventListener('htmx:beforeRequest', (event) => {
  const { target, xhr, requestConfig } = /** @type {CustomEvent} */ (event).detail;
  if (target?.id !== 'list') return;
  listRequest = xhr;
  // Whoever asks for another list on the way back goes on from there.
  isGoingBack = requestConfig.triggeringEvent?.type === 'popstate';
});
document.body.addEventListener('htmx:beforeOnLoad', (event) => {
  const { target, xhr } = /** @type {CustomEvent} */ (event).detail;
  if (target?.id === 'list' && xhr !== listRequest) event.preventDefault();
});

/** @param {string} code */
const openItem = (code) => {
  const url = work[kind()].itemUrl.replace('{code}', code);
  htmx.ajax('GET', url, { source: '#detail', target: '#detail', swap: 'innerHTML' });
};

/** What the address says now: the filter, and the row that is open. */
const address = () => withValues(asked(), 'item', openCode() ? [/** @type {string} */ (openCode())] : []);

/** What an address says; links from before there were several kinds call the open row "report". @param {string} search */
function readAddress(search) {
  const query = new URLSearchParams(search);
  const item = query.get('item') ?? query.get('report');
  return { filter: withValues(parseFilter(query), 'item', []), item };
}

/** Write down what is shown: a new entry for what the reader did, none for going back. */
function pushAddress() {
  const before = readAddress(location.search);
  const isSame = filterToQuery(before.filter) === list().dataset.query && before.item === openCode();
  if (isSame || isGoingBack) return;
  const all = [filterToQuery(address()), openView()].filter(Boolean).join('&');
  const bare = byId('work').dataset.bare ?? location.pathname;
  history[isSliding ? 'replaceState' : 'pushState'](null, '', all ? `?${all}` : bare);
}

/** What the map is to show. */
const state = () => ({ kind: kind(), shown: shown(), address: address(), total: Number(byId('total').dataset.total) });

function placeOfOpen() {
  const { lat, lng, zoom } = openPart()?.dataset ?? {};
  return lat && lng ? { lat: Number(lat), lng: Number(lng), zoom: Number(zoom ?? 0) } : null;
}

function showOpen() {
  const code = openCode();
  showDetail();
  markRow(code);
  pushAddress();
  map?.show(state());
  map?.select(code, code ? placeOfOpen() : null);
  if (!showFault(detail) && !isWide()) detail.focus({ preventScroll: true });
  const title = detail.querySelector('h2')?.textContent?.trim();
  if (title) announce(title);
}

function close() {
  if (!hideDetail()) return false;
  markRow(null);
  pushAddress();
  map?.show(state());
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

/** What was open has left the list: the one that took its place opens by itself. */
function goOn() {
  if (rowCount() === 0 || !go(1)) return;
  detail.setAttribute('aria-busy', 'true');
  setTimeout(() => detail.removeAttribute('aria-busy'), COMES_WITHIN_MS); // or it did not come at all
}

/** What opened by itself is to be seen before a key acts on it: the second of two quick presses does nothing. */
function letSee() {
  if (detail.hasAttribute('aria-busy')) setTimeout(() => detail.removeAttribute('aria-busy'), SEEN_AFTER_MS);
}

/** Close the innermost thing that is open. */
function leave() {
  const form = /** @type {HTMLElement | null} */ (detail.querySelector('[data-close-form]'));
  const menu = detail.querySelector('details[open]');
  if (menu) menu.removeAttribute('open');
  if (menu || closePanel() || map?.leave()) return true;
  if (form) form.click();
  return Boolean(form) || close() || letGo();
}

/** Undo the selection on the map. */
function letGo() {
  if (!asked().polygon) return false;
  load(filterToQuery(withValues(asked(), 'polygon', [])));
  return true;
}

/** @param {string} key */
function act(key) {
  if (key === 'j') return go(1);
  if (key === 'k') return go(-1);
  if (key === 'u') return takeBackLast();
  if (key === 'y') return moveTicked();
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
  if (detail.hasAttribute('aria-busy')) return true;
  if (pressKeyIn(key, document.getElementById('foot')) || pressKeyIn(key, document.getElementById('map-tools')))
    return true;
  const move = openCode() && document.querySelector(`#keys [data-move-key="${CSS.escape(key)}"]`)?.textContent;
  if (move) toast(fill(gettext('“%(move)s” is not possible here now'), { move }));
  return Boolean(move);
}

/** The map is made when it is first seen: on a phone that is when its tab is pressed. */
function makeMapWhenSeen() {
  const seen = new ResizeObserver(async () => {
    if (container.clientWidth === 0 || container.clientHeight === 0) return;
    seen.disconnect();
    map = await createWorkMap(container, state(), byId('layers-button'));
    map.show(state());
    map.select(openCode(), placeOfOpen());
  });
  seen.observe(container);
}

document.body.addEventListener('work:shown', (event) => {
  const { total } = /** @type {CustomEvent} */ (event).detail;
  if (openPart() && openKind !== kind() && hideDetail()) map?.select(null, null);
  openKind = kind();
  pushAddress();
  map?.show(state());
  showWords(asked().q ?? []);
  dressRows();
  markRow(openCode());
  announce(fill(gettext('%(n)s in the list'), { n: number(total) }));
  afterwards?.();
  afterwards = null;
  isGoingBack = false;
  isSliding = false;
  live.reset();
});

document.body.addEventListener('work:changed', (event) => {
  live.reset();
  const { code, words, undo, undone, seconds } = /** @type {CustomEvent} */ (event).detail;
  sayDone(`${code}: ${words}`, { url: undo, seconds, onUndo: undone ? undefined : forgetDrafts(code) });
  const [putBack, wasListed, query] = [keepScroll(), hasRow(code), list().dataset.query];
  const isOnTheWay = isListOnTheWay();
  afterwards = () => {
    putBack();
    if (wasListed && !hasRow(code) && list().dataset.query === query) goOn();
    if (isOnTheWay) reload(); // what was asked for before the move may not know of it
  };
  if (!isOnTheWay) reload();
  map?.refresh();
  if (!openCode()) map?.select(null, null);
});

document.body.addEventListener('htmx:afterSettle', (event) => {
  if (event.target !== detail) return;
  showOpen();
  letSee();
});

container.addEventListener('feature:select', (event) => {
  const { layer, code, title, cardUrl } = /** @type {CustomEvent} */ (event).detail;
  const other = map?.kindOf(layer);
  if (other === kind()) return openItem(code);
  if (!other) return void showCard(detail, { title, cardUrl }).then(showOpen);
  // Another kind of work: its list comes along, narrowed to the same part of the city.
  afterwards = () => openItem(code);
  const { area = [], polygon = [] } = asked();
  load(filterToQuery({ of: [other], area, polygon, ...ofOthers(asked()) }));
});
container.addEventListener('area:select', (event) => {
  const { code } = /** @type {CustomEvent} */ (event).detail;
  load(filterToQuery(withValues(withValues(asked(), 'bbox', []), 'area', code ? [code] : [])));
});
/* What another layer is filtered by leaves the list as it is, but its links keep it: the server spells them. */
container.addEventListener('layers:filter', (event) => {
  const { filter, isOwn } = /** @type {CustomEvent} */ (event).detail;
  if (!isOwn) return;
  isSliding = true;
  load(filterToQuery({ ...ofMain(asked()), ...ofOthers(filter) }), { rows: String(rowCount()) });
});
container.addEventListener('cluster:open', (event) => {
  const { layer, cell } = /** @type {CustomEvent} */ (event).detail;
  if (map?.kindOf(layer) !== kind()) return;
  const box = cell.map((/** @type {number} */ degrees) => degrees.toFixed(6));
  load(filterToQuery(withValues(asked(), 'bbox', box)));
  showPane('list');
});

container.addEventListener('selection:change', (event) => {
  const { polygon } = /** @type {CustomEvent} */ (event).detail;
  load(filterToQuery(withValues(withValues(asked(), 'bbox', []), 'polygon', polygonValues(polygon))));
});
container.addEventListener('time:change', (event) => {
  const { from, to } = /** @type {CustomEvent} */ (event).detail;
  isSliding = true;
  load(filterToQuery(withValues(withValues(asked(), 'from', from ? [from] : []), 'to', to ? [to] : [])));
});

/* A code that was searched is opened here, where its kind is the one on the screen. */
container.addEventListener('search:code', (event) => {
  const { kind: found, code } = /** @type {CustomEvent} */ (event).detail;
  if (found !== `work-${kind()}`) return;
  event.preventDefault();
  openItem(code);
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
    openItem(/** @type {string} */ (openCode()));
  }
  const area = event.target.closest('#queues [data-area]');
  if (area) {
    const isUndone = area.getAttribute('aria-current') === 'true';
    map?.zoomTo(isUndone ? '' : (area.getAttribute('data-area') ?? ''));
  }
  if (area || event.target.closest('#queues a')) if (!isWide()) showPane('list');
});

addEventListener('popstate', (event) => {
  isGoingBack = true;
  const { filter, item } = readAddress(location.search);
  if (!item && hideDetail()) map?.select(null, null);
  if (item && item !== openCode()) afterwards = () => isGoingBack && openItem(item);
  load(filterToQuery(filter), {}, event);
});

/** Ask of the list as it stands and of the row that is open. */
function addressOfNow() {
  const query = withValues(address(), 'rows', [String(rowCount())]);
  return new URL(`${byId('work').dataset.now}?${filterToQuery(query)}`, location.href);
}

/** Bring the list as it is now, where the reader is in it. */
function showChanges() {
  afterwards = keepScroll();
  reload();
}

const live = bindLive({
  address: addressOfNow,
  rows: () => ({ shown: shownRows(), hasMore: Boolean(document.getElementById('next-rows')) }),
  onShow: showChanges,
  onShowItem: () => openItem(/** @type {string} */ (openCode())),
  onChange: () => map?.refresh(),
});
bindPanes();
bindSavedViews();
bindSharing();
bindDrafts();
bindReadyTexts();
bindRows();
bindTicks();
bindPanel();
bindKeys(act, leave);
bindKeySwitch(/** @type {HTMLInputElement | null} */ (document.getElementById('keys-on')));
document.getElementById('filter')?.addEventListener('submit', () => closePanel());
makeMapWhenSeen();
markRow(openCode());
document.getElementById('work')?.setAttribute('data-ready', '');
