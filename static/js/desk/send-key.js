/** Ctrl+Enter sends the form that is typed into. */

/** @param {string} forms which forms, as a selector */
export function bindSendKey(forms) {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    const form = event.target instanceof Element && event.target.closest(forms);
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
