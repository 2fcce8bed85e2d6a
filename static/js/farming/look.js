/**
 * What the city says of a plot while it is drawn: hectares, desa, whether it lies inside and overlaps. Asks a little after the
 * hand stands still, shows it in one line, and opens the question about the overlap.
 */
import { postForm, RequestFailed } from 'lib/fetch';
import { element } from 'ui/element';
import { fill, gettext, language, ngettext } from 'ui/i18n';
import { icon } from 'ui/icon';

const WAIT_MS = 300;

/**
 * @typedef {Object} Answer
 * @property {number} [area_ha]
 * @property {string | null} [desa]
 * @property {boolean | null} [overlaps] null: not told
 * @property {string} [note] why not
 * @property {string[]} [codes] for staff: those that it overlaps
 * @property {number} [others]
 * @property {{ code: string, text: string } | null} fault
 * @property {[number, number][]} [ring] what was typed, as corners
 */

/** @param {number} area_ha */
const hectares = (area_ha) =>
  new Intl.NumberFormat(language(), { minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(area_ha);

/**
 * @param {{ url: string, plot: string, isAsked: boolean }} options plot: the one that is being changed; isAsked: the overlap
 * has been asked about already, on the server
 */
export function bindLook({ url, plot, isAsked }) {
  const line = /** @type {HTMLElement} */ (document.getElementById('plot-look'));
  const overlap = /** @type {HTMLElement} */ (document.getElementById('plot-overlap'));
  const overlapWords = /** @type {HTMLElement} */ (document.getElementById('plot-overlap-words'));
  const start = line.textContent?.trim() ?? '';
  let timer = 0;
  let controller = new AbortController();

  /** @param {string} state @param {string} sign @param {...(string | Node)} words */
  function tell(state, sign, ...words) {
    line.dataset.state = state;
    line.replaceChildren(
      element('span', { class: 'plot-look__sign' }, icon(sign)),
      element('p', { class: 'plot-look__words' }, ...words),
    );
  }

  /** @param {Answer} answer */
  function askAboutOverlap({ overlaps, codes = [], others = 0 }) {
    overlap.classList.toggle('plot-overlap--none', !overlaps);
    if (!overlaps) return;
    const known = codes.length > 0 ? fill(gettext('It overlaps %(codes)s.'), { codes: codes.join(', ') }) : '';
    const rest =
      others > 0
        ? fill(
            ngettext('It overlaps %(n)s plot outside your area.', 'It overlaps %(n)s plots outside your area.', others),
            {
              n: others,
            },
          )
        : '';
    const general = gettext('This plot overlaps land that is registered already.');
    const advice = gettext('Look at its edge once more.');
    overlapWords.textContent = [known, rest].filter(Boolean).concat(advice).join(' ');
    if (!known && !rest) overlapWords.textContent = `${general} ${advice}`;
  }

  /** @param {Answer} answer */
  function show(answer) {
    if (answer.fault) {
      tell('wrong', 'circle-alert', answer.fault.text);
      askAboutOverlap({ overlaps: false, fault: null });
      return;
    }
    const size = element('strong', {}, fill(gettext('%(n)s hectares'), { n: hectares(answer.area_ha ?? 0) }));
    tell(
      answer.overlaps ? 'overlap' : 'good',
      answer.overlaps ? 'layers' : 'circle-check',
      size,
      ` · ${answer.desa ?? ''}`,
      answer.note ? ` · ${answer.note}` : '',
    );
    askAboutOverlap(answer);
  }

  /** @param {Record<string, string>} what @returns {Promise<Answer | null>} */
  async function ask(what) {
    clearTimeout(timer);
    controller.abort();
    controller = new AbortController();
    line.setAttribute('aria-busy', 'true');
    try {
      const body = new URLSearchParams({ ...what, plot });
      const answer = /** @type {Answer} */ (await postForm(url, body, { signal: controller.signal }));
      show(answer);
      line.removeAttribute('aria-busy');
      return answer;
    } catch (error) {
      if (!(error instanceof RequestFailed)) return null; // a newer question is on its way
      line.removeAttribute('aria-busy');
      tell('unknown', 'wifi-off', gettext('No connection: the plot is checked when you send it.'));
      return null;
    }
  }

  if (isAsked) line.dataset.state = 'overlap';
  return {
    /** Ask about a ring when the hand stands still. @param {[number, number][]} ring */
    later(ring) {
      clearTimeout(timer);
      controller.abort();
      timer = window.setTimeout(() => ask({ ring: JSON.stringify(ring) }), WAIT_MS);
    },
    /** Ask about typed corners, and get them as a ring. @param {string} corners */
    typed: (corners) => ask({ corners }),
    /** Fewer than three corners, or edges that cross: nothing to ask. @param {string} [words] */
    nothing(words) {
      clearTimeout(timer);
      controller.abort();
      line.removeAttribute('aria-busy');
      if (words) tell('wrong', 'circle-alert', words);
      else tell('none', 'map-pin', start);
      askAboutOverlap({ overlaps: false, fault: null });
    },
  };
}
