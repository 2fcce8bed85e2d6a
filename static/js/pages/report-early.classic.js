/* Runs before the first paint, hence no module: the form is shown as steps from the start. Where the modules do not come
   (a bad connection), it falls back to the page that needs none. */
(() => {
  const root = document.documentElement;
  root.classList.add('report-steps');
  setTimeout(() => {
    if (!root.dataset.reportReady) root.classList.remove('report-steps');
  }, 12000);
})();
