/**
 * The draft on this phone: place, category and text under the key, so that nothing typed is lost. Contact is never kept.
 *
 * @typedef {Object} Draft
 * @property {string} key
 * @property {Record<string, string>} fields
 * @property {number} at milliseconds
 */

const NAME = 'report-draft';
const KEPT_DAYS = 7;
export const KEPT_FIELDS = ['lng', 'lat', 'desa', 'kind', 'category', 'text', 'need_service', 'need_for'];

/** @param {HTMLFormElement} form @returns {Draft} */
export function draftOf(form) {
  const data = new FormData(form);
  const fields = Object.fromEntries(KEPT_FIELDS.map((name) => [name, String(data.get(name) ?? '')]));
  return { key: String(data.get('key') ?? ''), fields, at: Date.now() };
}

/** @param {Draft} draft @returns {boolean} whether something is in it that would be missed */
export const isWorthKeeping = ({ fields }) =>
  Boolean(fields.text || fields.category || fields.lng || fields.desa || fields.need_service);

/** @param {Draft} draft @returns {boolean} whether the phone could keep it */
export function saveDraft(draft) {
  try {
    localStorage.setItem(NAME, JSON.stringify(draft));
    return true;
  } catch {
    return false; // a private window, or full
  }
}

/** @returns {Draft | null} */
export function loadDraft() {
  try {
    const draft = JSON.parse(localStorage.getItem(NAME) ?? 'null');
    const isFresh = draft && Date.now() - draft.at < KEPT_DAYS * 24 * 3600 * 1000;
    return isFresh && typeof draft.key === 'string' && draft.fields ? draft : null;
  } catch {
    return null;
  }
}

export function forgetDraft() {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // Nothing was kept there.
  }
}
