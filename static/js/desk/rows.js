/** The rows of the list: which one is open, which one is next. Knows no map and no address. */

const list = () => /** @type {HTMLElement} */ (document.getElementById('list'));
const rows = () => /** @type {HTMLElement[]} */ ([...list().querySelectorAll('[data-code]')]);

/** Where the open report stood before it left the list: the one that took its place is the next. */
let lastIndex = -1;
/** @type {string | null} */
let openCode = null;

/** @param {string | null} code */
export function markRow(code) {
  openCode = code;
  for (const [index, row] of rows().entries()) {
    const isOpen = row.dataset.code === code;
    if (isOpen) {
      row.setAttribute('aria-current', 'true');
      row.scrollIntoView({ block: 'nearest' });
      lastIndex = index;
    } else row.removeAttribute('aria-current');
  }
}

/** @param {string} code */
export const rowOf = (code) => rows().find((row) => row.dataset.code === code);

export const rowCount = () => rows().length;

/**
 * The row a step away from the focused one, the open one, or from where the open one has been.
 * @param {1 | -1} step
 */
export function rowAtStep(step) {
  const all = rows();
  const focused = all.findIndex((row) => row === document.activeElement);
  const open = all.findIndex((row) => row.dataset.code === openCode);
  const from = focused >= 0 ? focused : open;
  if (from < 0) return all[lastIndex < 0 ? 0 : Math.min(lastIndex + (step > 0 ? 0 : -1), all.length - 1)];
  if (step > 0 && from >= all.length - 2) document.getElementById('next-rows')?.click();
  return all[from + step];
}

export function focusedRow() {
  return rows().find((row) => row === document.activeElement);
}

/** Keep the place while the list is loaded anew. @returns {() => void} puts it back */
export function keepScroll() {
  const top = list().scrollTop;
  const hadFocus = focusedRow()?.dataset.code;
  return () => {
    list().scrollTop = top;
    if (hadFocus) rowOf(hadFocus)?.focus({ preventScroll: true });
  };
}
