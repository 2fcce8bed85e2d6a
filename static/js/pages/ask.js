/** The form of a service request as two steps: place, then what and who. */
import { bindPlace } from 'report/place';
import { bindSteps } from 'report/steps';
import { announce } from 'ui/announce';
import { gettext } from 'ui/i18n';
import { toast } from 'ui/toast';

const container = /** @type {HTMLElement} */ (document.getElementById('report'));
const form = /** @type {HTMLFormElement} */ (document.getElementById('ask-form'));
const mapSection = /** @type {HTMLElement} */ (document.querySelector('.report__map'));
const list = /** @type {HTMLDetailsElement} */ (document.getElementById('place-list'));
if (!('hasErrors' in list.dataset)) list.open = false;

const place = bindPlace(form);
const steps = bindSteps(container, {
  titles: { where: gettext('Where is your home or your land?'), what: gettext('What do you need?') },
  mayLeave(step) {
    const why = step === 'where' ? place.whyNot() : '';
    if (!why) return true;
    if (place.current().words === why)
      announce(why); // it stands on the screen already
    else toast(why);
    return false;
  },
});

container.addEventListener('step:change', (event) => {
  const { step } = /** @type {CustomEvent} */ (event).detail;
  mapSection.inert = step !== 'where'; // on a desktop it stays in sight: a stray scroll must not move the pin
  if (step === 'where') place.refresh();
});
mapSection.inert = steps.current() !== 'where';

/* A fault that is being put right is no longer said; the server looks again. */
form.addEventListener('input', (event) => {
  const entry = /** @type {HTMLElement} */ (event.target).closest('.field--error');
  entry?.querySelector('.field__error')?.remove();
  entry?.classList.remove('field--error');
  /** @type {HTMLElement} */ (event.target).removeAttribute('aria-invalid');
});

// A fault named in the summary may belong to the other step.
form.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('.errors a[href^="#"]') : null;
  const faulty = link && document.querySelector(link.getAttribute('href') ?? '');
  const step = faulty?.closest('.step')?.id.replace('step-', '');
  if (step) steps.goTo(step);
});
document.documentElement.dataset.reportReady = 'true';
/** @type {HTMLElement | null} */
const pressed = container.querySelector('[data-pressed]'); // before any of this was here
if (pressed) {
  pressed.removeAttribute('aria-busy');
  delete pressed.dataset.pressed;
  pressed.click();
}
