/** Registering a plot: drawn on the map or typed, the form's own corners stay the only truth. */
import { bindLook } from 'farming/look';
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { boundsOf, createMap } from 'map/create';
import { drawPolygon } from 'map/draw';
import { addLocate } from 'map/locate';
import { bindSearch } from 'map/search';
import { gettext } from 'ui/i18n';

const DECIMALS = 6;
const ZOOM_FOR_A_PLOT = 18;
const TYPED_WAIT_MS = 600;

const form = /** @type {HTMLFormElement} */ (document.getElementById('plot-form'));
const corners = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('corners'));
const typed = /** @type {HTMLDetailsElement} */ (form.querySelector('.plot-typed'));
const container = /** @type {HTMLElement} */ (document.getElementById('plot-map'));
const { map, config } = createMap(container);
const { checkUrl, plot, mostCorners, isConfirmed } = /** @type {any} */ (config);
const look = bindLook({ url: checkUrl, plot, isAsked: isConfirmed });
let isFromText = true; // the map follows the text: the text stays as it was typed, or as the server gave it
const draw = drawPolygon(map, {
  most: mostCorners,
  here: true,
  label: gettext('Draw the plot'),
  onChange: drawn,
});
isFromText = false;
let timer = 0;

/** @param {[number, number][]} ring */
const write = (ring) => ring.map(([lng, lat]) => `${lat.toFixed(DECIMALS)}, ${lng.toFixed(DECIMALS)}`).join('\n');

/** @param {[number, number][]} ring @param {{ crosses: boolean }} seen */
function drawn(ring, { crosses }) {
  if (isFromText) return;
  corners.value = write(ring);
  if (crosses) look.nothing(gettext('The line crosses itself. Move a corner.'));
  else if (ring.length < 3) look.nothing();
  else look.later(ring);
}

async function fromText() {
  if (!corners.value.trim()) {
    show([]);
    look.nothing();
    return;
  }
  const answer = await look.typed(corners.value);
  if (answer?.ring) show(answer.ring);
}

/** @param {[number, number][]} ring */
function show(ring) {
  isFromText = true;
  draw.setRing(ring);
  isFromText = false;
  if (ring.length === 0) return;
  const bounds = L.latLngBounds(ring.map(([lng, lat]) => L.latLng(lat, lng)));
  map.fitBounds(bounds, { padding: [56, 56], maxZoom: ZOOM_FOR_A_PLOT, animate: false });
}

corners.addEventListener('input', () => {
  clearTimeout(timer);
  timer = window.setTimeout(fromText, TYPED_WAIT_MS);
});
typed.open = 'hasErrors' in typed.dataset;

const search = /** @type {HTMLFormElement} */ (document.getElementById('plot-search'));
bindSearch(map, search, { url: config.searchUrl ?? '' });
container.addEventListener('search:place', (event) => {
  const { lat, lng } = /** @type {CustomEvent} */ (event).detail;
  map.setView([lat, lng], ZOOM_FOR_A_PLOT);
});
const areas = addAreas(map, { url: config.areasUrl ?? '', interactive: false });
container.addEventListener('search:area', async (event) => {
  (await areas).zoomTo(/** @type {CustomEvent} */ (event).detail.code);
});
areas.catch(() => undefined); // the map stands without outlines
addLocate(map, {
  bounds: boundsOf(config.extent),
  onPlace: ({ lat, lng }) => map.setView([lat, lng], ZOOM_FOR_A_PLOT),
});
if (corners.value.trim()) fromText();
document.getElementById('plot-page')?.setAttribute('data-ready', '');
