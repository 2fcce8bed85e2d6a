/**
 * How a pin, a square and a cluster look. Drawing only: plain properties in, elements out; colours come from CSS.
 */
import { element } from 'ui/element';
import { shortNumber } from 'ui/i18n';
import { iconHref, svg } from 'ui/icon';

/** In the order of a report's life. */
export const STATUSES = ['new', 'routed', 'in_progress', 'waiting', 'resolved', 'closed', 'rejected', 'archived'];
const FINISHED = new Set(['status-resolved', 'status-closed', 'status-rejected', 'status-archived']);
const DROP =
  'M14 35.2C9.600 29.600 1 21.700 1 13.800 1 6.700 6.800 1 14 1s13 5.700 13 12.800c0 7.900-8.600 15.800-13 21.400z';

/** Finished things step back. @param {string} colour the token of its class */
export const isFinished = (colour) => FINISHED.has(colour);

/**
 * Overdue is computed when it is shown.
 * @param {{ due?: number | null }} properties due in seconds since 1970; absent while no clock runs
 * @param {number} [now] milliseconds
 */
export function isLate({ due }, now = Date.now()) {
  return Boolean(due) && Number(due) * 1000 < now;
}

/**
 * @param {{ icon: string, status?: string, mark?: string, late?: boolean }} pin mark: the icon at its shoulder, that of the status
 * @returns {SVGElement} a drop of 28 px with its tip at the foot; smaller when finished
 */
export function drop({ icon, status = '', mark: markIcon = status && `status-${status}`, late = false }) {
  const root = svg('svg', { class: 'pin__drop', viewBox: '-4 -4 36 44', 'aria-hidden': 'true' });
  // A shadow by shape, not by a filter: hundreds of filters make the map stutter.
  root.append(svg('path', { class: 'sign__shadow', d: DROP, transform: 'translate(0 1.4)' }));
  if (late) root.append(svg('path', { class: 'pin__late', d: DROP }));
  root.append(svg('path', { class: 'pin__body', d: DROP }));
  root.append(svg('use', { class: 'pin__icon', href: iconHref(icon), x: 6.5, y: 6, width: 15, height: 15 }));
  if (!markIcon) return root;
  const mark = svg('g', { class: 'pin__mark', transform: 'translate(17.5 -3)' });
  mark.append(svg('circle', { cx: 6.5, cy: 6.5, r: 7 }));
  mark.append(svg('use', { href: iconHref(markIcon), x: 1, y: 1, width: 11, height: 11 }));
  root.append(mark);
  return root;
}

/**
 * @param {number} n
 * @param {number} most the largest count in view: area follows the count between the two limits
 */
export function clusterRadius(n, most) {
  const [least, largest] = [14, 29];
  return least + (largest - least) * Math.sqrt(Math.min(1, n / Math.max(most, 20)));
}

/** What is new, and what is over, steps back a little in the ring. @type {Record<string, number>} */
const STRENGTH = { 'status-new': 55, 'status-closed': 60, 'status-archived': 60 };

/** @param {string} colour a token */
const ringColour = (colour) =>
  colour in STRENGTH ? `color-mix(in srgb, var(--${colour}) ${STRENGTH[colour]}%, var(--surface))` : `var(--${colour})`;

/** The stops of a ring, with a hairline between two shares. @param {number} n @param {[string, number, string][]} shares */
function ring(n, shares) {
  let done = 0;
  const stops = shares.map(([, count, colour]) => {
    const start = done;
    done += (count / n) * 100;
    const gap = shares.length > 1 ? Math.min(1, (done - start) / 3) : 0;
    return `${ringColour(colour)} ${start}% ${done - gap}%, var(--surface) ${done - gap}% ${done}%`;
  });
  return stops.length > 0 ? `conic-gradient(${stops.join(', ')})` : '';
}

/**
 * Three plain boxes: hundreds of drawings of many parts would make the map stutter.
 * @param {{ n: number, shares: [string, number, string][], late: number, radius: number }} cluster shares: value, count, colour token
 * @returns {HTMLElement} number in the middle, a thin ring of the statuses' shares, outside it an arc as long as the late share
 */
export function bubble({ n, shares, late, radius }) {
  const words = shortNumber(n);
  const text = element('span', { class: 'cluster__number' }, words);
  text.style.fontSize = `${words.length > 4 ? 11 : Math.min(15, 10 + radius / 7)}px`;
  const around = element('span', { class: 'cluster__ring' });
  around.style.backgroundImage = ring(n, shares);
  const root = element('span', { class: 'cluster__bubble', 'aria-hidden': 'true' }, around, text);
  root.style.setProperty('--radius', `${radius}px`);
  if (late === 0) return root;
  const arc = element('span', { class: 'cluster__late' });
  const part = Math.max((late / n) * 100, 4);
  arc.style.backgroundImage = `conic-gradient(var(--overdue) ${part}%, transparent ${part}%)`;
  root.prepend(arc);
  return root;
}
