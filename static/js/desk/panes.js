/** Panes: all beside each other on a desktop, one at a time on a phone. */

const shell = () => /** @type {HTMLElement} */ (document.getElementById('work'));

/** @param {string} name queues, list, map or detail */
export function showPane(name) {
  shell().dataset.pane = name;
  for (const tab of document.querySelectorAll('[data-show-pane]')) {
    tab.setAttribute('aria-pressed', String(tab.getAttribute('data-show-pane') === name));
  }
}

/** Whether the panes stand beside each other. */
export const isWide = () => matchMedia('(min-width: 64rem)').matches;

export const hasDetail = () => shell().hasAttribute('data-detail');

export function showDetail() {
  shell().setAttribute('data-detail', '');
  showPane('detail');
}

/** @returns {boolean} whether there was one to close */
export function hideDetail() {
  if (!hasDetail()) return false;
  shell().removeAttribute('data-detail');
  showPane('list');
  document.getElementById('detail')?.replaceChildren();
  return true;
}

export function bindPanes() {
  document.addEventListener('click', (event) => {
    const tab = event.target instanceof Element && event.target.closest('[data-show-pane]');
    if (tab) showPane(tab.getAttribute('data-show-pane') ?? 'list');
  });
}
