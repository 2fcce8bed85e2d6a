/* Runs before the first paint, hence no module: the reader's own choice of light or dark beats the system's. */
(() => {
  try {
    const choice = localStorage.getItem('theme');
    if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
  } catch {
    // No storage (private window): the system decides.
  }
})();
