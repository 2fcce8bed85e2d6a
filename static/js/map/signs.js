/**
 * The signs of one layer: pins, squares and clusters, each a button that the keyboard reaches. What is pressed is told by callbacks.
 */
import * as L from 'leaflet';
import { FlatMarker } from 'map/flat-marker';
import { bubble, clusterRadius, drop, isFinished } from 'map/pin-shape';
import { walkPins } from 'map/pins-keyboard';
import { spread } from 'map/spread';
import { element } from 'ui/element';
import { fill, gettext, ngettext, number, shortNumber } from 'ui/i18n';
import { icon } from 'ui/icon';
import { cssColour } from 'ui/theme';

/** @typedef {import('map/cells').Sign} Sign */
/** @typedef {{ marker: import('map/flat-marker').Flat, button: HTMLButtonElement, sign: Sign, half: number }} Drawn */

/** From here on a cluster is one house or one point that stands for a desa: what is in it is listed. */
const CLUSTERS_OPEN_FROM_ZOOM = 18;
const DROP_HALF = 12;
/** More than these do not move along while the map zooms, each on a plane of its own: they step aside. */
const MANY = 60;

/**
 * @param {L.Map} map
 * @param {{
 *   style: import('map/layer-style').LayerStyle, pane?: string,
 *   onSelect: (sign: Sign) => void, onCluster: (sign: Sign) => void, onHover?: (sign: Sign | null) => void,
 * }} options onCluster: a cluster that no zoom takes apart
 */
