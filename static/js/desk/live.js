/**
 * Keeping an open work map true: the server is asked every some seconds, and when the reader comes back to the tab. What
 * changed is told by a bar above the list and a line in the open detail; nothing under the reader's hands moves by itself.
 */
import htmx from 'lib/htmx';
import { element } from 'ui/element';
import { fill, gettext, ngettext, number } from 'ui/i18n';

const [EVERY_MS, AT_LEAST_EVERY_MS] = [20_000, 300_000];

/**
 * @typedef {[string, ...number[]]} RowNow its code, its version, and the versions that it is again as
 * @typedef {{ rows: RowNow[], item: { code: string, version: number, words: string } | null }} News
 * @typedef {{ code: string, version: number }} Row
 */

/**
 * How many rows a reload would change; what was taken back changes none. What lies behind the last row on the screen is
 * no news, nor is what others pushed behind it.
 * @param {Row[]} shown @param {News['rows']} now @param {{ hasMore: boolean }} list @returns {number}
 */
export function changesIn(shown, now, { hasMore }) {
  const before = new Map(shown.map(({ code, version }) => [code, version]));
  const after = new Set(now.map(([code]) => code));
  const last = hasMore ? now.findLastIndex(([code]) => before.has(code)) + 1 : now.length;
  const lastKept = hasMore ? shown.findLastIndex(({ code }) => after.has(code)) + 1 : shown.length;
  const isAsShown = (/** @type {RowNow} */ [code, ...versions]) => versions.includes(before.get(code) ?? -1);
  const cameOrChanged = now.slice(0, last).filter((row) => !isAsShown(row));
  const left = shown.slice(0, lastKept).filter(({ code }) => !after.has(code));
  return cameOrChanged.length + left.length;
}

/** Put a part of the page in its place without losing where the reader is in it. @param {Document} page @param {string} id */
function replace(page, id) {
  const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
  if (!old || !fresh || old.outerHTML === fresh.outerHTML) return;
  const { scrollTop } = old;
  const focused = old.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null;
  old.replaceWith(fresh);
  fresh.scrollTop = scrollTop;
  htmx.process(fresh);
  if (focused !== null && focused !== undefined) {
    const link = /** @type {HTMLElement | null} */ (fresh.querySelector(`[href="${CSS.escape(focused)}"]`));
    link?.focus({ preventScroll: true });
  }
}

/** @param {HTMLElement} detail @param {News['item']} item @param {() => void} onShow */
function tellOfItem(detail, item, onShow) {
  const open = /** @type {HTMLElement | null} */ (detail.querySelector('[data-version]'));
  detail.querySelector('.detail__changed')?.remove();
  if (!open || !item || open.dataset.code !== item.code || Number(open.dataset.version) === item.version) return;
  const line = element('div', { class: 'detail__changed', role: 'status' }, element('span', {}, item.words));
  if (item.version) {
    const show = element('button', { type: 'button', class: 'button button--quiet' }, gettext('Show'));
    show.addEventListener('click', onShow);
    line.append(show);
  }
  open.querySelector('.detail__head')?.after(line);
}

/**
 * @param {{
 *   address: () => URL,
 *   rows: () => { shown: Row[], hasMore: boolean },
 *   onShow: () => void,
 *   onShowItem: () => void,
 *   onChange: () => void,
 * }} page address: what to ask; onShow: brings the list anew; onShowItem: the open detail; onChange: what is drawn may be old
 * @returns {{ reset: () => void }} reset: the page itself has just asked anew, what was told is over
 */
export function bindLive({ address, rows, onShow, onShowItem, onChange }) {
  const bar = /** @type {HTMLElement} */ (document.getElementById('news-bar'));
  const detail = /** @type {HTMLElement} */ (document.getElementById('detail'));
  let [etag, failures, told] = ['', 0, 0];
  let timer = 0;
  /** @type {AbortController | null} */
  let asking = null;

  /** @param {string} words @param {() => void} [onPress] */
  function say(words, onPress) {
    if (bar.textContent === words) return undefined; // the reader may be about to press it
    if (!words) return bar.replaceChildren();
    if (!onPress) return bar.replaceChildren(element('span', { class: 'work__stale' }, words));
    const button = element('button', { type: 'button', class: 'work__changes' }, words);
    button.addEventListener('click', onPress);
    bar.replaceChildren(button);
  }

  function sayChanges() {
    const words = fill(ngettext('%(n)s change: show', '%(n)s changes: show', told), { n: number(told) });
    say(told ? words : '', onShow);
  }

  /** @param {string} text @param {boolean} isFirst */
  function show(text, isFirst) {
    const page = new DOMParser().parseFromString(text, 'text/html');
    for (const id of ['queue-links', 'areas', 'bell-number']) replace(page, id);
    const news = /** @type {News} */ (
      JSON.parse(page.getElementById('news')?.textContent ?? '{"rows":[],"item":null}')
    );
    const { shown, hasMore } = rows();
    told = changesIn(shown, news.rows, { hasMore });
    if (!told) replace(page, 'totals'); // else it tells of the list as it stands
    tellOfItem(detail, news.item, onShowItem);
    if (told || !isFirst) onChange();
  }

  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    try {
      const response = await fetch(address(), { headers: etag ? { 'If-None-Match': etag } : {}, signal: mine.signal });
      if (response.redirected) return say(gettext('Your session has ended. Load the page anew to sign in.'));
      if (response.status !== 304 && !response.ok) throw new Error(String(response.status));
      const text = response.status === 304 ? '' : await response.text();
      if (mine.signal.aborted) return;
      const isFirst = !etag;
      etag = response.headers.get('ETag') ?? '';
      failures = 0;
      if (text) show(text, isFirst);
      sayChanges();
    } catch {
      if (mine.signal.aborted) return;
      failures += 1;
      say(gettext('No answer from the server: what you see may be old. We keep asking.'));
    }
    again();
  }

  function again() {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.min(EVERY_MS * 2 ** failures, AT_LEAST_EVERY_MS));
  }

  const comeBack = () => {
    if (document.hidden) clearTimeout(timer);
    else ask();
  };
  document.addEventListener('visibilitychange', comeBack);
  addEventListener('online', comeBack);
  again();

  return {
    reset() {
      asking?.abort();
      [etag, told] = ['', 0];
      say('');
      again();
    },
  };
}
