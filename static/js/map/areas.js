/**
 * The city's areas: ground, hairlines, names, and the chosen one. Event on the map element: `area:select {code, name, level}`,
 * with code null when the choice is undone.
 */
import * as L from 'leaflet';
import { getJson } from 'lib/fetch';
import { emit } from 'map/create';
import { inFrame } from 'map/frames';
import { addLabels } from 'map/labels';
import { gettext } from 'ui/i18n';

/** @typedef {import('geojson').Feature<import('geojson').MultiPolygon, { code: string, name: string, level: string, kind: string, is_approximate: boolean }>} AreaFeature */

/** @param {L.Map} map @param {string} name @param {number} zIndex */
function pane(map, name, zIndex) {
  const made = map.getPane(name) ?? map.createPane(name);
  made.style.zIndex = String(zIndex);
  return name;
}

/**
 * @param {L.Map} map
 * @param {{ url: string, interactive?: boolean, selected?: string | null }} options
 */
export async function addAreas(map, { url, interactive = true, selected = null }) {
  /** @type {{ features: AreaFeature[] }} */
  const { features } = await getJson(url);
  const container = map.getContainer();
  const byCode = new Map(features.map((feature) => [feature.properties.code, feature]));
  const group = L.layerGroup().addTo(map);
  const grounds = { pane: pane(map, 'areas', 250), interactive };
  const lines = { pane: pane(map, 'area-lines', 350), interactive: false, fill: false };
  const chosenPane = pane(map, 'area-chosen', 360);
  const of = (/** @type {string} */ level) =>
    /** @type {any} */ ({
      type: 'FeatureCollection',
      features: features.filter(({ properties }) => properties.level === level),
    });

  /** @type {string | null} */
  let chosen = null;
  const chosenLayer = L.layerGroup().addTo(map);

  /** @param {string | null} code @param {{ quiet?: boolean }} [options] quiet: no event, when the page itself chose */
  function select(code, { quiet = false } = {}) {
    chosen = code !== null && byCode.has(code) ? code : null;
    chosenLayer.clearLayers();
    container.classList.toggle('map--area-chosen', chosen !== null);
    const feature = chosen === null ? undefined : byCode.get(chosen);
    if (feature) {
      const style = { pane: chosenPane, interactive: false };
      L.polygon(around(feature, map), { ...style, className: 'area-dim', stroke: false }).addTo(chosenLayer);
      L.geoJSON(/** @type {any} */ (feature), {
        style: { ...style, className: 'area-chosen', fill: false },
        ...style,
      }).addTo(chosenLayer);
    }
    const { code: picked, name, level } = feature?.properties ?? { code: null, name: '', level: '' };
    if (!quiet) emit(map, 'area:select', { code: picked, name, level });
  }

  const glow = { ...lines, className: 'area-line area-line--glow' };
  await inFrame(() => L.geoJSON(of('city'), { style: () => glow, ...glow }).addTo(group));
  const ground = L.geoJSON(of('desa'), {
    ...grounds,
    style: (feature) => ({
      ...grounds,
      stroke: false,
      className: `area area--${Number(feature?.properties.code.split('.')[2]) % 3}`,
    }),
    onEachFeature(feature, layer) {
      if (!interactive) return;
      layer.on('click', () => select(feature.properties.code === chosen ? null : feature.properties.code));
    },
  });
  // Before the ground takes presses: what is pressed while the rest is drawn counts.
  if (selected) select(selected, { quiet: true });
  await inFrame(() => ground.addTo(group));
  for (const level of ['desa', 'kecamatan', 'city']) {
    const style = { ...lines, className: `area-line area-line--${level}` };
    await inFrame(() => L.geoJSON(of(level), { style: () => style, ...style }).addTo(group));
  }
  const onPick = (/** @type {AreaFeature} */ { properties }) => select(properties.code);
  const labels = await inFrame(() => addLabels(map, features, interactive ? onPick : undefined));
  if (features.some(({ properties }) => properties.is_approximate)) {
    map.attributionControl?.addAttribution(
      `<span class="approximate">${gettext('Area boundaries are approximate, not official')}</span>`,
    );
    container.classList.add('map--approximate');
  }
  // Shapes say nothing to a screen reader; the search and the area tree do.
  for (const svg of container.querySelectorAll('.leaflet-pane > svg')) svg.setAttribute('aria-hidden', 'true');

  return {
    select,
    codes: [...byCode.keys()],
    features,
    /** @param {string} code */
    find: (code) => byCode.get(code)?.properties,
    /** @param {string} code */
    zoomTo(code) {
      const feature = byCode.get(code);
      if (feature)
        map.fitBounds(L.geoJSON(/** @type {any} */ (feature)).getBounds(), { padding: [24, 24], maxZoom: 16 });
    },
    remove() {
      labels.remove();
      group.remove();
      chosenLayer.remove();
    },
  };
}

/**
 * All around an area: a box wider than the map may go, with the area cut out.
 * @param {AreaFeature} feature
 * @param {L.Map} map
 */
function around(feature, map) {
  const bounds = L.latLngBounds(/** @type {any} */ (map.options.maxBounds)).pad(2);
  const box = [bounds.getSouthWest(), bounds.getNorthWest(), bounds.getNorthEast(), bounds.getSouthEast()];
  const { type, coordinates } = /** @type {any} */ (feature.geometry);
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  const holes = polygons.map((/** @type {number[][][]} */ rings) => rings[0].map(([lng, lat]) => L.latLng(lat, lng)));
  return [box, ...holes];
}
