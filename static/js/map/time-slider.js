/**
 * The strip of time at the map's foot: how many came when, a window on it, and playing. Event on the map element:
 * `time:change {from, to}`, days as YYYY-MM-DD, null where that side is open.
 */
import * as L from 'leaflet';
import { getJson } from 'lib/fetch';
import { filterToQuery, withValues } from 'lib/filter';
import { emit } from 'map/create';
import { timeStrip } from 'map/time-strip';
import { daysOf, daysWords, everything, isEverything, moved, sumOf, windowOf } from 'map/time-window';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { fill, gettext, ngettext, number } from 'ui/i18n';
import { icon } from 'ui/icon';

const WAIT_MS = 350;
const STEP_MS = 1200;
const CALM_STEP_MS = 3000;
/** @param {string | null} day */
const listed = (day) => (day ? [day] : []);
/** How long a window is that was not chosen: four weeks, or a quarter. */
const PLAYED = { week: 4, month: 3 };

/**
 * @param {L.Map} map
 * @param {{ url: string, filter: import('lib/filter').Filter, title?: string, onEnd?: () => void, onChange?: (days: { from: string | null, to: string | null }) => void }} options
 * url: the layer's times; filter: what map and list show now, from and to among it; title: of what, where that is not clear;
 * onChange: is told in the place of the event. One strip at a time: another that is opened closes this one.
 */
