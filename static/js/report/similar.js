/** Similar open reports are asked for before sending; while they are shown, the rest of the step waits. */

const MOST_WAIT_MS = 4000;

export function bindSimilar() {
  const box = /** @type {HTMLElement} */ (document.getElementById('similar'));
  const rest = /** @type {HTMLElement} */ (document.getElementById('send'));
  const show = () => {
    rest.hidden = box.querySelector('.similar') !== null;
  };
  box.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-not-similar]')) return;
    box.replaceChildren();
    show();
    /** @type {HTMLElement | null} */ (document.getElementById('step-title'))?.focus();
    scrollTo({ top: 0 });
  });
  show();
  return {
    /** Ask once; without an answer in time (a bad connection) the person goes on without. @returns {Promise<void>} */
    ask: () =>
      new Promise((resolve) => {
        const done = () => {
          box.removeEventListener('htmx:afterRequest', done);
          show();
          resolve();
        };
        box.replaceChildren();
        box.addEventListener('htmx:afterRequest', done);
        setTimeout(done, MOST_WAIT_MS);
        box.dispatchEvent(new CustomEvent('ask'));
      }),
  };
}
