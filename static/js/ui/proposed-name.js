/** A name that is proposed for what is chosen, for as long as nobody wrote one. The server keeps the same rule. */

/** @param {ParentNode} parent */
export function bindProposedName(parent) {
  const input = /** @type {HTMLInputElement | null} */ (parent.querySelector('[data-proposed-names]'));
  if (!input) return;
  /** @type {Record<string, string>} */
  const names = JSON.parse(input.dataset.proposedNames ?? '{}');
  input.form?.addEventListener('change', (event) => {
    const { name, value } = /** @type {HTMLInputElement} */ (event.target);
    if (name === 'what' && Object.values(names).includes(input.value)) input.value = names[value] ?? input.value;
  });
}
