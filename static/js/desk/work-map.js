/**
 * The map of the work map: the same set as the list as its main layer, the reader's other layers, the chosen area, what is
 * selected, and the open row. Events on its element: `area:select`, `feature:select`, `cluster:open`, `selection:change`,
 * `time:change`.
 */
import { openView } from 'desk/saved-views';
import * as L from 'leaflet';
import { ofOthers, sameFilter } from 'lib/filter';
import { addAreas } from 'map/areas';
import { boundsOf, createMap, emit } from 'map/create';
import { addLayers } from 'map/layers';
import { bindLayersButton } from 'map/layers-button';
import { addLegend } from 'map/legend';
import { bindPermalink, readPermalink } from 'map/permalink';
import { bindSearch } from 'map/search';
import { bindTools } from 'map/toolbar';

/** What a place keeps between itself and the edge, where tools and key lie. */
const ROOM = [88, 72];
/** What every layer means alike. */
const SHARED = ['area', 'polygon'];
/** What of another kind of work lies beside the list's own: what its queues count. */
const OPEN = { open: ['1'] };

/**
 * @typedef {import('lib/filter').Filter} Filter
 * @typedef {{ layer: string, itemUrl: string, timesUrl: string }} Kind
 * @typedef {import('map/create').MapConfig & { work: Record<string, Kind>, catalogue: import('map/layers').Catalogue }} WorkConfig
 *
 * @typedef {object} Shown
 * @property {string} kind the kind of work, a key of `config.work`
 * @property {Filter} shown the filter of list and tiles
 * @property {Filter} address what addresses write: kind, filter, and the row that is open
 * @property {number} total how many the list has
 */

/**
 * @param {HTMLElement} container
 * @param {Shown} state
 * @param {HTMLElement} button opens the layer panel
 */
