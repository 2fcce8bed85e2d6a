/**
 * The map of the work map: the same set as the list, the chosen area, and the open report. Events on its element:
 * `area:select`, `feature:select`, `cluster:open`, `filter:change`.
 */
import * as L from 'leaflet';
import { addAreas } from 'map/areas';
import { createMap } from 'map/create';
import { addLegend } from 'map/legend';
import { bindPermalink, readPermalink } from 'map/permalink';
import { addPins } from 'map/pins';
import { reportTiles } from 'map/tiles';

const ROOM = [56, 56];

/**
 * @param {HTMLElement} container
 * @param {{ shown: import('lib/filter').Filter, asked: import('lib/filter').Filter, code: string | null }} state
 * shown: the filter of list and tiles; asked: the same as addresses write it
 */
export async function createWorkMap(container, { shown, asked, code }) {
  const { view } = readPermalink();
  const { map, config } = createMap(container, { view });
  const tiles = reportTiles(map, { url: config.tilesUrl ?? '', filter: shown });
  const pins = addPins(map, { categories: config.categories, statuses: config.statuses });
  addLegend(map, { statuses: config.statuses ?? {}, open: false });
  const permalink = bindPermalink(map, { filter: asked, report: code });
  const ring = L.circleMarker([0, 0], { radius: 20, className: 'chosen-place', interactive: false });
  const resized = new ResizeObserver(() => map.invalidateSize({ pan: false }));
  resized.observe(container);
  const areas = await addAreas(map, { url: config.areasUrl ?? '', selected: onlyArea(asked) });

  return {
    /** @param {import('lib/filter').Filter} nextShown @param {import('lib/filter').Filter} nextAsked */
    setFilter(nextShown, nextAsked) {
      tiles.setFilter(nextShown);
      permalink.setFilter(nextAsked);
      areas.select(onlyArea(nextAsked), { quiet: true });
    },
    /** What is drawn may have changed on the server. */
    refresh: () => tiles.refresh(),
    /** @param {string} area */
    zoomTo: (area) => (area ? areas.zoomTo(area) : map.fitBounds(boundsOf(config.extent))),
    /** @param {string | null} open @param {{ lat: number, lng: number } | null} place */
    select(open, place) {
      pins.select(open);
      permalink.setReport(open);
      if (!place) return void ring.remove();
      ring.setLatLng(place).addTo(map);
      map.panInside(place, { padding: /** @type {[number, number]} */ (ROOM) });
    },
  };
}

/** @param {[number, number, number, number]} extent */
const boundsOf = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

/** @param {import('lib/filter').Filter} filter */
const onlyArea = ({ area = [] }) => (area.length === 1 ? area[0] : null);
