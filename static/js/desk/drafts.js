/**
 * What is typed into the form of a move stays in this tab until it is sent: a closed form, a reload or an ended session
 * loses nothing.
 */
import { bindSendKey } from 'desk/send-key';

const PREFIX = 'move:';

/** @param {Element} form */
const keyOf = (form) => `${PREFIX}${form.getAttribute('action')}`;

/** @param {HTMLFormElement} form @returns {HTMLTextAreaElement[]} */
const fields = (form) => [...form.querySelectorAll('textarea')];

/** @param {string} key @returns {Record<string, string>} */
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const typed = Object.fromEntries(fields(form).map(({ name, value }) => [name, value]));
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(typed));
  } catch {
    // No storage: the form itself still has it.
  }
}

/** @param {HTMLFormElement} form */
function putBack(form) {
  const typed = read(keyOf(form));
  for (const field of fields(form)) if (field.value === '') field.value = typed[field.name] ?? '';
}

/**
 * Forget what was typed for a report that has just been changed.
 * @param {string} code @returns {() => void} puts it back, for who takes the change back
 */
export function forgetDrafts(code) {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX) && key.includes(`/${code}/`));
  const typed = keys.map((key) => [key, sessionStorage.getItem(key) ?? '']);
  for (const key of keys) sessionStorage.removeItem(key);
  return () => {
    for (const [key, words] of typed) sessionStorage.setItem(key, words);
  };
}

/** Keep what is typed, put it back, and send it by its key. */
export function bindDrafts() {
  const formOf = (/** @type {EventTarget | null} */ target) =>
    /** @type {HTMLFormElement | null} */ (target instanceof Element ? target.closest('form.move-form') : null);
  document.addEventListener('input', (event) => {
    const form = formOf(event.target);
    if (form) keep(form);
  });
  bindSendKey('form.move-form');
  const restore = () => {
    const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form.move-form'));
    if (form) putBack(form);
  };
  document.body.addEventListener('htmx:afterSettle', restore);
  restore();
}
