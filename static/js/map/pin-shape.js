/**
 * How a pin, a square and a cluster look. Drawing only: plain properties in, elements out; colours come from CSS.
 */
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

/**
 * @param {{ n: number, shares: [string, number, string?][], late: number, radius: number }} cluster shares: value, count, colour token
 * @returns {SVGElement} number in the middle, a thin ring of the statuses' shares, outside it an arc as long as the late share
 */
export function bubble({ n, shares, late, radius }) {
  const outer = radius + 4;
  const box = 2 * outer;
  const root = svg('svg', {
    class: 'cluster__bubble',
    viewBox: `${-outer} ${-outer} ${box} ${box}`,
    'aria-hidden': 'true',
  });
  root.setAttribute('width', String(box));
  root.setAttribute('height', String(box));
  root.append(svg('circle', { class: 'cluster__body', r: radius }));
  const ring = radius - 2.5;
  const around = 2 * Math.PI * ring;
  let done = 0;
  for (const [status, count, colour] of shares) {
    const part = (count / n) * around;
    // A hairline between two shares, unless there is only one.
    const gap = shares.length > 1 ? Math.min(1, part / 3) : 0;
    const arc = svg('circle', { class: 'cluster__share', r: ring, 'data-status': status });
    if (colour) arc.style.setProperty('--status-colour', `var(--${colour})`);
    arc.setAttribute('stroke-dasharray', `${part - gap} ${around - part + gap}`);
    arc.setAttribute('stroke-dashoffset', String(-done));
    root.append(arc);
    done += part;
  }
  if (late > 0) {
    const lateAround = 2 * Math.PI * (radius + 2);
    const part = Math.max((late / n) * lateAround, 5);
    const arc = svg('circle', { class: 'cluster__late', r: radius + 2 });
    if (part < lateAround - 1) arc.setAttribute('stroke-dasharray', `${part} ${lateAround - part}`);
    root.append(arc);
  }
  const words = shortNumber(n);
  const text = svg('text', { class: 'cluster__number', 'text-anchor': 'middle', dy: '0.35em' });
  text.setAttribute('font-size', String(words.length > 4 ? 11 : Math.min(15, 10 + radius / 7)));
  text.textContent = words;
  root.append(text);
  return root;
}
