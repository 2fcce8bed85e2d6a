/**
 * What the rasters of a map have at a place that is pressed: one small window for all of them, the topmost first. A press that hits a
 * feature never comes here, nor does one that a tool has.
 *
 * @typedef {import('map/layer-style').LayerEntry} LayerEntry
 * @typedef {{ entry: () => LayerEntry, rank: () => number }} Source entry: as its look is now
 * @typedef {{ values: (number | null)[] | null, word: string | null }} Answer
 */
import * as L from 'leaflet';
import { getJson } from 'lib/fetch';
import { emit } from 'map/create';
import { reading } from 'map/raster-key';
import { element } from 'ui/element';

/** A second press within this is a zoom. */
const WAIT_MS = 250;
/** About a metre. */
const DECIMALS = 5;

/** @type {WeakMap<L.Map, { sources: Set<Source>, stop: () => void }>} */
const registries = new WeakMap();

/** @param {L.Map} map */
function listen(map) {
  /** @type {Set<Source>} */
  const sources = new Set();
  const popup = L.popup({ className: 'raster-value', closeButton: false, autoPanPadding: [12, 12] });
  let waiting = 0;
  let asking = new AbortController();

  function forget() {
    clearTimeout(waiting);
    asking.abort();
  }

  /** @param {LayerEntry} entry @param {L.LatLng} place @param {AbortSignal} signal @returns {Promise<HTMLElement | null>} */
  async function ask(entry, { lat, lng }, signal) {
    const address = new URL(entry.valueUrl ?? '', location.href);
    address.searchParams.set('lng', lng.toFixed(DECIMALS));
    address.searchParams.set('lat', lat.toFixed(DECIMALS));
    /** @type {Answer} */
    const { values, word } = await getJson(address, { signal });
    const words = wordsOf(entry, { values, word });
    if (!words) return null;
    return element('div', {}, element('span', { class: 'soft tiny' }, entry.label), element('strong', {}, words));
  }

  /** @param {L.LatLng} place */
  async function tell(place) {
    asking = new AbortController();
    const { signal } = asking;
    const here = [...sources]
      .sort((one, other) => other.rank() - one.rank())
      .map(({ entry }) => entry())
      .filter(({ extent }) => extent && contains(extent, place));
    const asked = here.map((entry) =>
      ask(entry, place, signal).catch((error) => {
        if (error.name === 'AbortError') return null;
        emit(map, 'layer:error', { layer: entry.name, status: error.status ?? 0, message: error.message });
        return null;
      }),
    );
    const rows = (await Promise.all(asked)).filter((row) => row !== null);
    if (signal.aborted || rows.length === 0) return;
    popup.setLatLng(place).setContent(element('div', { class: 'raster-value__rows', role: 'status' }, ...rows));
    popup.openOn(map);
  }

  /** @param {L.LeafletMouseEvent} event */
  function onClick({ latlng }) {
    forget();
    if (map.getContainer().classList.contains('map--tool')) return;
    waiting = window.setTimeout(() => tell(latlng.wrap()), WAIT_MS);
  }

  map.on('click', onClick);
  map.on('dblclick zoomstart', forget);
  return {
    sources,
    stop() {
      forget();
      map.off('click', onClick);
      map.off('dblclick zoomstart', forget);
      popup.remove();
    },
  };
}

/** The word of the class, where there are classes; else the values of the bands that are drawn. @param {LayerEntry} entry @param {Answer} answer */
function wordsOf({ bands = [1], legend }, { values, word }) {
  const drawn = values ? bands.map((band) => values[band - 1]).filter((value) => value !== null) : [];
  const numbers = drawn.map(reading).join(' · ');
  return legend?.kind === 'classes' && word && numbers && word !== numbers ? `${word} (${numbers})` : numbers;
}

/** @param {[number, number, number, number]} extent @param {L.LatLng} place */
const contains = ([west, south, east, north], { lat, lng }) =>
  west <= lng && lng <= east && south <= lat && lat <= north;

/**
 * @param {L.Map} map
 * @param {Source} source
 */
export function addRasterValues(map, source) {
  const registry = registries.get(map) ?? listen(map);
  registries.set(map, registry);
  registry.sources.add(source);
  return {
    remove() {
      registry.sources.delete(source);
      if (registry.sources.size > 0) return;
      registry.stop();
      registries.delete(map);
    },
  };
}
