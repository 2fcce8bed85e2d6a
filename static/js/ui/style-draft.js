/**
 * What was changed in a layer's style and not saved stays in this tab: whoever leaves the page and comes back finds it, as with what is
 * typed into a move (`desk/drafts.js`).
 */
const PREFIX = 'style:';

/** @param {HTMLFormElement} form */
const keyOf = (form) => `${PREFIX}${form.getAttribute('action')}`;

/** @param {HTMLFormElement} form @returns {string | null} */
export function draftOf(form) {
  try {
    return sessionStorage.getItem(keyOf(form));
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @param {string | null} state null: what stands there is saved */
export function keepDraft(form, state) {
  try {
    if (state === null) sessionStorage.removeItem(keyOf(form));
    else sessionStorage.setItem(keyOf(form), state);
  } catch {
    // No storage: the form itself still has it.
  }
}
