/** The filter's panel over the list: closes by Escape, by a click elsewhere and by its own button. */

const panel = () => /** @type {HTMLDetailsElement} */ (document.getElementById('more'));

/** @returns {boolean} whether it was open */
export function closePanel() {
  const wasOpen = panel().open;
  const hadFocus = panel().contains(document.activeElement);
  panel().open = false;
  if (wasOpen && hadFocus) panel().querySelector('summary')?.focus();
  return wasOpen;
}

export function togglePanel() {
  panel().open = !panel().open;
  const first = /** @type {HTMLElement | null} */ (panel().querySelector('input:not([type="hidden"])'));
  if (panel().open) first?.focus();
}

export function bindPanel() {
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.isConnected) return;
    if (event.target.closest('[data-close-panel]') || !panel().contains(event.target)) panel().open = false;
  });
}

/** The search box shows the filter's words, unless someone is typing in it. @param {string[]} words */
export function showWords(words) {
  const box = /** @type {HTMLInputElement} */ (document.getElementById('q'));
  if (box !== document.activeElement) box.value = words.join(' ');
}
