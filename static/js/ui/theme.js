/** Light or dark: the system's wish until the reader chooses. Event on document: `theme:change`. */

const dark = matchMedia('(prefers-color-scheme: dark)');

/** @returns {'light' | 'dark'} what is shown now */
export function theme() {
  const choice = document.documentElement.dataset.theme;
  if (choice === 'light' || choice === 'dark') return choice;
  return dark.matches ? 'dark' : 'light';
}

/** @param {'light' | 'dark'} choice */
export function setTheme(choice) {
  document.documentElement.dataset.theme = choice;
  try {
    localStorage.setItem('theme', choice);
  } catch {
    // Not kept: it holds for this page.
  }
  document.dispatchEvent(new CustomEvent('theme:change'));
}

export function bindTheme() {
  dark.addEventListener('change', () => document.dispatchEvent(new CustomEvent('theme:change')));
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-theme-toggle]')) return;
    setTheme(theme() === 'dark' ? 'light' : 'dark');
  });
}

/** A colour for a canvas: a token's name without dashes, or a colour itself. @param {string} colour */
export const ink = (colour) => (colour.startsWith('#') ? colour : token(`--${colour}`));

/** The same for a style sheet. @param {string} colour */
export const cssColour = (colour) => (colour.startsWith('#') ? colour : `var(--${colour})`);

/** The present value of a token. @param {string} name like "--accent" */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
