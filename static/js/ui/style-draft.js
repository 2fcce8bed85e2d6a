/**
 * What was changed in a layer's style and not saved stays in this tab: whoever leaves the page and comes back finds it, as with what is
 * typed into a move (`desk/drafts.js`). What was sent is kept, too, until a page says that it arrived: a session may have ended.
 */
const [DRAFT, SENT] = ['style:', 'style-sent:'];

/** @param {string} prefix @param {HTMLFormElement} form */
const keyOf = (prefix, form) => `${prefix}${form.getAttribute('action')}`;

/** @param {HTMLFormElement} form @returns {string | null} */
export function draftOf(form) {
  try {
    return sessionStorage.getItem(keyOf(DRAFT, form));
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @param {string | null} state null: what stands there is saved */
export function keepDraft(form, state) {
  try {
    sessionStorage.removeItem(keyOf(SENT, form));
    if (state === null) sessionStorage.removeItem(keyOf(DRAFT, form));
    else sessionStorage.setItem(keyOf(DRAFT, form), state);
  } catch {
    // No storage: the form itself still has it.
  }
}

/** The form leaves as it stands. @param {HTMLFormElement} form @param {string} state */
export function markSent(form, state) {
  keepDraft(form, state);
  try {
    sessionStorage.setItem(keyOf(SENT, form), 'yes');
  } catch {
    // No storage: there is no draft either.
  }
}

/** The page says that a style was saved or deleted: if this tab sent it, there is no draft any more. @param {HTMLFormElement} form */
export function forgetSent(form) {
  try {
    if (sessionStorage.getItem(keyOf(SENT, form)) !== null) keepDraft(form, null);
  } catch {
    // No storage: there is no draft either.
  }
}
