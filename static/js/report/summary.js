/** What is about to be sent, in lines, each with a way back to it. */
import { element } from 'ui/element';
import { fill, gettext, ngettext } from 'ui/i18n';

/**
 * @param {HTMLElement} box
 * @param {{ place: string, category: string, text: string, photos: number, missing: number }} what missing: photos that have
 *   not arrived
 * @param {(step: string) => void} goTo
 */
export function showSummary(box, { place, category, text, photos, missing }, goTo) {
  const chosen = photos > 0 ? fill(ngettext('%(n)s photo', '%(n)s photos', photos), { n: photos }) : gettext('none');
  const words = missing ? fill(gettext('%(photos)s (%(n)s not arrived yet)'), { photos: chosen, n: missing }) : chosen;
  /** @type {[string, string, string][]} */
  const lines = [
    [gettext('Where'), place, 'where'],
    [gettext('What'), category, 'what'],
    [gettext('Text'), text.length > 140 ? `${text.slice(0, 139)}…` : text, 'what'],
    [gettext('Photos'), words, 'what'],
  ];
  box.replaceChildren(
    ...lines.map(([term, value, step]) => {
      const change = element('button', { type: 'button', class: 'button button--quiet' }, gettext('Change'));
      change.setAttribute('aria-label', `${gettext('Change')}: ${term}`);
      change.addEventListener('click', () => goTo(step));
      const what = element('dd', {}, element('span', { class: 'row__grow' }, value), change);
      return element('div', { class: 'summary__line' }, element('dt', {}, term), what);
    }),
  );
}
