/* Runs before the first paint, hence no module: says that scripts run, and the reader's own choice of light or dark. */
(() => {
  document.documentElement.classList.add('js');
  try {
    const choice = localStorage.getItem('theme');
    if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
  } catch {
    // No storage (private window): the system decides.
  }
})();
