/**
 * <time datetime="…" data-relative>…</time> reads "2 jam lalu"; its title keeps the exact time in the city's zone.
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

/**
 * @param {Date} when
 * @param {Date} [now]
 * @returns {string}
 */
export function relativeTime(when, now = new Date()) {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  const seconds = (when.getTime() - now.getTime()) / 1000;
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step ? format.format(Math.trunc(seconds / step[1]), step[0]) : format.format(0, 'second');
}

/** @param {Date} when @returns {string} in the city's time, whatever the reader's clock */
export function exactTime(when) {
  const { timeZone, timeName } = document.documentElement.dataset;
  const options = /** @type {const} */ ({ dateStyle: 'full', timeStyle: 'short', timeZone });
  return `${new Intl.DateTimeFormat(language(), options).format(when)} ${timeName}`;
}

/** @param {ParentNode} [root] */
export function renderTimes(root = document) {
  for (const found of root.querySelectorAll('time[data-relative]')) {
    const when = new Date(found.getAttribute('datetime') ?? '');
    if (Number.isNaN(when.getTime())) continue;
    found.setAttribute('title', exactTime(when));
    found.textContent = relativeTime(when);
  }
}

/** Keep them true while the page is open. */
export function bindTimes() {
  renderTimes();
  setInterval(renderTimes, 60_000);
}
