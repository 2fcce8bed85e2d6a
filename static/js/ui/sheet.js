/**
 * A sheet: at the foot of a phone, at the side of a desktop. Not modal: the map behind stays usable. Escape and the
 * close button close it and give the focus back; on a phone it is pulled down by its grip.
 *
 * Markup: <section class="sheet" id="…" aria-labelledby="…"> with .sheet__head, .sheet__body and [data-sheet-close].
 * Buttons with aria-controls="<id>" open and close it. Events on the sheet: `sheet:open`, `sheet:close`.
 */

/** @type {WeakMap<HTMLElement, HTMLElement | null>} */
const returnTo = new WeakMap();

/** @param {HTMLElement} sheet */
function openers(sheet) {
  return document.querySelectorAll(`[aria-controls="${sheet.id}"]`);
}

/** @param {HTMLElement} sheet */
export const isOpen = (sheet) => sheet.hasAttribute('data-open');

/**
 * @param {HTMLElement} sheet
 * @param {{ focus?: boolean }} [options] focus: move the focus to the sheet's title (default true)
 */
export function openSheet(sheet, { focus = true } = {}) {
  if (!isOpen(sheet)) {
    for (const other of document.querySelectorAll('.sheet[data-open]')) {
      if (other !== sheet) closeSheet(/** @type {HTMLElement} */ (other), { focus: false });
    }
    const active = document.activeElement;
    returnTo.set(sheet, active instanceof HTMLElement && active !== document.body ? active : null);
    sheet.setAttribute('data-open', '');
    for (const opener of openers(sheet)) opener.setAttribute('aria-expanded', 'true');
    sheet.dispatchEvent(new CustomEvent('sheet:open', { bubbles: true }));
  }
  if (focus) {
    const title = /** @type {HTMLElement | null} */ (sheet.querySelector('.sheet__title')) ?? sheet;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
}

/**
 * @param {HTMLElement} sheet
 * @param {{ focus?: boolean }} [options]
 */
export function closeSheet(sheet, { focus = true } = {}) {
  if (!isOpen(sheet)) return;
  sheet.removeAttribute('data-open');
  for (const opener of openers(sheet)) opener.setAttribute('aria-expanded', 'false');
  const back = returnTo.get(sheet);
  if (focus && back?.isConnected) back.focus({ preventScroll: true });
  sheet.dispatchEvent(new CustomEvent('sheet:close', { bubbles: true }));
}

/** @param {HTMLElement} sheet */
function letItBePulledDown(sheet) {
  const grip = sheet.querySelector('.sheet__grip, .sheet__head');
  let startY = 0;
  grip?.addEventListener(
    'touchstart',
    (event) => {
      startY = /** @type {TouchEvent} */ (event).touches[0].clientY;
    },
    { passive: true },
  );
  grip?.addEventListener('touchend', (event) => {
    if (/** @type {TouchEvent} */ (event).changedTouches[0].clientY - startY > 60) closeSheet(sheet);
  });
}

/** Bind every sheet and opener below `root`. @param {ParentNode} [root] */
export function bindSheets(root = document) {
  for (const found of root.querySelectorAll('.sheet')) {
    const sheet = /** @type {HTMLElement} */ (found);
    letItBePulledDown(sheet);
    sheet.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') closeSheet(sheet);
    });
    sheet.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('[data-sheet-close]')) closeSheet(sheet);
    });
    for (const opener of openers(sheet)) {
      opener.setAttribute('aria-expanded', String(isOpen(sheet)));
      opener.addEventListener('click', () => (isOpen(sheet) ? closeSheet(sheet) : openSheet(sheet)));
    }
  }
}
