/**
 * Saving a view without leaving the map: the dialog is given the address, which holds filter, place, zoom and layers.
 * Without it the link leads to a page with the same form.
 */
import { openDialog } from 'ui/dialog';

export function bindSavedViews() {
  const dialog = document.getElementById('save-view');
  if (!(dialog instanceof HTMLDialogElement)) return;
  const query = /** @type {HTMLInputElement} */ (dialog.querySelector('[name="query"]'));
  document.addEventListener('click', (event) => {
    const opener = event.target instanceof Element && event.target.closest('[data-save-view]');
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    query.value = location.search.slice(1);
    openDialog(dialog);
  });
  document.body.addEventListener('work:shown', (event) => leaveView(/** @type {CustomEvent} */ (event).detail.query));
}

/**
 * What is shown now is no longer the view that was opened; it is what would be saved.
 * @param {string} query
 */
function leaveView(query) {
  for (const link of document.querySelectorAll('.views [aria-current]')) link.removeAttribute('aria-current');
  const save = /** @type {HTMLAnchorElement | null} */ (document.querySelector('.views [data-save-view]'));
  if (save) save.search = query;
}
