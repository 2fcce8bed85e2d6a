/** The form of a facility: the pin and its degrees, the desa it lies in, hours copied to the next day. */
import { getJson, RequestFailed } from 'lib/fetch';
import { addAreas } from 'map/areas';
import { boundsOf, createMap } from 'map/create';
import { addLocate } from 'map/locate';
import { placePin } from 'map/place-pin';
import { fill, gettext } from 'ui/i18n';

const WAIT_MS = 150;
const form = /** @type {HTMLFormElement} */ (document.getElementById('facility-form'));
const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

for (const button of form.querySelectorAll('[data-copy-down]')) {
  button.addEventListener('click', () => {
    const day = Number(/** @type {HTMLElement} */ (button).dataset.copyDown);
    for (const side of ['opens', 'closes']) field(`${side}_${day + 1}`).value = field(`${side}_${day}`).value;
    field(`opens_${day + 1}`).focus();
  });
}

const container = document.getElementById('pin-map');
if (container) bindMap(container);

/** @param {HTMLElement} container */
function bindMap(container) {
  const line = /** @type {HTMLElement} */ (document.getElementById('place-line'));
  const { map, config } = createMap(container);
  let controller = new AbortController();
  let timer = 0;

  /** @param {{ lat: number, lng: number }} at */
  async function ask({ lat, lng }) {
    controller.abort();
    controller = new AbortController();
    try {
      const query = new URLSearchParams({ lng: String(lng), lat: String(lat) });
      const found = await getJson(`${config.areasAtUrl}?${query}`, { signal: controller.signal });
      line.dataset.state = found.inside ? 'inside' : 'outside';
      line.textContent = found.inside
        ? `${found.label}, ${fill(gettext('Kec. %(name)s'), { name: found.kecamatan })}`
        : found.advice;
    } catch (error) {
      if (error instanceof RequestFailed) line.textContent = '';
    }
  }

  container.addEventListener('pin:move', (event) => {
    clearTimeout(timer);
    const { detail } = /** @type {CustomEvent} */ (event);
    timer = setTimeout(() => ask(detail), WAIT_MS);
    const sure = /** @type {HTMLInputElement | null} */ (form.elements.namedItem('is_sure'));
    if (sure && form.dataset.ready) sure.checked = true; // whoever moves the pin means it
  });
  const sign = /** @type {any} */ (config).icon;
  const pin = placePin(map, { lat: field('lat'), lng: field('lng'), sign });
  form.dataset.ready = '1';
  addLocate(map, { onPlace: (at) => pin.moveTo(at), bounds: boundsOf(config.extent) });
  addAreas(map, { url: config.areasUrl ?? '', interactive: false }).catch(() => undefined);
}