export async function createWorkMap(container, state, button) {
  const start = readPermalink();
  const { map, config: given } = createMap(container, { view: start.view });
  const config = /** @type {WorkConfig} */ (given);
  const bounds = boundsOf(config.extent);
  let { kind, shown } = state;
  /** With what other layers are filtered by of their own, which the list knows nothing of. @param {Shown} of */
  const drawn = (of) => ({ ...of.shown, ...ofOthers(of.address) });
  let drawnNow = drawn(state);
  const main = () => config.work[kind].layer;
  const isWork = (/** @type {string} */ name) => Object.values(config.work).some(({ layer }) => layer === name);
  const alone = () => [{ name: main(), opacity: 1 }];
  addLegend(map, { open: false });
  const layers = addLayers(map, {
    catalogue: config.catalogue,
    state: start.layers,
    usual: alone,
    filter: drawnNow,
    filterOf: ({ name }, filter) =>
      name === main() ? filter : { ...only(filter, SHARED), ...(isWork(name) ? OPEN : {}) },
    names: config.categories,
    bounds: bounds.pad(0.02),
  });
  const { bare } = /** @type {HTMLElement} */ (document.getElementById('work')).dataset;
  const permalink = bindPermalink(map, { filter: state.address, layers: start.layers, bare, more: openView });
  container.addEventListener('layers:change', (event) => {
    const { shown: now, isUsual } = /** @type {CustomEvent} */ (event).detail;
    permalink.setLayers(isUsual ? null : now);
  });
  bindLayersButton(map, layers, button, /** @type {HTMLElement} */ (container.parentElement));
  Object.assign(map.createPane('open-place').style, { zIndex: '640', pointerEvents: 'none' }); // above signs and circles
  const ring = L.circleMarker([0, 0], {
    radius: 24,
    className: 'chosen-place',
    interactive: false,
    pane: 'open-place',
  });
  /** @type {(() => void) | null} where to look as soon as there is a size to fit it into: on a phone the map is hidden */
  let toLookAt = null;
  const look = (/** @type {() => void} */ go) => {
    toLookAt = go;
    if (!container.clientWidth) return;
    toLookAt = null;
    go();
  };
  const resized = new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    if (toLookAt) look(toLookAt);
  });
  resized.observe(container);
  const areas = await addAreas(map, { url: config.areasUrl ?? '', selected: onlyArea(shown) });
  container.addEventListener('search:place', (event) => {
    const { lat, lng, layer, code } = /** @type {CustomEvent} */ (event).detail;
    map.setView([lat, lng], 17);
    layers.set(layer, { isOn: true });
    const entry = layers.layer(layer)?.entry;
    if (!code || !entry?.cardUrl) return;
    layers.select(code);
    const cardUrl = entry.cardUrl.replace('{code}', encodeURIComponent(code));
    emit(map, 'feature:select', { layer, code, title: entry.label, lat, lng, cardUrl });
  });
  container.addEventListener('search:area', (event) => {
    const { code } = /** @type {CustomEvent} */ (event).detail;
    areas.select(code);
    areas.zoomTo(code);
  });
  const searchForm = /** @type {HTMLFormElement} */ (document.getElementById('search'));
  bindSearch(map, searchForm, { url: config.searchUrl ?? '', listUrl: location.pathname, marks: true });
  const tools = bindTools(map, { filter: shown, areas, timesUrl: config.work[kind].timesUrl });

  /** The layer of another kind takes the place of the one before. @param {string} next */
  function turnTo(next) {
    const before = main();
    kind = next;
    const rest = layers.shown().filter(({ name }) => name !== before && name !== main());
    layers.show([...alone(), ...rest]);
  }

  /** @type {(() => void) | null} to the row that is open */
  let toOpen = null;
  /** @type {{ centre: L.LatLng, zoom: number } | null} where the map stood before it went to what was opened; whoever moves it stays */
  let before = null;
  map.on('dragstart', () => {
    before = null;
  });

  return {
    /** @param {Shown} next */
    show(next) {
      const isOther = next.kind !== kind;
      const hasChanged = isOther || !sameFilter(drawnNow, drawn(next));
      shown = next.shown;
      drawnNow = drawn(next);
      if (isOther) turnTo(next.kind);
      if (hasChanged) layers.setFilter(drawnNow);
      permalink.setFilter(next.address);
      areas.select(onlyArea(shown), { quiet: true });
      tools.setFilter(shown, { timesUrl: config.work[kind].timesUrl });
      tools.setCount(next.total);
    },
    /** What is drawn may have changed on the server. */
    refresh: () => layers.refresh(main()),
    /** @param {string} area */
    zoomTo: (area) => look(() => (area ? areas.zoomTo(area) : map.fitBounds(bounds))),
    /** Whose row a layer shows; undefined for what is no work. @param {string} layer */
    kindOf: (layer) => Object.keys(config.work).find((name) => config.work[name].layer === layer),
    /** Put a tool away. @returns {boolean} whether there was one */
    leave: () => tools.stop(),
    /** @param {string | null} open @param {{ lat: number, lng: number, zoom: number } | null} place zoom: from where it can be judged */
    select(open, place) {
      layers.select(open);
      if (!place) {
        if (toLookAt === toOpen) toLookAt = null;
        ring.remove();
        if (before) map.setView(before.centre, before.zoom);
        before = null;
        return;
      }
      ring.setLatLng(place).addTo(map);
      toOpen = () => {
        map.invalidateSize({ pan: false }); // the detail has just taken its part of the width
        if (map.getZoom() < place.zoom) {
          before ??= { centre: map.getCenter(), zoom: map.getZoom() };
          map.setView(place, place.zoom);
        } else if (map.getBounds().contains(place)) {
          map.panInside(place, { padding: /** @type {[number, number]} */ (ROOM) });
        } else map.panTo(place);
      };
      look(toOpen);
    },
  };
}

/** @param {Filter} filter @param {string[]} keys @returns {Filter} */
const only = (filter, keys) => Object.fromEntries(Object.entries(filter).filter(([key]) => keys.includes(key)));

/** @param {Filter} filter */
const onlyArea = ({ area = [] }) => (area.length === 1 ? area[0] : null);
