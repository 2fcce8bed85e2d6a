/**
 * <time datetime="…" data-relative>…</time> reads "2 jam lalu"; its title keeps the exact time in the city's zone.
 * Where only the day is known (2021-03-04) no hour is told.
 */
import { language } from 'ui/i18n';

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const DAY_ALONE = /^\d{4}-\d\d-\d\d$/;

/**
 * @param {Date} when
 * @param {Date} [now]
 * @param {boolean} [isDayAlone]
 * @returns {string}
 */
export function relativeTime(when, now = new Date(), isDayAlone = false) {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  const seconds = (when.getTime() - now.getTime()) / 1000;
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  const least = isDayAlone ? 'day' : 'second';
  return step ? format.format(Math.trunc(seconds / step[1]), step[0]) : format.format(0, least);
}

/**
 * @param {Date} when
 * @param {boolean} [isDayAlone]
 * @returns {string} in the city's time, whatever the reader's clock
 */
export function exactTime(when, isDayAlone = false) {
  const { timeZone, timeName } = document.documentElement.dataset;
  if (isDayAlone) return new Intl.DateTimeFormat(language(), { dateStyle: 'full', timeZone: 'UTC' }).format(when);
  const options = /** @type {const} */ ({ dateStyle: 'full', timeStyle: 'short', timeZone });
  return `${new Intl.DateTimeFormat(language(), options).format(when)} ${timeName}`;
}

/** @returns {Date} the city's day, as a day alone is read: at midnight in UTC */
function today() {
  const { timeZone } = document.documentElement.dataset;
  const options = /** @type {const} */ ({ year: 'numeric', month: 'numeric', day: 'numeric', timeZone });
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', options).formatToParts(new Date());
  /** @param {Intl.DateTimeFormatPartTypes} type */
  const number = (type) => Number(parts.find((part) => part.type === type)?.value);
  return new Date(Date.UTC(number('year'), number('month') - 1, number('day')));
}

/** @param {ParentNode} [root] */
export function renderTimes(root = document) {
  for (const found of root.querySelectorAll('time[data-relative]')) {
    const said = found.getAttribute('datetime') ?? '';
    const isDayAlone = DAY_ALONE.test(said);
    const when = new Date(said);
    if (Number.isNaN(when.getTime())) continue;
    found.setAttribute('title', exactTime(when, isDayAlone));
    found.textContent = relativeTime(when, isDayAlone ? today() : new Date(), isDayAlone);
  }
}

/** Keep them true while the page is open. */
export function bindTimes() {
  renderTimes();
  setInterval(renderTimes, 60_000);
}