export function drawSigns(map, { style, pane = 'markerPane', onSelect, onCluster, onHover }) {
  const container = map.getContainer();
  const layer = L.layerGroup().addTo(map);
  /** @type {Map<string, Drawn>} */
  let drawn = new Map();
  /** @type {string | null} */
  let selected = null;
  const walk = walkPins(map);
  const plane = map.getPane(pane);
  const onZoom = () => plane?.classList.toggle('layer-away', drawn.size > MANY);
  const onZoomed = () => plane?.classList.remove('layer-away');
  map.on('zoomanim', onZoom);
  map.on('zoomend', onZoomed);

  /** @param {Sign} sign */
  function single({ properties, late }) {
    const value = String(properties[style.by] ?? '');
    const words = [style.title(properties), style.word(properties), late ? gettext('late') : '', properties.code];
    const button = element('button', { type: 'button', tabindex: -1, 'data-code': properties.code });
    button.setAttribute('aria-label', words.filter(Boolean).join(', '));
    button.setAttribute('aria-pressed', String(properties.code === selected));
    const colour = style.colour(properties);
    button.style.setProperty('--status-colour', cssColour(colour));
    if (style.isDrop) {
      button.dataset.status = value;
      button.className = `pin${isFinished(colour) ? ' pin--finished' : ''}${late ? ' pin--late' : ''}`;
      button.append(drop({ icon: style.icon(properties), mark: style.mark(properties), late: late > 0 }));
    } else {
      button.className = `square${style.isFaded(properties) ? ' square--faded' : ''}${late ? ' square--late' : ''}`;
      button.append(icon(style.icon(properties)));
    }
    return button;
  }

  /** @param {Sign} sign @param {number} most */
  function several({ n, late, properties }, most) {
    const lateWords = late > 0 ? fill(ngettext('%(n)s late', '%(n)s late', late), { n: number(late) }) : '';
    const words = [style.countWords(n), lateWords, gettext('zoom in')];
    const button = element('button', { type: 'button', tabindex: -1, class: style.isDrop ? 'cluster' : 'square' });
    button.setAttribute('aria-label', words.filter(Boolean).join(', '));
    button.style.setProperty('--status-colour', cssColour(style.colour({})));
    if (style.isDrop) {
      const shares = style.shares(properties);
      button.append(bubble({ n, late, shares, radius: clusterRadius(n, most) }));
    } else button.append(icon(style.icon({})), element('span', { class: 'square__number' }, shortNumber(n)));
    return button;
  }

  /** @param {Sign} sign */
  function open(sign) {
    if (sign.isFeature) {
      select(sign.properties.code);
      onSelect(sign);
      return;
    }
    const [west, south, east, north] = sign.cell;
    if (map.getZoom() >= Math.min(CLUSTERS_OPEN_FROM_ZOOM, map.getMaxZoom())) onCluster(sign);
    else {
      const bounds = L.latLngBounds([south, west], [north, east]);
      const zoom = Math.min(map.getBoundsZoom(bounds), map.getZoom() + 3, map.getMaxZoom());
      map.setView([sign.lat, sign.lng], Math.max(zoom, map.getZoom() + 1));
    }
  }

  /** @param {Sign} sign @param {number} most */
  const halfOf = (sign, most) => {
    if (!style.isDrop) return DROP_HALF;
    return sign.isFeature ? DROP_HALF : clusterRadius(sign.n, most) + 2;
  };
  const isPin = (/** @type {Sign} */ sign) => sign.isFeature && style.isDrop;

  /** @param {Sign} sign @param {number} most @param {L.LatLng} place @param {boolean} isStill @returns {Drawn} */
  function add(sign, most, place, isStill) {
    const button = sign.isFeature ? single(sign) : several(sign, most);
    const size = style.isDrop ? 44 : 24;
    const drawnIcon = L.divIcon({
      className: 'sign-anchor',
      html: button,
      iconSize: [size, size],
      iconAnchor: isPin(sign) ? [22, 42] : [size / 2, size / 2],
    });
    const finished = sign.isFeature && isFinished(style.colour(sign.properties));
    const marker = new FlatMarker(place, {
      icon: drawnIcon,
      pane,
      isStill,
      keyboard: false,
      riseOnHover: true,
      bubblingMouseEvents: false,
      zIndexOffset: finished ? -500 : 0,
    });
    marker.on('click', () => open(sign));
    button.addEventListener('pointerenter', () => onHover?.(sign));
    button.addEventListener('pointerleave', () => onHover?.(null));
    // The keyboard may reach a sign beyond the edge: bring it into view. A finger never does.
    button.addEventListener('focus', () => {
      if (!button.matches(':focus-visible')) return;
      map.panInside(marker.getLatLng(), { padding: [48, 56] });
      onHover?.(sign);
    });
    button.addEventListener('blur', () => onHover?.(null));
    marker.addTo(layer);
    return { marker, button, sign, half: halfOf(sign, most) };
  }

  /** @param {Sign[]} signs */
  function show(signs) {
    if (signs.length === 0 && drawn.size === 0) return;
    const isMany = signs.length > MANY;
    plane?.classList.toggle('layer-many', isMany);
    const most = niceAbove(Math.max(0, ...signs.filter(({ n }) => n > 1).map(({ n }) => n)));
    const bodies = signs.map((sign) => {
      const { x, y } = map.latLngToLayerPoint([sign.lat, sign.lng]);
      return { x, y: isPin(sign) ? y - 20 : y, radius: halfOf(sign, most), fixed: sign.isFeature };
    });
    const places = spread(bodies);
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.closest('[data-key]') : null;
    const focusedKey = focused && container.contains(focused) ? focused.getAttribute('data-key') : null;
    /** @type {typeof drawn} */
    const next = new Map();
    for (const [index, sign] of signs.entries()) {
      const key = sign.isFeature ? sign.key : `${sign.key}@${most}`;
      const place = sign.isFeature
        ? L.latLng(sign.lat, sign.lng)
        : map.layerPointToLatLng(L.point(places[index].x, places[index].y));
      const kept = drawn.get(key);
      if (kept) kept.marker.setLatLng(place);
      const entry = kept ?? add(sign, most, place, isMany);
      entry.button.dataset.key = key;
      next.set(key, entry);
    }
    for (const [key, { marker }] of drawn) if (!next.has(key)) layer.removeLayer(marker);
    drawn = next;
    for (const { marker } of drawn.values()) marker.setStill(isMany);
    if (focusedKey) drawn.get(focusedKey)?.button.focus({ preventScroll: true });
    walk.refresh();
  }

  /** @param {string | null} code */
  function select(code) {
    selected = code;
    for (const { marker, button, sign } of drawn.values()) {
      if (!sign.isFeature) continue;
      const isOne = sign.properties.code === code;
      button.setAttribute('aria-pressed', String(isOne));
      if (isOne) marker.setZIndexOffset(1000);
    }
  }

  return {
    show,
    select,
    /** What of it is in view, and which boxes of the map's layer plane it takes. */
    seen() {
      const view = map.getBounds();
      const seen = [...drawn.values()].filter(({ sign }) => view.contains([sign.lat, sign.lng]));
      return {
        signs: seen.map(({ sign }) => sign),
        boxes: seen.map(({ marker, sign, half }) => {
          const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
          const middle = isPin(sign) ? y - 20 : y;
          return { left: x - half, right: x + half, top: middle - half, bottom: middle + half };
        }),
      };
    },
    remove() {
      map.off('zoomanim', onZoom);
      map.off('zoomend', onZoomed);
      walk.remove();
      layer.remove();
    },
  };
}

/**
 * The next of 20, 50, 100, 200, 500 …: sizes stay put while the map is panned.
 * @param {number} value
 */
function niceAbove(value) {
  let step = 20;
  for (let index = 0; step < value; index += 1) step *= [2.5, 2, 2][index % 3];
  return Math.round(step);
}
