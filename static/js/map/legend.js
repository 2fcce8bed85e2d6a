/**
 * The legend says what is drawn now, and nothing else: it listens to `pins:drawn`.
 */
import * as L from 'leaflet';
import { bubble, drop, STATUSES } from 'map/pin-shape';
import { element } from 'ui/element';
import { fill, gettext, ngettext, number } from 'ui/i18n';
import { icon } from 'ui/icon';

/**
 * @param {L.Map} map
 * @param {{ statuses: Record<string, string>, open?: boolean }} options statuses: state → word; open: unfolded at first
 */
export function addLegend(map, { statuses, open = matchMedia('(min-width: 64rem) and (min-height: 40rem)').matches }) {
  const rows = element('ul', { class: 'legend__rows' });
  const total = element('span', { class: 'legend__total' }, gettext('Key to the signs'));
  const summary = element('summary', { class: 'legend__title' }, total, icon('chevron-up', 'icon legend__chevron'));
  const box = element('details', { class: 'legend', open }, summary, rows);
  const control = new L.Control({ position: 'bottomleft' });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  control.addTo(map);

  /** @param {Node} sign @param {string} words */
  const row = (sign, words) =>
    rows.append(element('li', { class: 'legend__row' }, element('span', { class: 'legend__sign' }, sign), words));

  const onDrawn = (/** @type {Event} */ event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    rows.replaceChildren();
    total.textContent =
      detail.total === 0
        ? gettext('No report here')
        : fill(ngettext('%(n)s report in view', '%(n)s reports in view', detail.total), { n: number(detail.total) });
    for (const status of STATUSES.filter((one) => detail.statuses.includes(one))) {
      const sign = element(
        'span',
        { class: 'status', 'data-status': status },
        icon(`status-${status}`, 'status__mark'),
      );
      row(sign, statuses[status] ?? status);
    }
    if (detail.late) {
      const sign = element('span', { class: 'legend__late' });
      row(sign, gettext('Red ring: past the target date'));
    }
    if (detail.clusters) {
      const sign = element('span', { class: 'cluster cluster--sign' });
      sign.append(
        bubble({
          n: 12,
          late: 0,
          radius: 12,
          shares: [
            ['new', 3],
            ['in_progress', 4],
            ['resolved', 5],
          ],
        }),
      );
      row(sign, gettext('Several reports; the ring shows their statuses'));
    }
    if (detail.pins) {
      const sign = element('span', { class: 'pin pin--sign', 'data-status': 'routed' });
      sign.append(drop({ icon: 'map-pin', status: 'routed' }));
      row(sign, gettext('One report'));
    }
  };
  map.getContainer().addEventListener('pins:drawn', onDrawn);
  return {
    remove() {
      map.getContainer().removeEventListener('pins:drawn', onDrawn);
      control.remove();
    },
  };
}
