/** The page of a layer's style: the layer on the map, and its panel beside it. */
import { pageData } from 'lib/config';
import { addAreas } from 'map/areas';
import { boundsOf, createMap } from 'map/create';
import { addLayers } from 'map/layers';
import { addLegend } from 'map/legend';
import { bindStylePanel } from 'ui/style-panel';

const container = /** @type {HTMLElement} */ (document.getElementById('style-map'));
const form = /** @type {HTMLFormElement} */ (document.querySelector('[data-style-panel]'));
const { map, config } = createMap(container);
const { catalogue, name, bounds } = /** @type {any} */ (config);
map.setMaxBounds(/** @type {any} */ (null)); // what somebody brought may lie anywhere
if (bounds) map.fitBounds(boundsOf(bounds), { padding: [24, 24], maxZoom: 17, animate: false });
addAreas(map, { url: config.areasUrl ?? '', interactive: false }).catch(() => undefined);
addLegend(map);
const layers = addLayers(map, { catalogue, state: [{ name, opacity: 1 }] });
const layer = layers.layer(name);
const first = pageData('style-shown');
if (first.look) layer?.setLook(first);
form.addEventListener('style:change', (event) => layer?.setLook(/** @type {CustomEvent} */ (event).detail));
bindStylePanel(form);