export function addTimeSlider(map, { url, filter, title = '', onEnd, onChange }) {
  const container = map.getContainer();
  emit(map, 'time:open');
  const giveWay = () => onEnd?.();
  container.addEventListener('time:open', giveWay);
  /** @type {import('map/time-window').Bucket[]} */
  let buckets = [];
  let unit = /** @type {'week' | 'month'} */ ('week');
  let chosen = { first: 0, last: 0 };
  let now = filter;
  let asked = '';
  let controller = new AbortController();
  let waiting = 0;
  let playing = 0;

  const words = element('p', { class: 'time-slider__words' });
  const play = button('play', gettext('Play'), toggle);
  const speed = element('select', { class: 'tool-select', 'aria-label': gettext('Speed') });
  for (const times of [1, 2, 4]) speed.append(element('option', { value: times }, `${times}×`));
  const all = button('rotate-ccw', gettext('All of the time'), () => settle(everything(buckets)));
  const close = button('x', gettext('Close'), () => onEnd?.());
  const strip = timeStrip({
    onInput(next) {
      pause();
      chosen = next;
      say();
    },
    onChange: settleSoon,
  });
  const buttons = element('div', { class: 'time-slider__buttons' }, play, speed, all, close);
  const head = element('div', { class: 'time-slider__head' }, words, buttons);
  const box = element('section', { class: 'time-slider', 'aria-label': gettext('Time') }, head, strip.strip);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  for (const name of ['pointerdown', 'keydown']) box.addEventListener(name, (event) => event.stopPropagation());
  container.append(box);
  container.classList.add('map--time');
  const resized = new ResizeObserver(() => container.style.setProperty('--time-height', `${box.offsetHeight}px`));
  resized.observe(box);
  speed.addEventListener('change', () => playing && start());
  // What somebody is about to save or to read about stands still meanwhile.
  document.addEventListener('dialog:open', pause);

  /** @param {string} sign @param {string} text @param {() => void} act */
  function button(sign, text, act) {
    const made = element('button', { type: 'button', class: 'tool-button', 'aria-label': text, title: text });
    made.append(icon(sign));
    made.addEventListener('click', act);
    return made;
  }

  function say() {
    const isAll = isEverything(chosen, buckets);
    all.classList.toggle('is-off', isAll);
    all.setAttribute('aria-disabled', String(isAll));
    if (buckets.length === 0) {
      words.textContent = gettext('Nothing here at any time');
      return;
    }
    const n = sumOf(chosen, buckets);
    const days = daysWords(buckets[chosen.first].from, buckets[chosen.last].to);
    const isOpenOnly = now.open?.[0] === '1';
    const count = isOpenOnly
      ? fill(ngettext('%(n)s came and is still open', '%(n)s came and are still open', n), { n: number(n) })
      : fill(ngettext('%(n)s came', '%(n)s came', n), { n: number(n) });
    if (title) words.replaceChildren(`${title}: `, element('strong', {}, days), ` · ${number(n)}`);
    else words.replaceChildren(element('strong', {}, days), ` · ${count}`);
  }

  /** @param {import('map/time-window').Window} next */
  function settle(next) {
    chosen = next;
    strip.show(next);
    say();
    clearTimeout(waiting);
    const days = daysOf(next, buckets);
    if ((now.from?.[0] ?? null) === days.from && (now.to?.[0] ?? null) === days.to) return;
    now = withValues(withValues(now, 'from', listed(days.from)), 'to', listed(days.to));
    if (onChange) onChange(days);
    else emit(map, 'time:change', days);
  }

  /** A hand that is still at work is waited for. @param {import('map/time-window').Window} next */
  function settleSoon(next) {
    pause();
    clearTimeout(waiting);
    waiting = window.setTimeout(() => settle(next), WAIT_MS);
  }

  function toggle() {
    if (playing) pause();
    else if (buckets.length > 1) begin();
  }

  function begin() {
    const length = PLAYED[unit];
    const isAtEnd = chosen.last >= buckets.length - 1;
    if (isEverything(chosen, buckets)) settle({ first: 0, last: Math.min(length, buckets.length) - 1 });
    else if (isAtEnd) settle(moved(chosen, -buckets.length, buckets.length));
    start();
    announce(gettext('Playing'));
  }

  function start() {
    clearInterval(playing);
    // Who wants no motion sees one whole window after the other, slowly, instead of one that glides.
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const pace = (isCalm ? CALM_STEP_MS : STEP_MS) / Number(speed.value);
    playing = window.setInterval(() => {
      const by = isCalm ? chosen.last - chosen.first + 1 : 1;
      const next = moved(chosen, by, buckets.length);
      if (next.first === chosen.first) pause();
      else settle(next);
    }, pace);
    show(true);
  }

  function pause() {
    if (!playing) return;
    clearInterval(playing);
    playing = 0;
    show(false);
  }

  /** @param {boolean} isPlaying */
  function show(isPlaying) {
    play.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
    const text = isPlaying ? gettext('Pause') : gettext('Play');
    play.setAttribute('aria-label', text);
    play.title = text;
  }

  async function load() {
    const { from, to, ...rest } = now;
    const query = filterToQuery(rest);
    if (`${url}?${query}` !== asked) {
      asked = `${url}?${query}`;
      controller.abort();
      controller = new AbortController();
      box.setAttribute('aria-busy', 'true');
      try {
        const found = await getJson(asked, { signal: controller.signal });
        buckets = found.buckets;
        unit = found.unit;
      } catch (error) {
        if (error instanceof DOMException) return;
        asked = '';
        words.textContent = gettext('The times did not come. Close and open this again.');
        return;
      } finally {
        box.removeAttribute('aria-busy');
      }
    }
    chosen = windowOf(buckets, now.from?.[0], now.to?.[0]);
    strip.setBuckets(buckets, chosen);
    say();
  }
  load();

  return {
    /** @param {import('lib/filter').Filter} next @param {string} [nextUrl] */
    setFilter(next, nextUrl = url) {
      now = next;
      url = nextUrl;
      load();
    },
    play: toggle,
    pause,
    remove() {
      pause();
      clearTimeout(waiting);
      controller.abort();
      container.removeEventListener('time:open', giveWay);
      resized.disconnect();
      document.removeEventListener('dialog:open', pause);
      strip.remove();
      box.remove();
      container.classList.remove('map--time');
      container.style.removeProperty('--time-height');
    },
  };
}
