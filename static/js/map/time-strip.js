/**
 * Bars, one a week or month, with a window over them: its ends are sliders, it is moved as a whole or drawn anew. Draws and
 * hears; what the window is for belongs to who asks.
 */
import { daysWords, marksOf, moved } from 'map/time-window';
import { element } from 'ui/element';
import { gettext } from 'ui/i18n';
import { svg } from 'ui/icon';

const MARK_PX = 72;
/** @type {Record<string, number>} */
const STEPS = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -4,
  PageUp: 4,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * @typedef {import('map/time-window').Bucket} Bucket
 * @typedef {import('map/time-window').Window} Window
 */

/** @param {{ onInput: (window: Window) => void, onChange: (window: Window) => void }} heard onInput: while it is moved; onChange: it stands */
export function timeStrip({ onInput, onChange }) {
  /** @type {Bucket[]} */
  let buckets = [];
  /** @type {Window} */
  let shown = { first: 0, last: 0 };

  const bars = svg('svg', { class: 'time-strip__bars', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const frame = element('div', { class: 'time-strip__window' });
  const first = handle('first', gettext('First day'));
  const last = handle('last', gettext('Last day'));
  const marks = element('div', { class: 'time-strip__marks', 'aria-hidden': 'true' });
  const track = element('div', { class: 'time-strip__track' }, bars, frame, first, last);
  const strip = element('div', { class: 'time-strip' }, track, marks);

  /** @param {'first' | 'last'} end @param {string} label */
  function handle(end, label) {
    const attributes = { class: `time-strip__handle time-strip__handle--${end}`, role: 'slider', tabindex: 0 };
    const made = element('div', { ...attributes, 'aria-label': label, 'aria-valuemin': 0 });
    made.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (event.shiftKey) set(moved(shown, step, buckets.length));
      else set(endMoved(end, shown[end] + step));
      onChange(shown);
    });
    return made;
  }

  /** @param {'first' | 'last'} end @param {number} to @returns {Window} */
  const endMoved = (end, to) =>
    end === 'first'
      ? { ...shown, first: Math.max(0, Math.min(to, shown.last)) }
      : { ...shown, last: Math.min(buckets.length - 1, Math.max(to, shown.first)) };

  /** Which stretch lies under the pointer. @param {PointerEvent} event @param {(x: number) => number} [whole] */
  function under(event, whole = Math.floor) {
    const { left, width } = bars.getBoundingClientRect();
    return whole(((event.clientX - left) / width) * buckets.length);
  }

  /** @type {((event: PointerEvent) => Window) | null} */
  let drag = null;
  track.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0 || buckets.length === 0) return;
    const start = { ...shown };
    const at = Math.max(0, Math.min(under(event), buckets.length - 1));
    if (event.target === first) drag = (now) => endMoved('first', under(now, Math.round));
    else if (event.target === last) drag = (now) => endMoved('last', under(now, Math.round) - 1);
    else if (at >= start.first && at <= start.last && start.last - start.first + 1 < buckets.length)
      drag = (now) => moved(start, under(now) - at, buckets.length);
    else
      drag = (now) => {
        const to = Math.max(0, Math.min(under(now), buckets.length - 1));
        return { first: Math.min(at, to), last: Math.max(at, to) };
      };
    track.setPointerCapture(event.pointerId);
    if (event.target === first || event.target === last) /** @type {HTMLElement} */ (event.target).focus();
    else set(drag(event));
    event.preventDefault();
  });
  track.addEventListener('pointermove', (event) => {
    if (drag) set(drag(event));
  });
  const drop = () => {
    if (!drag) return;
    drag = null;
    onChange(shown);
  };
  track.addEventListener('pointerup', drop);
  track.addEventListener('pointercancel', drop);

  /** @param {Window} next */
  function set(next) {
    show(next);
    onInput(shown);
  }

  /** @param {Window} next */
  function show(next) {
    shown = next;
    const count = Math.max(1, buckets.length);
    const [left, right] = [(shown.first / count) * 100, ((shown.last + 1) / count) * 100];
    frame.style.left = `${left}%`;
    frame.style.width = `${right - left}%`;
    first.style.left = `${left}%`;
    last.style.left = `${right}%`;
    for (const [index, bar] of [...bars.children].entries())
      bar.classList.toggle('is-in', index >= shown.first && index <= shown.last);
    for (const [end, made] of /** @type {['first' | 'last', HTMLElement][]} */ ([
      ['first', first],
      ['last', last],
    ])) {
      const bucket = buckets[shown[end]];
      const day = end === 'first' ? bucket?.from : bucket?.to;
      made.setAttribute('aria-valuemax', String(count - 1));
      made.setAttribute('aria-valuenow', String(shown[end]));
      made.setAttribute('aria-valuetext', day ? daysWords(day, day) : '');
    }
  }

  function drawMarks() {
    const most = Math.max(2, Math.floor(track.clientWidth / MARK_PX));
    const made = marksOf(buckets, most).map(({ index, words }) => {
      const mark = element('span', { class: 'time-strip__mark' }, words);
      mark.style.left = `${(index / Math.max(1, buckets.length)) * 100}%`;
      return mark;
    });
    marks.replaceChildren(...made);
  }
  const resized = new ResizeObserver(drawMarks);
  resized.observe(track);

  return {
    strip,
    show,
    /** @param {Bucket[]} next @param {Window} window */
    setBuckets(next, window) {
      buckets = next;
      const most = Math.max(1, ...next.map(({ n }) => n));
      bars.setAttribute('viewBox', `0 0 ${Math.max(1, next.length)} 100`);
      bars.replaceChildren(
        ...next.map(({ n }, index) => {
          const height = n === 0 ? 0 : Math.max(3, (n / most) * 100);
          return svg('rect', { x: index + 0.1, y: 100 - height, width: 0.8, height });
        }),
      );
      drawMarks();
      show(window);
    },
    remove: () => resized.disconnect(),
  };
}
