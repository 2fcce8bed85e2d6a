/** A short word at the foot of the screen, with at most one thing to do. */
import { element } from 'ui/element';
import { gettext } from 'ui/i18n';

const SECONDS = 6;

function box() {
  const found = document.querySelector('.toasts');
  if (found) return found;
  const made = element('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  document.body.append(made);
  return made;
}

/**
 * @param {string} text
 * @param {{ action?: string, key?: string, onAction?: () => void, seconds?: number, stays?: boolean }} [options] one with
 *   an action stays until closed, or for so many seconds; key: a letter that does the same
 * @returns {() => void} closes it
 */
export function toast(text, { action, key, onAction, seconds = 0, stays = Boolean(action) && !seconds } = {}) {
  const made = element('div', { class: 'toast' }, element('span', {}, text));
  const close = () => made.remove();
  if (action || stays) {
    const button = element('button', { type: 'button', class: 'toast__action' }, action ?? gettext('Close'));
    if (key) button.append(element('kbd', { class: 'key' }, key));
    button.addEventListener('click', () => {
      close();
      onAction?.();
    });
    made.append(button);
  }
  box().append(made);
  if (!stays) setTimeout(close, (seconds || SECONDS) * 1000);
  return close;
}
