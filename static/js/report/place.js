/**
 * Choosing the place: the pin stands still in the middle, the map moves under it. The form's own fields (lat, lng, desa)
 * stay the only truth; every way to a place ends in them, and the last one wins.
 */
import * as L from 'leaflet';
import { getJson, RequestFailed } from 'lib/fetch';
import { addAreas } from 'map/areas';
import { boundsOf, createMap } from 'map/create';
import { drawPlace, findPlace } from 'map/locate';
import { bindSearch } from 'map/search';
import { fill, gettext, number } from 'ui/i18n';
import { icon } from 'ui/icon';
import { toast } from 'ui/toast';

const ZOOM_FOR_A_SPOT = 17;
const ZOOM_ENOUGH = 15;
const WAIT_MS = 150;
const INEXACT_M = 75;

/** @typedef {{ state: 'none' | 'asking' | 'inside' | 'outside' | 'unknown', words: string }} Place */

/** @param {HTMLFormElement} form */
export function bindPlace(form) {
  const container = /** @type {HTMLElement} */ (document.getElementById('place-map'));
  const line = /** @type {HTMLElement} */ (document.getElementById('place-name'));
  const lng = /** @type {HTMLInputElement} */ (form.elements.namedItem('lng'));
  const lat = /** @type {HTMLInputElement} */ (form.elements.namedItem('lat'));
  const desa = /** @type {HTMLSelectElement} */ (form.elements.namedItem('desa'));
  const { map, config } = createMap(container);
  let start = map.getCenter();
  /** @type {Place} */
  let place = { state: 'none', words: '' };
  let isOurMove = false; // the map moves because a field was filled in, not under the person's finger
  let timer = 0;
  let controller = new AbortController();
  /** @type {L.LayerGroup | null} */
  let here = null;

  /** Whether the map stands elsewhere than at the start: a turned phone or a shrinking address bar is no choice. */
  const hasMoved = () => map.latLngToContainerPoint(start).distanceTo(map.getSize().divideBy(2)) > 3;

  /** @param {Place['state']} state @param {string} words @param {string} sign */
  function tell(state, words, sign) {
    place = { state, words };
    line.dataset.state = state;
    line.replaceChildren(icon(sign), Object.assign(document.createElement('span'), { textContent: words }));
    form.dispatchEvent(new CustomEvent('place:change', { detail: place }));
  }

  async function ask() {
    controller.abort();
    controller = new AbortController();
    const query = new URLSearchParams({ lng: lng.value, lat: lat.value });
    try {
      const found = await getJson(`${config.areasAtUrl}?${query}`, { signal: controller.signal });
      if (found.inside)
        tell('inside', `${found.label}, ${fill(gettext('Kec. %(name)s'), { name: found.kecamatan })}`, 'map-pin');
      else tell('outside', found.advice, 'map-pin-off');
    } catch (error) {
      if (!(error instanceof RequestFailed)) return; // a newer question is on its way
      if (error.status === 400) tell('outside', gettext('These are no coordinates.'), 'map-pin-off');
      else tell('unknown', gettext('No connection: the desa is checked when you send.'), 'wifi-off');
    }
  }

  /** @param {import('leaflet').LatLng} at */
  function takeDown(at) {
    lng.value = at.lng.toFixed(6);
    lat.value = at.lat.toFixed(6);
    desa.value = '';
    line.dataset.state = 'asking';
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  }

  /** @param {{ lat: number, lng: number }} to @param {number} [zoom] */
  function moveTo(to, zoom = Math.max(map.getZoom(), ZOOM_FOR_A_SPOT)) {
    map.setView([to.lat, to.lng], zoom);
    takeDown(L.latLng(to.lat, to.lng));
  }

  /** Show an area: its middle is no place of anybody's, so the pin counts only once the person has moved the map. */
  function lookAt(/** @type {{ lat: number, lng: number }} */ area) {
    clearTimeout(timer);
    controller.abort();
    lng.value = '';
    lat.value = '';
    desa.value = '';
    isOurMove = true;
    map.setView([area.lat, area.lng], ZOOM_ENOUGH, { animate: false });
    isOurMove = false;
    start = map.getCenter();
    tell('none', gettext('Now move the map until the pin’s tip is on the spot.'), 'map-pin');
  }

  map.on('move', () => container.parentElement?.classList.add('is-moving'));
  map.on('moveend', () => {
    container.parentElement?.classList.remove('is-moving');
    if (isOurMove) isOurMove = false;
    else if (place.state !== 'none' || hasMoved()) takeDown(map.getCenter());
  });
  const byHand = () => {
    isOurMove = false;
  };
  map.on('dragstart', byHand);
  container.addEventListener('keydown', byHand);
  container.addEventListener('wheel', byHand, { passive: true });
  map.on('click', byHand);
  map.on('click', (event) => map.panTo(/** @type {any} */ (event).latlng));

  /** Fields that were filled in by hand, or by a draft. */
  function fromFields() {
    const at = [lat, lng].map((field) => Number.parseFloat(field.value.replace(',', '.')));
    if (at.every(Number.isFinite)) {
      desa.value = '';
      isOurMove = true;
      map.setView([at[0], at[1]], Math.max(map.getZoom(), ZOOM_FOR_A_SPOT), { animate: false });
      isOurMove = false;
      ask();
    }
  }
  lat.addEventListener('change', fromFields);
  lng.addEventListener('change', fromFields);

  /** @type {Awaited<ReturnType<typeof addAreas>> | undefined} */
  let areas;
  function fromDesa() {
    if (!desa.value) return;
    lat.value = '';
    lng.value = '';
    isOurMove = true;
    areas?.zoomTo(desa.value);
    const name = desa.selectedOptions[0]?.textContent?.trim() ?? '';
    tell('inside', fill(gettext('%(name)s (whole desa)'), { name }), 'map-pin');
  }
  desa.addEventListener('change', fromDesa);

  document.getElementById('place-here')?.addEventListener('click', async (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.setAttribute('aria-busy', 'true');
    try {
      const found = await findPlace();
      here?.remove();
      here = drawPlace(map, found);
      moveTo(found, found.accuracy_m > INEXACT_M ? 16 : ZOOM_FOR_A_SPOT + 1);
      if (found.accuracy_m > INEXACT_M) {
        const words = gettext('Your phone is unsure: ± %(n)s m. Move the map until the pin is right.');
        toast(fill(words, { n: number(found.accuracy_m) }));
      }
    } catch (error) {
      toast(/** @type {Error} */ (error).message);
    } finally {
      button.removeAttribute('aria-busy');
    }
  });

  const search = /** @type {HTMLFormElement} */ (document.getElementById('place-search'));
  bindSearch(map, search, { url: config.searchUrl ?? '' });
  container.addEventListener('search:place', (event) => moveTo(/** @type {CustomEvent} */ (event).detail));
  container.addEventListener('search:area', (event) => lookAt(/** @type {CustomEvent} */ (event).detail));

  addAreas(map, { url: config.areasUrl ?? '', interactive: false })
    .then((added) => {
      areas = added;
      fromDesa();
    })
    .catch(() => undefined); // the map stands without outlines

  if (lat.value && lng.value) fromFields();
  else fromDesa();

  return {
    moveTo,
    fromFields,
    fromDesa,
    current: () => place,
    /** Draw anew after the map was hidden. */
    refresh() {
      isOurMove = true;
      map.invalidateSize({ pan: false });
      isOurMove = false;
    },
    /** @param {{ lat: number, lng: number }} other @returns {number | null} metres from the pin */
    distanceTo(other) {
      return lat.value && lng.value
        ? map.distance([Number(lat.value), Number(lng.value)], [other.lat, other.lng])
        : null;
    },
    isInReach: (/** @type {{ lat: number, lng: number }} */ at) => boundsOf(config.extent).contains([at.lat, at.lng]),
    /** @returns {string} why the person cannot go on, or nothing */
    whyNot() {
      if (place.state === 'none') return gettext('Move the map until the pin is on the spot, or press “My location”.');
      if (place.state === 'outside') return place.words;
      if (!desa.value && map.getZoom() < ZOOM_ENOUGH) {
        isOurMove = true;
        map.setView([Number(lat.value), Number(lng.value)], ZOOM_FOR_A_SPOT);
        return gettext('Closer now: put the pin exactly on the spot, then go on.');
      }
      return '';
    },
  };
}
