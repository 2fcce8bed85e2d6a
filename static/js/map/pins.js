/**
 * Pins and clusters of the features that the tiles bring. Events on the map element:
 * `feature:select {code, category, lat, lng}`, `cluster:open {cell, n}` (a cluster that no zoom takes apart), and
 * `pins:drawn {boxes, statuses, clusters, pins, late, total}` for the legend and the labels.
 */
import * as L from 'leaflet';
import { emit } from 'map/create';
import { bubble, clusterRadius, drop, isFinished, isLate, shares } from 'map/pin-shape';
import { walkPins } from 'map/pins-keyboard';
import { spread } from 'map/spread';
import { element } from 'ui/element';
import { fill, gettext, ngettext, number } from 'ui/i18n';

/** @typedef {import('map/tiles').TileFeature} TileFeature */

/** From here on a cluster is one house or one point that stands for a desa: its reports are listed. */
const CLUSTERS_OPEN_FROM_ZOOM = 18;

/**
 * @param {L.Map} map
 * @param {{ categories?: Record<string, { name: string, icon: string }>, statuses?: Record<string, string> }} [words]
 */
export function addPins(map, { categories = {}, statuses = {} } = {}) {
  const container = map.getContainer();
  const layer = L.layerGroup().addTo(map);
  /** @type {Map<string, { marker: L.Marker, button: HTMLButtonElement, feature: TileFeature, half: number }>} */
  let drawn = new Map();
  /** @type {string | null} */
  let selected = null;
  const walk = walkPins(map, () => [...drawn.values()].map(({ button }) => button));

  /** @param {TileFeature} feature */
  function pin({ properties }) {
    const { code, category, status } = properties;
    const late = isLate(/** @type {any} */ (properties));
    const kind = categories[category];
    const words = [kind?.name ?? gettext('Report'), statuses[status] ?? status, late ? gettext('late') : '', code];
    const button = element('button', { type: 'button', tabindex: -1, 'data-status': status, 'data-code': code });
    button.className = `pin${isFinished(status) ? ' pin--finished' : ''}${late ? ' pin--late' : ''}`;
    button.setAttribute('aria-label', words.filter(Boolean).join(', '));
    button.title = words.slice(0, 3).filter(Boolean).join(' · ');
    button.append(drop({ icon: properties.icon || kind?.icon || 'map-pin', status, late }));
    button.setAttribute('aria-pressed', String(code === selected));
    return button;
  }

  /** @param {TileFeature} feature @param {number} most */
  function cluster({ n, properties }, most) {
    const late = Number(properties.late ?? 0);
    const words = [
      fill(ngettext('%(n)s report', '%(n)s reports', n), { n: number(n) }),
      late > 0 ? fill(ngettext('%(n)s late', '%(n)s late', late), { n: number(late) }) : '',
    ];
    const button = element('button', { type: 'button', tabindex: -1, class: 'cluster' });
    button.setAttribute('aria-label', [...words, gettext('zoom in')].filter(Boolean).join(', '));
    button.title = words.filter(Boolean).join(', ');
    button.append(bubble({ n, late, shares: shares(properties), radius: clusterRadius(n, most) }));
    return button;
  }

  /** @param {TileFeature} feature */
  function open(feature) {
    if (feature.n === 1) {
      select(feature.properties.code);
      const { lat, lng, properties } = feature;
      emit(map, 'feature:select', { code: properties.code, category: properties.category, lat, lng });
      return;
    }
    const [west, south, east, north] = feature.cell;
    if (map.getZoom() >= Math.min(CLUSTERS_OPEN_FROM_ZOOM, map.getMaxZoom()))
      emit(map, 'cluster:open', { cell: feature.cell, n: feature.n });
    else {
      const bounds = L.latLngBounds([south, west], [north, east]);
      const zoom = Math.min(map.getBoundsZoom(bounds), map.getZoom() + 3, map.getMaxZoom());
      map.setView([feature.lat, feature.lng], Math.max(zoom, map.getZoom() + 1));
    }
  }

  /** @param {TileFeature} feature @param {number} most @param {L.LatLng} place */
  function add(feature, most, place) {
    const isPin = feature.n === 1;
    const button = isPin ? pin(feature) : cluster(feature, most);
    const icon = L.divIcon({
      className: isPin ? 'pin-anchor' : 'cluster-anchor',
      html: button,
      iconSize: [44, 44],
      iconAnchor: isPin ? [22, 42] : [22, 22],
    });
    const options = { icon, keyboard: false, riseOnHover: true, bubblingMouseEvents: false };
    const marker = L.marker(place, {
      ...options,
      zIndexOffset: isPin && isFinished(feature.properties.status) ? -500 : 0,
    });
    marker.on('click', () => open(feature));
    // The keyboard may reach a pin beyond the edge: bring it into view. A finger never does.
    button.addEventListener('focus', () => {
      if (button.matches(':focus-visible')) map.panInside(marker.getLatLng(), { padding: [48, 56] });
    });
    marker.addTo(layer);
    return { marker, button, feature, half: isPin ? 12 : clusterRadius(feature.n, most) + 2 };
  }

  /** @param {TileFeature[]} features */
  function show(features) {
    const most = niceAbove(Math.max(0, ...features.filter(({ n }) => n > 1).map(({ n }) => n)));
    const bodies = features.map(({ lat, lng, n }) => {
      const { x, y } = map.latLngToLayerPoint([lat, lng]);
      const isPin = n === 1;
      return { x, y: isPin ? y - 20 : y, radius: isPin ? 12 : clusterRadius(n, most) + 2, fixed: isPin };
    });
    const places = spread(bodies);
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.closest('[data-key]') : null;
    const focusedKey = focused?.getAttribute('data-key');
    /** @type {typeof drawn} */
    const next = new Map();
    for (const [index, feature] of features.entries()) {
      const key = feature.n === 1 ? feature.key : `${feature.key}@${most}`;
      const place =
        feature.n === 1
          ? L.latLng(feature.lat, feature.lng)
          : map.layerPointToLatLng(L.point(places[index].x, places[index].y));
      const kept = drawn.get(key);
      if (kept) kept.marker.setLatLng(place);
      const entry = kept ?? add(feature, most, place);
      entry.button.dataset.key = key;
      next.set(key, entry);
    }
    for (const [key, { marker }] of drawn) if (!next.has(key)) layer.removeLayer(marker);
    drawn = next;
    if (focusedKey) drawn.get(focusedKey)?.button.focus({ preventScroll: true });
    walk.refresh();
    tell();
  }

  /** Tell the legend and the names what is drawn in view: never more than the reader sees. */
  function tell() {
    const view = map.getBounds();
    const seen = [...drawn.values()].filter(({ feature }) => view.contains([feature.lat, feature.lng]));
    const features = seen.map(({ feature }) => feature);
    const statusesOf = (/** @type {TileFeature} */ { n, properties }) =>
      n === 1 ? [properties.status] : shares(properties).map(([status]) => status);
    emit(map, 'pins:drawn', {
      boxes: seen.map(({ marker, feature, half }) => {
        const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
        const middle = feature.n === 1 ? y - 20 : y;
        return { left: x - half, right: x + half, top: middle - half, bottom: middle + half };
      }),
      statuses: [...new Set(features.flatMap(statusesOf))],
      clusters: features.some(({ n }) => n > 1),
      pins: features.some(({ n }) => n === 1),
      late: features.some(({ n, properties }) =>
        n === 1 ? isLate(/** @type {any} */ (properties)) : properties.late > 0,
      ),
      total: features.reduce((sum, { n }) => sum + n, 0),
    });
  }

  /** @param {string | null} code */
  function select(code) {
    selected = code;
    for (const { marker, button, feature } of drawn.values()) {
      const isOne = feature.n === 1 && feature.properties.code === code;
      if (feature.n === 1) button.setAttribute('aria-pressed', String(isOne));
      if (isOne) marker.setZIndexOffset(1000);
    }
  }

  const onTiles = (/** @type {Event} */ event) => show(/** @type {CustomEvent} */ (event).detail.features);
  container.addEventListener('tiles:change', onTiles);
  container.addEventListener('labels:ready', tell);
  map.on('moveend', tell);
  return {
    show,
    select,
    remove() {
      container.removeEventListener('tiles:change', onTiles);
      container.removeEventListener('labels:ready', tell);
      map.off('moveend', tell);
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
