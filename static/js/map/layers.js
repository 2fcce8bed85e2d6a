/**
 * The layers of a map: which are drawn, in which order, how. Events on the map element: `layers:change {shown, isUsual}`, shown as a
 * link has it, the topmost first; `layers:filter {filter, isOwn}`, isOwn: somebody filtered one layer by its own columns.
 *
 * @typedef {import('map/layer-style').LayerEntry} LayerEntry
 * @typedef {import('map/permalink').ShownLayer} ShownLayer
 * @typedef {import('lib/filter').Filter} Filter
 * @typedef {{ groups: { label: string, layers: LayerEntry[] }[] }} Catalogue what `GET /layers/` answers
 */
import { filterToQuery, ofLayer, ofMain, withOwn } from 'lib/filter';
import { emit } from 'map/create';
import { addLayer, filterFor as understood } from 'map/layer';
import { addRaster } from 'map/raster';

export { addLayer } from 'map/layer';

/** What every layer means alike; other keys are the main layer's own. */
const SHARED = ['area', 'polygon'];

/** @param {Catalogue} catalogue @returns {LayerEntry[]} */
export const entriesOf = ({ groups }) => groups.flatMap(({ layers }) => layers);

/**
 * @param {import('leaflet').Map} map
 * @param {{
 *   catalogue: Catalogue, state?: ShownLayer[] | null, filter?: Filter, main?: string, bounds?: import('leaflet').LatLngBounds,
 *   usual?: () => ShownLayer[], filterOf?: (entry: LayerEntry, filter: Filter) => Filter, names?: Record<string, { name: string, icon?: string }>,
 * }} options state: as a link has it, null for the usual ones; usual: those that the map opens with, without it those that the catalogue turns on; main: the layer that the whole filter is for;
 * filterOf: which filter another layer has; names: what a value of `category` is called
 */
export function addLayers(map, options) {
  const { catalogue, filterOf, main, names, bounds } = options;
  const entries = new Map(entriesOf(catalogue).map((entry) => [entry.name, entry]));
  /** @type {() => ShownLayer[]} */
  const usual =
    options.usual ?? (() => [...entries.values()].filter(({ isOn }) => isOn).map(({ name }) => ({ name, opacity: 1 })));
  let shown = (options.state ?? usual()).filter(({ name }) => entries.has(name));
  let filter = options.filter ?? {};
  /** @type {Map<string, ReturnType<typeof addLayer> | ReturnType<typeof addRaster>>} */
  const live = new Map();
  /** @type {string | null} */
  let selected = null;

  /** @param {LayerEntry} entry */
  function filterFor(entry) {
    const own = ofLayer(filter, entry.name);
    if (filterOf) return { ...filterOf(entry, ofMain(filter)), ...own };
    if (!main || entry.name === main) return { ...ofMain(filter), ...own };
    const shared = Object.fromEntries(Object.entries(filter).filter(([key]) => SHARED.includes(key)));
    return { ...shared, ...own };
  }

  /** Make the map what `shown` says. */
  function draw() {
    for (const [name, layer] of live) {
      if (shown.some((one) => one.name === name)) continue;
      layer.remove();
      live.delete(name);
    }
    for (const [index, { name, opacity, mode = 'auto' }] of shown.entries()) {
      const entry = /** @type {LayerEntry} */ (entries.get(name));
      const rank = shown.length - index;
      const layer = live.get(name);
      if (layer) {
        layer.setRank(rank);
        layer.setOpacity(opacity);
        layer.setMode(mode);
      } else {
        const made =
          entry.geometry === 'raster'
            ? addRaster(map, entry, { opacity, rank })
            : addLayer(map, entry, { filter: filterFor(entry), opacity, mode, rank, bounds, names });
        if (selected) made.select(selected);
        live.set(name, made);
      }
    }
  }

  /** @param {ShownLayer[]} next */
  function change(next) {
    shown = next;
    draw();
    emit(map, 'layers:change', { shown, isUsual: JSON.stringify(shown) === JSON.stringify(usual()) });
  }

  draw();
  return {
    catalogue,
    /** The topmost first. */
    shown: () => shown,
    /** @param {string} name */
    layer: (name) => live.get(name),
    /** @param {string} name @param {Partial<ShownLayer> & { isOn?: boolean }} next isOn: a layer that is turned on comes on top */
    set(name, { isOn, ...next }) {
      const now = shown.find((one) => one.name === name);
      if (isOn === false) change(shown.filter((one) => one !== now));
      else if (now) change(shown.map((one) => (one === now ? { ...one, ...next } : one)));
      else if (isOn && entries.has(name)) change([{ name, opacity: 1, ...next }, ...shown]);
    },
    /** @param {string} name @param {number} to the place it takes, 0 being the top */
    move(name, to) {
      const now = shown.find((one) => one.name === name);
      const rest = shown.filter((one) => one !== now);
      if (now) change([...rest.slice(0, to), now, ...rest.slice(to)]);
    },
    /** @param {ShownLayer[] | null} next null: the usual ones */
    show: (next) => change((next ?? usual()).filter(({ name }) => entries.has(name))),
    /** @param {Filter} next */
    setFilter(next) {
      filter = next;
      for (const layer of live.values()) layer.setFilter(filterFor(layer.entry));
      emit(map, 'layers:filter', { filter, isOwn: false });
    },
    /** What a layer is filtered by of its own columns. @param {string} name */
    ownFilter: (name) => ofLayer(filter, name),
    /** @param {string} name @param {Filter} own by the layer's own keys */
    setOwnFilter(name, own) {
      filter = withOwn(filter, name, own);
      const layer = live.get(name);
      layer?.setFilter(filterFor(layer.entry));
      emit(map, 'layers:filter', { filter, isOwn: true });
    },
    /** The query of what a layer draws. @param {LayerEntry} entry */
    queryOf: (entry) => filterToQuery(understood(entry, filterFor(entry))),
    /** What is stored may have changed. @param {string} [name] of one layer only */
    refresh(name) {
      for (const layer of live.values()) if (!name || layer.entry.name === name) layer.refresh();
    },
    /** @param {string | null} code */
    select(code) {
      selected = code;
      for (const layer of live.values()) layer.select(code);
    },
    /** What is loaded of this view, by layer. */
    features: () => Object.fromEntries([...live].map(([name, layer]) => [name, layer.features()])),
    remove() {
      for (const layer of live.values()) layer.remove();
      live.clear();
    },
  };
}
