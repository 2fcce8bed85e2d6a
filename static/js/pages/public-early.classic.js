/* Runs before the first paint, hence no module: a hint that was understood is not shown again, not for a moment. */
(() => {
  try {
    if (localStorage.getItem('hint-public-map') === 'seen') document.documentElement.classList.add('hint-seen');
  } catch {
    // No storage (private window): it comes each time.
  }
})();
