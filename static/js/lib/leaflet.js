/**
 * Leaflet as a module. The classic script comes by django-leaflet's tags before any module runs; this is the only place
 * that takes it from where that script puts it.
 */
const L = /** @type {typeof import('leaflet')} */ (/** @type {any} */ (globalThis).L);
export default L;
