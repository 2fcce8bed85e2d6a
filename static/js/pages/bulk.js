/** One move of many: keys, ready texts, what is looked at again, and taking back for as long as that is possible. */
import { bindKeys, isTyping, pressKeyIn } from 'desk/keys';
import { bindReadyTexts } from 'desk/ready-texts';
import { bindSendKey } from 'desk/send-key';

/** As long as nobody can have read what would change. */
const SEEN_AFTER_MS = 400;

/** The last one on the page leads the shortest way back. */
const leave = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-leave]'))].at(-1);

bindReadyTexts();
bindSendKey('form[data-send-key]');
bindKeys(
  (key) => {
    const undo = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-vanish]'));
    if (key !== 'u' || !undo) return pressKeyIn(key, document.getElementById('moves'));
    undo.requestSubmit();
    return true;
  },
  () => {
    const field = document.activeElement;
    // What is typed stays: the first press only leaves the field, so that single keys work.
    if (field instanceof HTMLElement && isTyping(field)) field.blur();
    else leave()?.click();
    return true;
  },
);

// What would change is to be seen before a key makes it: neither a held key nor the second of two quick presses does.
const make = document.querySelector('button[name="make"]');
if (make) {
  make.closest('form')?.setAttribute('aria-busy', 'true');
  setTimeout(() => make.closest('form')?.setAttribute('aria-busy', 'false'), SEEN_AFTER_MS);
  make.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || !['Enter', ' '].includes(event.key)) return;
    if (event.repeat || make.closest('[aria-busy="true"]')) event.preventDefault();
  });
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (
  document.querySelectorAll('form[data-send-on-change]')
)) {
  form.addEventListener('change', () => form.requestSubmit());
}

for (const form of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('form[data-vanish]'))) {
  const until = Date.now() + Number(form.dataset.vanish) * 1000;
  const left = form.querySelector('[data-left]');
  const timer = setInterval(tell, 250);
  function tell() {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (left) left.textContent = `(${seconds})`;
    if (seconds > 0) return;
    clearInterval(timer);
    if (form.contains(document.activeElement)) leave()?.focus();
    form.remove();
  }
  tell();
}
document.querySelector('.bulk')?.setAttribute('data-ready', '');
