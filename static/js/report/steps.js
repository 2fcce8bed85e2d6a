/**
 * One step at a time: title, count, and the browser's own "back". Event on the container: `step:change {step, from}`.
 */
import { announce } from 'ui/announce';
import { fill, gettext } from 'ui/i18n';

/** @returns {Record<string, string>} the steps of a report, in order, with their titles */
const ofReport = () => ({ where: gettext('Where is it?'), what: gettext('What is it?'), send: gettext('Send') });

/**
 * @param {HTMLElement} container with data-step
 * @param {{ mayLeave: (step: string, to: string) => boolean | Promise<boolean>, titles?: Record<string, string> }} options
 *   mayLeave: asked before going on. titles: the steps in order, each with its title
 */
export function bindSteps(container, { mayLeave, titles = ofReport() }) {
  const names = Object.keys(titles);
  const title = /** @type {HTMLElement} */ (document.getElementById('step-title'));
  const count = /** @type {HTMLElement} */ (document.getElementById('step-count'));
  const back = /** @type {HTMLAnchorElement} */ (document.getElementById('step-back'));

  const current = () => container.dataset.step ?? 'where';

  /** @param {string} step @param {{ quiet?: boolean }} [options] */
  function show(step, { quiet = false } = {}) {
    const from = current();
    const index = names.indexOf(step);
    container.dataset.step = step;
    title.textContent = titles[step];
    count.textContent = fill(gettext('Step %(n)s of %(all)s'), { n: index + 1, all: names.length });
    for (const mark of document.querySelectorAll('#step-list [data-of]')) {
      const at = names.indexOf(mark.getAttribute('data-of') ?? '');
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
    const to = names[names.indexOf(step) + 1];
    if (to && (await mayLeave(step, to))) goTo(to);
  }

  for (const button of container.querySelectorAll('[data-next]')) button.addEventListener('click', next);
  back.addEventListener('click', (event) => {
    const index = names.indexOf(current());
    if (index === 0) return; // the link to the map
    event.preventDefault();
    goTo(names[index - 1]);
  });
  addEventListener('popstate', () => {
    const step = history.state?.step ?? 'where';
    if (names.includes(step)) show(step);
  });

  history.replaceState({ step: current() }, '');
  show(current(), { quiet: true });
  return { current, goTo, next };
}
