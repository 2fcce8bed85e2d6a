/** One move of many: ready texts, what is looked at again, and taking back for as long as that is possible. */
import { bindKeys } from 'desk/keys';
import { bindReadyTexts } from 'desk/ready-texts';

bindReadyTexts();
bindKeys((key) => {
  const undo = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-vanish]'));
  if (key !== 'u' || !undo) return false;
  undo.requestSubmit();
  return true;
});
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
    form.remove();
  }
  tell();
}
