/**
 * Names of areas over the map: kecamatan large and letter-spaced, desa in small caps. They yield to pins and to each other.
 */
import * as L from 'leaflet';
import { emit } from 'map/create';
import { isInside, labelPoint } from 'map/label-point';
import { element } from 'ui/element';

const DESA_FROM_ZOOM = 12;
const KECAMATAN_TO_ZOOM = 13;
/** Places that a name tries, in its own heights and widths. */
const TRIES = [
  [0, 0],
  [0, -1.1],
  [0, 1.1],
  [0, -2.2],
  [0, 2.2],
  [-0.5, 0],
  [0.5, 0],
];

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/** @param {Box} one @param {Box} other */
const meet = (one, other) =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/**
 * @param {L.Map} map
 * @param {import('geojson').Feature<any, any>[]} features
 * @param {(feature: import('geojson').Feature<any, any>) => void} [onPick] a kecamatan's name can be chosen
 */
export function addLabels(map, features, onPick) {
  const pane = map.getPane('area-labels') ?? map.createPane('area-labels');
  pane.style.zIndex = '450';
  /** What the signs of each layer cover. @type {Map<string, Box[]>} */
  const taken = new Map();
  const labels = features
    .filter(({ properties }) => properties.level !== 'city')
    .sort((one, other) => Number(other.properties.level === 'kecamatan') - Number(one.properties.level === 'kecamatan'))
    .map((feature) => {
      const { level, name } = feature.properties;
      const text = element('span', { class: `area-label area-label--${level}` }, name);
      const [lng, lat] = labelPoint(feature.geometry);
      const icon = L.divIcon({ className: 'area-label-anchor', html: text, iconSize: [0, 0] });
      const isPicked = level === 'kecamatan' && onPick !== undefined;
      const marker = L.marker([lat, lng], { icon, pane: 'area-labels', interactive: isPicked, keyboard: false });
      if (isPicked) marker.on('click', () => onPick(feature));
      marker.addTo(map);
      return { marker, text, level, geometry: feature.geometry, home: L.latLng(lat, lng), width: 0, height: 0 };
    });
  // Measured once all are there: each measure between two of them would lay the page out again.
  for (const label of labels) [label.width, label.height] = [label.text.offsetWidth, label.text.offsetHeight];

  function place() {
    const zoom = map.getZoom();
    const boxes = [...taken.values()].flat();
    for (const { marker, text, level, geometry, home, width, height } of labels) {
      const wanted = level === 'kecamatan' ? zoom <= KECAMATAN_TO_ZOOM : zoom >= DESA_FROM_ZOOM;
      const point = map.latLngToLayerPoint(home);
      const found = wanted
        ? TRIES.map(([dx, dy]) => point.add([dx * width, dy * height]))
            .map((at) => ({ at, box: around(at, width, height) }))
            .filter(({ box }) => !boxes.some((other) => meet(box, other)))
            .find(({ at }) => isInside(geometry, map.layerPointToLatLng(at)))
        : undefined;
      text.hidden = !found;
      if (!found) continue;
      marker.setLatLng(map.layerPointToLatLng(found.at));
      boxes.push(found.box);
    }
  }
  const onDrawn = (/** @type {Event} */ event) => {
    const { layer, drawn } = /** @type {CustomEvent} */ (event).detail;
    taken.set(layer, drawn?.boxes ?? []);
    place();
  };
  map.on('zoomend', place);
  map.getContainer().addEventListener('layer:drawn', onDrawn);
  place();
  emit(map, 'labels:ready');
  return {
    remove() {
      map.off('zoomend', place);
      map.getContainer().removeEventListener('layer:drawn', onDrawn);
      for (const { marker } of labels) marker.remove();
    },
  };
}

/** @param {L.Point} at @param {number} width @param {number} height @returns {Box} */
function around(at, width, height) {
  return { left: at.x - width / 2, right: at.x + width / 2, top: at.y - height / 2, bottom: at.y + height / 2 };
}
