/**
 * The rows of the list: which one keys act on, which one is open, which one is next. Knows no map and no address.
 *
 * Without scripts the rows are links. With scripts the list is a listbox, one stop for the Tab key instead of fifty;
 * j, k and the arrows move inside it.
 */

import { dressTicks, tickActive } from 'desk/ticks';

const list = () => /** @type {HTMLElement} */ (document.getElementById('list'));
const box = () => document.getElementById('rows');
const rows = () => /** @type {HTMLElement[]} */ ([...list().querySelectorAll('[data-code]')]);

/** Where the open report stood before it left the list: the one that took its place is the next. */
let lastIndex = -1;
/** @type {string | null} */
let openCode = null;
/** @type {string | null} */
let activeCode = null;

/** Give rows that have just come their roles. */
export function dressRows() {
  const found = box();
  if (!found) return;
  found.setAttribute('role', 'listbox');
  found.setAttribute('aria-label', found.dataset.label ?? '');
  found.tabIndex = 0;
  for (const row of rows()) {
    row.parentElement?.setAttribute('role', 'presentation');
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', String(row.dataset.code === openCode));
    row.id = `row-${row.dataset.code}`;
    row.tabIndex = -1;
  }
  dressTicks();
  if (activeCode) activate(rowOf(activeCode));
}

/** @param {HTMLElement | undefined} row */
function activate(row) {
  for (const other of list().querySelectorAll('[data-active]')) other.removeAttribute('data-active');
  activeCode = row?.dataset.code ?? null;
  if (!row) return box()?.removeAttribute('aria-activedescendant');
  row.setAttribute('data-active', '');
  row.scrollIntoView({ block: 'nearest' });
  box()?.setAttribute('aria-activedescendant', row.id);
}

/** @param {string | null} code */
export function markRow(code) {
  openCode = code;
  for (const [index, row] of rows().entries()) {
    const isOpen = row.dataset.code === code;
    row.setAttribute('aria-selected', String(isOpen));
    row.removeAttribute('aria-current');
    if (!isOpen) continue;
    activate(row);
    lastIndex = index;
  }
}

/** @param {string} code */
const rowOf = (code) => rows().find((row) => row.dataset.code === code);

/** Whether a row is in the list. @param {string} code */
export const hasRow = (code) => Boolean(rowOf(code));

/** Code and version of each row, in order. */
export const shownRows = () =>
  rows().map(({ dataset }) => ({ code: dataset.code ?? '', version: Number(dataset.version) }));

export const rowCount = () => rows().length;

/** Put the focus into the list. */
export const focusRows = () => (box() ?? list()).focus({ preventScroll: true });

/**
 * Move to the row a step away from the active one, or from where the open one has been.
 * @param {1 | -1} step
 * @returns {HTMLElement | undefined} the row that is active now
 */
export function step(step) {
  const all = rows();
  const from = all.findIndex((row) => row.dataset.code === activeCode);
  if (step > 0 && from >= all.length - 2) document.getElementById('next-rows')?.click();
  const gone = Math.min(lastIndex < 0 ? 0 : lastIndex + (step > 0 ? 0 : -1), all.length - 1);
  const row = all[from < 0 ? gone : from + step];
  if (!row) return undefined;
  activate(row);
  focusRows();
  return row;
}

export function openActive() {
  if (!activeCode) activate(rows()[0]);
  rowOf(activeCode ?? '')?.click();
}

/** Arrows and Enter while the list has the focus; the first row is active when it is entered. */
export function bindRows() {
  document.addEventListener('keydown', (event) => {
    if (event.target !== box() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter') openActive();
    else if (event.key !== ' ' || !tickActive()) return;
    event.preventDefault();
  });
  document.addEventListener('focusin', (event) => {
    if (event.target === box() && !rowOf(activeCode ?? '')) activate(rows()[0]);
  });
  document.body.addEventListener('htmx:afterSettle', (event) => {
    if (event.target instanceof Element && event.target.closest('#list')) dressRows();
  });
  dressRows();
}

/** Keep the place while the list is loaded anew. @returns {() => void} puts it back */
export function keepScroll() {
  const { scrollTop } = list();
  return () => {
    list().scrollTop = scrollTop;
  };
}
