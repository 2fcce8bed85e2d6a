/* Runs before the first paint, hence no module: the form is shown as steps from the start. Where the modules do not come
   (a bad connection), it falls back to the page that needs none. */
(() => {
  const root = document.documentElement;
  const forget = () => {
    for (const button of document.querySelectorAll('[data-pressed]')) {
      button.removeAttribute('data-pressed');
      button.removeAttribute('aria-busy');
    }
  };
  root.classList.add('report-steps');
  setTimeout(() => {
    if (root.dataset.reportReady) return;
    root.classList.remove('report-steps');
    forget();
  }, 12000);
  // On a slow phone a button is there before its module: the last one that was pressed is shown as busy until then.
  root.addEventListener('click', (event) => {
    if (root.dataset.reportReady || !root.classList.contains('report-steps')) return;
    const button = event.target instanceof Element && event.target.closest('#report button[type="button"]');
    if (!button) return;
    forget();
    button.setAttribute('data-pressed', '');
    button.setAttribute('aria-busy', 'true');
  });
})();
