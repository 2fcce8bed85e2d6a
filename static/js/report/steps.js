/**
 * One step at a time: title, count, and the browser's own "back". Event on the container: `step:change {step, from}`.
 */
import { announce } from 'ui/announce';
import { fill, gettext } from 'ui/i18n';

export const STEPS = ['where', 'what', 'send'];

/**
 * @param {HTMLElement} container with data-step
 * @param {{ mayLeave: (step: string, to: string) => boolean | Promise<boolean> }} options mayLeave: asked before going on
 */
export function bindSteps(container, { mayLeave }) {
  const title = /** @type {HTMLElement} */ (document.getElementById('step-title'));
  const count = /** @type {HTMLElement} */ (document.getElementById('step-count'));
  const back = /** @type {HTMLAnchorElement} */ (document.getElementById('step-back'));
  /** @type {Record<string, string>} */
  const titles = { where: gettext('Where is it?'), what: gettext('What is it?'), send: gettext('Send') };

  const current = () => container.dataset.step ?? 'where';

  /** @param {string} step @param {{ quiet?: boolean }} [options] */
  function show(step, { quiet = false } = {}) {
    const from = current();
    const index = STEPS.indexOf(step);
    container.dataset.step = step;
    title.textContent = titles[step];
    count.textContent = fill(gettext('Step %(n)s of %(all)s'), { n: index + 1, all: STEPS.length });
    for (const mark of document.querySelectorAll('#step-list [data-of]')) {
      const at = STEPS.indexOf(mark.getAttribute('data-of') ?? '');
      mark.classList.toggle('steps__step--done', at < index);
      if (at === index) mark.setAttribute('aria-current', 'step');
      else mark.removeAttribute('aria-current');
    }
    container.dispatchEvent(new CustomEvent('step:change', { detail: { step, from } }));
    if (quiet) return;
    scrollTo({ top: 0 });
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    announce(`${count.textContent}: ${title.textContent}`);
  }

  /** @param {string} step */
  function goTo(step) {
    if (step === current()) return;
    history.pushState({ step }, '', `#${step}`);
    show(step);
  }

  async function next() {
    const step = current();
    const to = STEPS[STEPS.indexOf(step) + 1];
    if (to && (await mayLeave(step, to))) goTo(to);
  }

  for (const button of container.querySelectorAll('[data-next]')) button.addEventListener('click', next);
  back.addEventListener('click', (event) => {
    const index = STEPS.indexOf(current());
    if (index === 0) return; // the link to the map
    event.preventDefault();
    goTo(STEPS[index - 1]);
  });
  addEventListener('popstate', () => {
    const step = history.state?.step ?? 'where';
    if (STEPS.includes(step)) show(step);
  });

  history.replaceState({ step: current() }, '');
  show(current(), { quiet: true });
  return { current, goTo, next };
}
