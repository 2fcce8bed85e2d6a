/**
 * Single keys for those who work all day: never while typing, never with Ctrl, Alt or Meta, and they can be turned off.
 */
import htmx from 'lib/htmx';

const STORED = 'keys';
const SETTLED_MS = 60;

/**
 * The request for the form of a move: what is typed before it is there must not be taken for the next command.
 * @type {XMLHttpRequest | null}
 */
let asking = null;
document.addEventListener('htmx:afterRequest', (event) => {
  if (/** @type {CustomEvent} */ (event).detail.xhr !== asking) return;
  setTimeout(() => {
    asking = null;
  }, SETTLED_MS);
});

/** @param {EventTarget | null} target */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function areOn() {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}

/** The switch in the help dialog. @param {HTMLInputElement | null} box */
export function bindKeySwitch(box) {
  if (!box) return;
  box.checked = areOn();
  box.addEventListener('change', () => {
    try {
      localStorage.setItem(STORED, box.checked ? 'on' : 'off');
    } catch {
      // Not kept: private window.
    }
  });
}

/**
 * @param {(key: string) => boolean} act does what the key means; false: it means nothing here
 * @param {() => boolean} [leave] what Escape does; it works while typing too
 */
export function bindKeys(act, leave) {
  htmx.config.defaultSettleDelay = 0; // a key must not find a link that is there but not yet htmx's
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector('dialog[open]')) return;
    if (asking && event.key.length === 1 && !isTyping(event.target)) {
      event.preventDefault();
      return;
    }
    const isDone =
      event.key === 'Escape'
        ? leave?.()
        : event.key.length === 1 && !isTyping(event.target) && areOn() && act(event.key);
    if (isDone) event.preventDefault();
  });
}

/** Press the button that shows this key. @param {string} key @param {ParentNode | null} within @returns {boolean} */
export function pressKeyIn(key, within) {
  const button = within?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!(button instanceof HTMLElement)) return false;
  const note = (/** @type {Event} */ event) => {
    const { elt, xhr } = /** @type {CustomEvent} */ (event).detail;
    if (elt === button && button.hasAttribute('hx-get')) asking = xhr;
  };
  document.addEventListener('htmx:beforeSend', note); // only what is sent is answered
  button.click();
  document.removeEventListener('htmx:beforeSend', note);
  return true;
}
