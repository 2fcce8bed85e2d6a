/**
 * Leaflet as a module: `import * as L from 'leaflet'`. The classic script comes by django-leaflet's tags before the module of a
 * page with a map; this is the only place that takes it from where that script puts it. Names are exported as they are needed.
 */
const leaflet = /** @type {any} */ (globalThis).L;

export const {
  bounds,
  circle,
  circleMarker,
  Control,
  control,
  divIcon,
  DomEvent,
  DomUtil,
  geoJSON,
  GridLayer,
  latLng,
  latLngBounds,
  layerGroup,
  map,
  Marker,
  marker,
  point,
  polygon,
  polyline,
  popup,
  rectangle,
  svg,
  svgOverlay,
  tileLayer,
  Util,
} = leaflet;
