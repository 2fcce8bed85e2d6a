/** The bell in the staff's header: what is new is fetched each time that it opens. */

export function bindBell() {
  const bell = /** @type {HTMLDetailsElement | null} */ (document.querySelector('details.bell'));
  bell?.addEventListener('toggle', () => {
    if (bell.open) document.getElementById('bell-panel')?.dispatchEvent(new CustomEvent('bell:open'));
  });
}
