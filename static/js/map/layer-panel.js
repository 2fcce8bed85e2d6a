/**
 * The layer panel: which layers there are by group, on or off, how each is drawn and what its signs mean. A sheet at the foot of a
 * phone, a panel at the top right of a desk.
 */
import { getJson } from 'lib/fetch';
import { boundsOf, goTo } from 'map/create';
import { layerFilter } from 'map/layer-filter';
import { addLayerOrder } from 'map/layer-order';
import { readStyle } from 'map/layer-style';
import { lookSign } from 'map/legend';
import { rasterKey } from 'map/raster-key';
import { element } from 'ui/element';
import { gettext, number } from 'ui/i18n';
import { icon } from 'ui/icon';
import { bindSheets } from 'ui/sheet';
import { cssColour } from 'ui/theme';

/** @typedef {import('map/layer-style').LayerEntry} LayerEntry */
/** @typedef {ReturnType<typeof import('map/layers').addLayers>} Layers */

const LEAST_OPACITY = 20;

/**
 * @param {import('leaflet').Map} map
 * @param {Layers} layers
 * @param {HTMLElement} host
 * @returns {HTMLElement} the sheet, closed
 */
export function addLayerPanel(map, layers, host) {
  const title = element('h2', { class: 'sheet__title', id: 'layer-sheet-title' }, gettext('Layers of the map'));
  const close = element('button', {
    class: 'button button--quiet button--icon',
    type: 'button',
    'data-sheet-close': true,
  });
  close.setAttribute('aria-label', gettext('Close'));
  close.append(icon('x'));
  const rows = layers.catalogue.groups.map(({ label, layers: entries }) => ({
    label,
    rows: entries.map((entry) => layerRow(map, layers, entry)),
  }));
  const order = addLayerOrder(layers);
  const groups = rows.map(({ label, rows: inGroup }) =>
    element('fieldset', { class: 'layer-group' }, element('legend', {}, label), ...inGroup.map(({ box }) => box)),
  );
  const usual = element('button', { class: 'button button--quiet', type: 'button' }, gettext('As the map opens'));
  usual.addEventListener('click', () => layers.show(null));
  const sheet = element(
    'section',
    { class: 'sheet layer-sheet', id: 'layer-sheet', 'aria-labelledby': 'layer-sheet-title' },
    element('div', { class: 'sheet__grip', 'aria-hidden': 'true' }),
    element('div', { class: 'sheet__head' }, title, close),
    element('div', { class: 'sheet__body' }, ...groups, order.box, usual),
  );
  const write = () => {
    for (const row of rows.flatMap((group) => group.rows)) row.write();
    order.write();
  };
  for (const change of ['layers:change', 'layers:filter']) map.getContainer().addEventListener(change, write);
  map.on('zoomend', write);
  write();
  const wrapper = element('div', {}, sheet);
  host.append(wrapper);
  bindSheets(wrapper);
  return sheet;
}

/** @param {import('leaflet').Map} map @param {Layers} layers @param {LayerEntry} entry */
function layerRow(map, layers, entry) {
  const { name, label, minZoom = 0, maxZoom = 30 } = entry;
  const toggle = element('input', { type: 'checkbox', name: 'layer', value: name });
  toggle.addEventListener('change', () => layers.set(name, { isOn: toggle.checked }));
  const far = element('p', { class: 'layer-row__far small' }, icon('search'), gettext('Zoom in to see it'));
  const near = element('p', { class: 'layer-row__far small' }, icon('search'), gettext('Zoom out to see it'));
  const opacity = opacitySlider(layers, entry);
  const look = entry.geometry === 'raster' ? null : lookChoice(layers, entry); // a raster is drawn one way only
  const go = entry.extent ? toLayer(map, entry.extent, label) : null;
  const summary = element('summary', {}, icon('sliders-horizontal'), gettext('Key and look'));
  summary.append(element('span', { class: 'visually-hidden' }, `: ${label}`));
  const inside = element(
    'div',
    { class: 'layer-row__inside' },
    keyOf(entry),
    opacity.box,
    ...(look ? [look.box] : []),
    ...(go ? [go] : []),
  );
  const details = element('details', { class: 'disclosure layer-row__details' }, summary, inside);
  details.addEventListener('toggle', () => tellCounts(inside, entry), { once: true });
  const filter = entry.filterUrl ? layerFilter(map, layers, entry) : null;
  const more = element('div', { class: 'layer-row__more' }, far, near, ...(filter ? [filter.box] : []), details);
  const words = element('label', { class: 'check layer-row__name' }, toggle, layerSign(entry), label);
  return {
    box: element('div', { class: 'layer-row', 'data-layer': name }, words, more),
    write() {
      const now = layers.shown().find((one) => one.name === name);
      toggle.checked = now !== undefined;
      more.hidden = !now;
      far.hidden = map.getZoom() >= minZoom;
      near.hidden = map.getZoom() <= maxZoom;
      opacity.write(now?.opacity ?? 1);
      look?.write(now?.mode ?? 'auto');
      if (now) filter?.write();
    },
  };
}

