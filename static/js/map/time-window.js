/**
 * A window on stretches of time (weeks or months) as indexes, both ends included. Pure.
 * @typedef {{ from: string, to: string, n: number }} Bucket days as YYYY-MM-DD
 * @typedef {{ first: number, last: number }} Window
 */
import { language } from 'ui/i18n';

/** @param {Bucket[]} buckets @returns {Window} */
export const everything = (buckets) => ({ first: 0, last: buckets.length - 1 });

/** @param {Window} window @param {Bucket[]} buckets */
export const isEverything = ({ first, last }, buckets) => first <= 0 && last >= buckets.length - 1;

/**
 * The stretches that two days touch; a day that is not given leaves that side open.
 * @param {Bucket[]} buckets
 * @param {string | null | undefined} from
 * @param {string | null | undefined} to
 * @returns {Window}
 */
export function windowOf(buckets, from, to) {
  const end = buckets.length - 1;
  const first = from ? buckets.findIndex((bucket) => bucket.to >= from) : 0;
  const after = to ? buckets.findIndex((bucket) => bucket.from > to) : -1;
  const start = first < 0 ? end : first;
  return { first: start, last: Math.max(start, after < 0 ? end : after - 1) };
}

/**
 * The days of a window; null on a side that leaves nothing out.
 * @param {Window} window
 * @param {Bucket[]} buckets
 * @returns {{ from: string | null, to: string | null }}
 */
export function daysOf(window, buckets) {
  if (buckets.length === 0 || isEverything(window, buckets)) return { from: null, to: null };
  return { from: buckets[window.first].from, to: buckets[window.last].to };
}

/**
 * As long as before, further by some stretches, and never over an end.
 * @param {Window} window
 * @param {number} by
 * @param {number} count how many stretches there are
 * @returns {Window}
 */
export function moved({ first, last }, by, count) {
  const step = Math.max(-first, Math.min(by, count - 1 - last));
  return { first: first + step, last: last + step };
}

/** @param {Window} window @param {Bucket[]} buckets */
export const sumOf = ({ first, last }, buckets) => buckets.slice(first, last + 1).reduce((sum, { n }) => sum + n, 0);

/** "2–29 Mar 2026". @param {string} from @param {string} to */
export function daysWords(from, to) {
  const format = new Intl.DateTimeFormat(language(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return from === to ? format.format(new Date(from)) : format.formatRange(new Date(from), new Date(to));
}

/**
 * Where months or years begin, at most so many.
 * @param {Bucket[]} buckets
 * @param {number} most
 * @returns {{ index: number, words: string }[]}
 */
export function marksOf(buckets, most) {
  const months = buckets.flatMap(({ from, to }, index) => {
    const begins = from.endsWith('-01') || from.slice(0, 7) !== to.slice(0, 7);
    return begins ? [{ index, month: from.endsWith('-01') ? from.slice(0, 7) : to.slice(0, 7) }] : [];
  });
  const every = [1, 2, 3, 6, 12, 24, 60].find((step) => months.length / step <= most) ?? 120;
  const isChosen = (/** @type {string} */ month) => {
    const [year, number] = month.split('-').map(Number);
    return (year * 12 + number - 1) % every === 0;
  };
  const short = new Intl.DateTimeFormat(language(), { month: 'short', timeZone: 'UTC' });
  return months
    .filter(({ month }) => isChosen(month))
    .map(({ index, month }, at, all) => {
      const isNewYear = at === 0 || all[at - 1].month.slice(0, 4) !== month.slice(0, 4);
      const words = every >= 12 ? month.slice(0, 4) : short.format(new Date(`${month}-01`));
      return { index, words: isNewYear && every < 12 ? `${words} ${month.slice(0, 4)}` : words };
    });
}
