/**
 * Rows that are ticked, for one move of all of them. They stay ticked while the list is brought anew; another list has
 * none.
 */
import { fill, gettext, number } from 'ui/i18n';
import { toast } from 'ui/toast';

/** @type {Set<string>} */
const ticked = new Set();
/** The list that they were ticked in. */
let ofQuery = '';
/** What the address says beside the filter: the page of moves leads back to it (`cityops/desk/selection.py`). */
const PLACE = ['view', 'z', 'lat', 'lng', 'layers', 'item'];
/** Where a press with Shift begins. @type {HTMLInputElement | null} */
let last = null;

const list = () => /** @type {HTMLElement} */ (document.getElementById('list'));
const boxes = () => /** @type {HTMLInputElement[]} */ ([...list().querySelectorAll('input[name="pick"]')]);

/** @param {HTMLInputElement} box @param {boolean} isTicked */
function tick(box, isTicked) {
  box.checked = isTicked;
  if (isTicked) ticked.add(box.value);
  else ticked.delete(box.value);
  box.closest('li')?.querySelector('[data-code]')?.setAttribute('aria-checked', String(isTicked));
}

function tell() {
  const words = document.getElementById('bulk-words');
  if (!words) return;
  const isAll = ticked.size === 0;
  words.textContent = isAll
    ? (words.dataset.all ?? '')
    : fill(gettext('Change %(n)s ticked rows'), { n: number(ticked.size) });
  document.getElementById('bulk')?.toggleAttribute('data-ticked', !isAll);
}

/** Rows have come: those that were ticked are again. */
export function dressTicks() {
  const query = list().dataset.query ?? '';
  if (query !== ofQuery) ticked.clear();
  ofQuery = query;
  const found = boxes();
  const here = new Set(found.map((box) => box.value));
  for (const code of ticked) if (!here.has(code)) ticked.delete(code);
  for (const box of found) {
    // The list is one stop for the Tab key, and its options say whether they are ticked; Space ticks the active one.
    box.tabIndex = -1;
    box.parentElement?.setAttribute('aria-hidden', 'true');
    tick(box, ticked.has(box.value) || box.checked);
  }
  tell();
}

/** Tick the row that keys act on, or let it go. @returns {boolean} whether there is one */
export function tickActive() {
  const box = list().querySelector('[data-active]')?.closest('li')?.querySelector('input[name="pick"]');
  if (!(box instanceof HTMLInputElement)) return false;
  tick(box, !box.checked);
  tell();
  return true;
}

/** Go on to the page where a move of all of them is chosen. */
export function moveTicked() {
  const form = document.getElementById('bulk');
  if (!(form instanceof HTMLFormElement)) return false;
  if (ticked.size === 0) toast(gettext('Tick rows first: Space ticks the one that keys act on'));
  else form.requestSubmit();
  return true;
}

export function bindTicks() {
  document.addEventListener('click', (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.name !== 'pick') {
      if (box instanceof Element && box.closest('[data-untick]')) {
        for (const one of boxes()) tick(one, false);
        tell();
      }
      return;
    }
    const all = boxes();
    const [from, to] = [all.indexOf(/** @type {HTMLInputElement} */ (last ?? box)), all.indexOf(box)];
    if (event.shiftKey && from >= 0)
      for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) tick(one, box.checked);
    tick(box, box.checked);
    last = box;
    tell();
  });
  document.addEventListener('formdata', (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== 'bulk') return;
    const now = new URLSearchParams(location.search);
    for (const name of PLACE) if (now.has(name)) event.formData.set(name, now.get(name) ?? '');
  });
  dressTicks();
}