/** What a layer consists of, in its colour: signs, lines, areas, a picture. @param {LayerEntry} entry */
function layerSign(entry) {
  const { look, isLines, isShapes } = readStyle(entry);
  if (entry.geometry === 'raster' || (!isShapes && !look)) return icon(entry.style.icon);
  const sign = element('span', { class: isLines ? 'line-sign' : isShapes ? 'shape-sign' : 'dot-sign' });
  sign.style.setProperty('--status-colour', cssColour(look?.colour || entry.style.colour));
  return element('span', { class: 'layer-row__sign', 'aria-hidden': 'true' }, sign);
}

/** Beside each class how many features it has, of all that there are. @param {HTMLElement} box @param {LayerEntry} entry */
async function tellCounts(box, { classesUrl }) {
  if (!classesUrl) return;
  const { classes } = await getJson(classesUrl).catch(() => ({ classes: {} })); // the key is as true without them
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll('[data-class]'))) {
    const n = classes[one.dataset.class ?? ''];
    if (n !== undefined) one.textContent = number(n);
  }
}

/** A layer may lie outside the city: whoever wants to see it is led there. @param {import('leaflet').Map} map @param {[number, number, number, number]} extent @param {string} label */
function toLayer(map, extent, label) {
  const button = element('button', { class: 'button button--quiet layer-row__go', type: 'button' });
  button.append(icon('map-pinned'), gettext('To this layer'));
  button.append(element('span', { class: 'visually-hidden' }, `: ${label}`));
  button.addEventListener('click', () => goTo(map, boundsOf(extent)));
  return button;
}

/** What the layer's signs mean, all of them: the legend on the map names those that are seen. @param {LayerEntry} entry */
function keyOf(entry) {
  if (entry.legend) return element('ul', { class: 'layer-row__key legend__list tiny' }, ...rasterKey(entry.legend));
  const { classes, isDrop, isShapes, isLines, look, geometry } = readStyle(entry);
  const rows = classes.map((one) => {
    const { word, colour, icon: name } = one;
    const sample = element('span', { class: 'legend__sign' });
    if (look) sample.append(lookSign(look, one, geometry));
    const count = element('span', { class: 'layer-row__count', 'data-class': one.value });
    if (look) return element('li', { class: 'legend__row' }, sample, word, count);
    const plain = element('span', { class: isLines ? 'line-sign' : isShapes ? 'shape-sign' : 'dot-sign' });
    const sign = name ? element('span', { class: isDrop ? 'status' : 'square square--sign' }, icon(name)) : plain;
    sign.style.setProperty('--status-colour', cssColour(colour));
    sample.append(sign);
    return element('li', { class: 'legend__row' }, sample, word);
  });
  return element('ul', { class: 'layer-row__key legend__list tiny', hidden: classes.length === 0 }, ...rows);
}

/** @param {Layers} layers @param {LayerEntry} entry */
function opacitySlider(layers, { name, label }) {
  const input = element('input', { type: 'range', min: LEAST_OPACITY, max: 100, step: 10, class: 'layer-row__range' });
  input.setAttribute('aria-label', `${label}: ${gettext('Opacity')}`);
  const value = element('output', { class: 'layer-row__value' });
  const say = () => {
    value.textContent = `${input.value} %`;
    input.setAttribute('aria-valuetext', value.textContent);
  };
  input.addEventListener('input', () => {
    say();
    layers.layer(name)?.setOpacity(Number(input.value) / 100);
  });
  input.addEventListener('change', () => layers.set(name, { opacity: Number(input.value) / 100 }));
  return {
    box: element('div', { class: 'layer-row__line' }, element('span', {}, gettext('Opacity')), input, value),
    /** @param {number} opacity */
    write(opacity) {
      input.value = String(Math.round(opacity * 100));
      say();
    },
  };
}

/** @param {Layers} layers @param {LayerEntry} entry */
function lookChoice(layers, { name, label, look, geometry = 'point' }) {
  /** @type {Record<string, string>} */
  const shapes = { line: gettext('Lines'), polygon: gettext('Outlines') };
  /** @type {[import('map/layer').Mode, string][]} */
  const looks = [
    ['auto', look ? gettext('In its style') : (shapes[geometry] ?? gettext('Signs'))],
    ...(look || geometry in shapes
      ? []
      : /** @type {[import('map/layer').Mode, string][]} */ ([['dots', gettext('Dots')]])),
    ['heat', gettext('Heat')],
  ];
  const inputs = looks.map(([mode]) => {
    const input = element('input', { type: 'radio', name: `look-${name}`, value: mode });
    input.addEventListener('change', () => layers.set(name, { mode }));
    return input;
  });
  const chips = looks.map(([, word], index) => element('label', { class: 'chip' }, inputs[index], word));
  return {
    box: element('div', { class: 'chips', role: 'group', 'aria-label': `${label}: ${gettext('drawn as')}` }, ...chips),
    /** @param {import('map/layer').Mode} now */
    write(now) {
      for (const input of inputs) input.checked = input.value === now;
    },
  };
}
