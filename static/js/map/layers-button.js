/** The button that opens the layer panel. The panel itself is fetched when it is first wanted: most residents never open it. */
import { openSheet } from 'ui/sheet';

/**
 * @param {import('leaflet').Map} map
 * @param {ReturnType<typeof import('map/layers').addLayers>} layers
 * @param {HTMLElement} button
 * @param {HTMLElement} host what the sheet is put into; it has a position
 */
export function bindLayersButton(map, layers, button, host) {
  button.setAttribute('aria-controls', 'layer-sheet');
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener(
    'click',
    async () => {
      const { addLayerPanel } = await import('map/layer-panel');
      openSheet(addLayerPanel(map, layers, host));
    },
    { once: true },
  );
}
