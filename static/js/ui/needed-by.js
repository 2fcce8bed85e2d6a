/** Words beside a label that say whether a field is needed, by what is chosen in another one. */

/** @param {HTMLElement} said data-needed-by: values that need it; data-follows: id of the box; data-needed, data-optional: words */
function follow(said) {
  const box = /** @type {HTMLSelectElement | null} */ (document.getElementById(said.dataset.follows ?? ''));
  box?.addEventListener('change', () => {
    const isNeeded = (said.dataset.neededBy ?? '').split(' ').includes(box.value);
    said.textContent = box.value ? ((isNeeded ? said.dataset.needed : said.dataset.optional) ?? '') : '';
  });
}

/** Bind all on the page. */
export function bindNeeds() {
  for (const said of document.querySelectorAll('[data-needed-by]')) follow(/** @type {HTMLElement} */ (said));
}
