/**
 * Saving a view without leaving the map: the dialog is given the address, which holds filter, place, zoom and layers.
 * Without it the link leads to a page with the same form.
 */
import { openDialog } from 'ui/dialog';

/** The view that is open: shown while the list is asked for what it was opened with. */
const opened = {
  slug: new URLSearchParams(location.search).get('view') ?? '',
  query: document.getElementById('list')?.dataset.query,
  link: document.querySelector('.views [aria-current]'),
};

/** What an address says of it. */
export function openView() {
  const isOpen = opened.slug !== '' && document.getElementById('list')?.dataset.query === opened.query;
  return isOpen ? `view=${encodeURIComponent(opened.slug)}` : '';
}

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
  document.body.addEventListener('work:shown', (event) => tell(/** @type {CustomEvent} */ (event).detail.query));
}

/**
 * What is shown now is the view that was opened, or no longer; and what would be saved.
 * @param {string} query
 */
function tell(query) {
  if (query === opened.query) opened.link?.setAttribute('aria-current', 'true');
  else opened.link?.removeAttribute('aria-current');
  const save = /** @type {HTMLAnchorElement | null} */ (document.querySelector('[data-save-view]'));
  if (save) save.search = query;
}
