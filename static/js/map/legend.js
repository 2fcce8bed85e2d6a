/**
 * The legend says what is drawn now, of all layers, and nothing else: it listens to `layer:drawn`.
 */
import * as L from 'leaflet';
import { legendSample } from 'map/legend-sample';
import { bubble, drop } from 'map/pin-shape';
import { rasterKey } from 'map/raster-key';
import { element } from 'ui/element';
import { gettext } from 'ui/i18n';
import { icon } from 'ui/icon';
import { cssColour } from 'ui/theme';

/** @typedef {import('map/drawn').Drawn} Drawn */

/** @param {Node} sign @param {string} words */
const row = (sign, words) =>
  element('li', { class: 'legend__row' }, element('span', { class: 'legend__sign' }, sign), words);

/** @param {HTMLElement} made @param {string} colour a token */
function coloured(made, colour) {
  made.style.setProperty('--status-colour', cssColour(colour));
  return made;
}

/** @param {import('map/vector-look').Look} look @param {import('map/layer-style').LayerClass} one @param {'point' | 'line' | 'polygon'} geometry */
export const lookSign = (look, { value, word, colour, size = 0 }, geometry) =>
  legendSample(look, { key: value, word, colour, size }, geometry);

/** The sample of what is drawn on a canvas. @param {import('map/layer-style').LayerStyle} style @param {boolean} shapes */
const plainSign = ({ isLines }, shapes) => (isLines ? 'line-sign' : shapes ? 'shape-sign' : 'dot-sign');

/**
 * How one class of a layer looks.
 * @param {import('map/layer-style').LayerClass} one
 * @param {Drawn} drawn
 */
function classSign(one, { style, dots, shapes, singles, clusters }) {
  if (style.look) return lookSign(style.look, one, style.geometry);
  const isPlain = !singles && !clusters;
  if (isPlain && (dots || shapes)) return coloured(element('span', { class: plainSign(style, shapes) }), one.colour);
  const classes = style.isDrop ? 'status' : 'square square--sign';
  return coloured(
    element('span', { class: classes }, icon(one.icon, style.isDrop ? 'status__mark' : 'icon')),
    one.colour,
  );
}

/** @param {import('map/layer-style').LayerStyle} style */
function clusterSign(style) {
  if (!style.isDrop)
    return coloured(element('span', { class: 'square square--sign' }, icon(style.icon({})), '12'), style.colour({}));
  const parts = style.classes
    .slice(0, 3)
    .map(({ value, colour }, index) => /** @type {[string, number, string]} */ ([value, 3 + index, colour]));
  const sign = element('span', { class: 'cluster cluster--sign' });
  sign.append(bubble({ n: 12, late: 0, radius: 11, shares: parts }));
  return sign;
}

/** @param {import('map/layer-style').LayerStyle} style */
function singleSign(style) {
  const [, second = style.classes[0]] = style.classes;
  const colour = second?.colour ?? style.colour({});
  const sign = coloured(element('span', { class: 'pin pin--sign', 'data-status': second?.value ?? '' }), colour);
  sign.append(drop({ icon: 'map-pin', mark: second?.icon }));
  return sign;
}

/** The rows of one layer. @param {Drawn} drawn */
function rowsOf(drawn) {
  const { style, values, late, singles, clusters, dots, shapes, heat, raster } = drawn;
  if (raster) return rasterKey(raster);
  const rows = [];
  if (heat) return [row(element('span', { class: 'heat-sign' }), gettext('From few to many'))];
  for (const value of values) {
    const one = style.classNamed(value);
    if (one) rows.push(row(classSign(one, drawn), one.word));
  }
  if (late) rows.push(row(element('span', { class: 'legend__late' }), gettext('Red ring: past the target date')));
  if (clusters) {
    const words = style.isDrop ? gettext('Several; the ring shows their statuses') : gettext('Several at this place');
    rows.push(row(clusterSign(style), words));
  }
  if (singles && style.isDrop) rows.push(row(singleSign(style), gettext('A single one')));
  if (style.look) return rows;
  const hasNoClasses = values.length === 0;
  const plain = coloured(element('span', { class: plainSign(style, shapes) }), style.colour({}));
  if ((dots || shapes) && (hasNoClasses || singles || clusters)) rows.push(row(plain, gettext('A single one, small')));
  return rows;
}

/**
 * @param {L.Map} map
 * @param {{ open?: boolean, statuses?: Record<string, string> }} [options] open: unfolded at first
 */
export function addLegend(map, { open = matchMedia('(min-width: 64rem) and (min-height: 40rem)').matches } = {}) {
  const body = element('div', { class: 'legend__rows' });
  const total = element('span', { class: 'legend__total' }, gettext('Key to the signs'));
  const summary = element('summary', { class: 'legend__title' }, total, icon('chevron-up', 'icon legend__chevron'));
  const box = element('details', { class: 'legend', open }, summary, body);
  const control = new L.Control({ position: 'bottomleft' });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  control.addTo(map);
  /** @type {Map<string, Drawn>} */
  const layers = new Map();

  function write() {
    // The topmost first, whichever came first.
    const all = [...layers.values()].sort((one, other) => other.rank - one.rank);
    const seen = all.filter((drawn) => drawn.total > 0);
    if (seen.length === 0) total.textContent = gettext('Nothing here');
    else if (seen.length === 1) total.textContent = seen[0].style.viewWords(seen[0].total);
    else total.textContent = seen.map((drawn) => drawn.style.countWords(drawn.total)).join(' · ');
    body.replaceChildren(
      ...seen.flatMap((drawn) => {
        const rows = element('ul', { class: 'legend__list' }, ...rowsOf(drawn));
        if (seen.length === 1) return [rows];
        return [element('div', { class: 'legend__layer' }, drawn.style.countWords(drawn.total)), rows];
      }),
    );
  }

  const onDrawn = (/** @type {Event} */ event) => {
    const { layer, drawn } = /** @type {CustomEvent} */ (event).detail;
    if (drawn) layers.set(layer, drawn);
    else layers.delete(layer);
    write();
  };
  map.getContainer().addEventListener('layer:drawn', onDrawn);
  return {
    remove() {
      map.getContainer().removeEventListener('layer:drawn', onDrawn);
      control.remove();
    },
  };
}
