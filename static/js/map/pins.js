/**
 * Pins and clusters of the reports that `reportTiles` brings. Events on the map element: `feature:select {code, category, lat, lng}`,
 * `cluster:open {cell, n}` and `layer:drawn`.
 */
import { emit } from 'map/create';
import { tellDrawn } from 'map/drawn';
import { readStyle } from 'map/layer-style';
import { STATUSES } from 'map/pin-shape';
import { drawSigns } from 'map/signs';
import { gettext } from 'ui/i18n';

/**
 * @param {import('leaflet').Map} map
 * @param {{ categories?: Record<string, { name: string, icon: string }>, statuses?: Record<string, string> }} [words]
 */
export function addPins(map, { categories = {}, statuses = {} } = {}) {
  const container = map.getContainer();
  const classes = STATUSES.map((value) => ({
    value,
    word: statuses[value] ?? value,
    colour: `status-${value}`,
    icon: `status-${value}`,
  }));
  const entry = {
    name: 'reports',
    label: gettext('Reports'),
    tilesUrl: '',
    due: true,
    style: { icon: 'map-pin', colour: 'status-new', by: 'status', classes },
  };
  const style = readStyle(entry, { names: categories });
  const tell = () => tellDrawn(map, { entry, style, ...signs.seen() });
  const signs = drawSigns(map, {
    style,
    onSelect: ({ properties, lat, lng }) => {
      emit(map, 'feature:select', { code: properties.code, category: properties.category, lat, lng });
    },
    onCluster: ({ cell, n }) => emit(map, 'cluster:open', { cell, n }),
  });
  const show = (/** @type {import('map/cells').Sign[]} */ features) => {
    signs.show(features);
    tell();
  };
  const onTiles = (/** @type {Event} */ event) => show(/** @type {CustomEvent} */ (event).detail.features);
  container.addEventListener('tiles:change', onTiles);
  container.addEventListener('labels:ready', tell);
  map.on('moveend', tell);
  return {
    show,
    select: signs.select,
    remove() {
      container.removeEventListener('tiles:change', onTiles);
      container.removeEventListener('labels:ready', tell);
      map.off('moveend', tell);
      signs.remove();
    },
  };
}
