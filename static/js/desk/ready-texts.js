/** Ready texts in the form of a move: the chosen one joins what is typed, and takes the place of the one chosen before. */

/** The words of a move, by the names that `cityops/agencies/answer_templates.py` knows. */
const WORDS = 'textarea[name="text"], textarea[name="reason"]';

/** What was put into a field last. @type {WeakMap<HTMLTextAreaElement, string>} */
const put = new WeakMap();

/**
 * @param {string} typed what stands in the field
 * @param {string} before the text that was put there last, if any
 * @param {string} text
 */
export function joined(typed, before, text) {
  const own = before && typed.endsWith(before) ? typed.slice(0, -before.length) : typed;
  return own.trim() === '' ? text : `${own.trimEnd()}\n\n${text}`;
}

/** Bind all forms of the page, also what htmx brings later. */
export function bindReadyTexts() {
  document.addEventListener('change', (event) => {
    const select = event.target;
    if (!(select instanceof HTMLSelectElement) || !select.matches('[data-ready-text]') || !select.value) return;
    const field = /** @type {HTMLTextAreaElement | null | undefined} */ (select.form?.querySelector(WORDS));
    if (!field) return;
    field.value = joined(field.value, put.get(field) ?? '', select.value);
    put.set(field, select.value);
    field.dispatchEvent(new Event('input', { bubbles: true })); // the draft is kept
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
}
