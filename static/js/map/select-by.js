/** The ways to select: a stroke around, a rectangle, corners, what is seen now, a whole area. Each is told once and ends. */
import { sketch } from 'map/sketch';
import { stroke } from 'map/stroke';
import { fewCorners, largestLoop } from 'map/tidy-ring';
import { addStrip } from 'map/tool-strip';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { fill, gettext } from 'ui/i18n';

/**
 * @typedef {import('map/ring').Ring} Ring
 * @typedef {'lasso' | 'rectangle' | 'polygon'} How
 * @typedef {{ codes: string[], find: (code: string) => { name: string, level: string } | undefined, select: (code: string) => void, zoomTo: (code: string) => void }} Areas what map/areas gives
 */

const MOST_CORNERS = 200;
const TOLERANCE_PX = 1.5;

/**
 * @param {import('leaflet').Map} map
 * @param {How} how
 * @param {{ areas?: Areas | null, onRing: (ring: Ring) => void, onArea: (code: string) => void, onEnd: () => void }} options
 * @returns {() => void} stop it
 */
export function selectBy(map, how, { areas, onRing, onArea, onEnd }) {
  let isOver = false;
  const stop = () => {
    if (isOver) return;
    isOver = true;
    work.remove();
    strip.remove();
  };
  const end = () => {
    stop();
    onEnd();
  };
  /** @param {Ring} ring */
  const take = (ring) => {
    end();
    if (ring.length >= 3) onRing(ring);
  };
  const { strip, work } = how === 'polygon' ? byCorners(map, take, end) : byStroke(map, how, take, end, choice());

  function choice() {
    if (!areas) return [];
    return [
      areaChoice(areas, (code) => {
        end();
        onArea(code);
      }),
    ];
  }
  return stop;
}

/** @param {() => void} act */
const cancel = (act) => ({ name: 'cancel', icon: 'x', words: gettext('Cancel'), keys: 'Esc', act });

/** @param {import('leaflet').Map} map @param {(ring: Ring) => void} take @param {() => void} end */
function byCorners(map, take, end) {
  const hint = gettext('Tap the corners, then “Select”');
  const strip = addStrip(map, {
    label: gettext('Select on the map'),
    buttons: [
      { name: 'undo', icon: 'undo-2', words: gettext('Undo'), keys: 'Ctrl+Z', act: () => work.undo() },
      { name: 'redo', icon: 'redo-2', words: gettext('Redo'), keys: 'Ctrl+Shift+Z', act: () => work.redo() },
      { name: 'finish', icon: 'check', words: gettext('Select'), isMain: true, act: () => work.finish() },
      cancel(end),
    ],
  });
  const work = sketch(map, {
    most: MOST_CORNERS,
    onChange({ ring, closed, crossings, canUndo, canRedo }) {
      const isWrong = crossings.length > 0;
      strip.say(isWrong ? gettext('The line crosses itself. Move a corner.') : hint, isWrong ? 'danger' : '');
      strip.allow({ undo: canUndo, redo: canRedo, finish: ring.length >= 3 });
      if (closed && !isWrong) queueMicrotask(() => take(ring)); // the sketch is still at work
    },
  });
  return { strip, work };
}

/**
 * @param {import('leaflet').Map} map
 * @param {How} how
 * @param {(ring: Ring) => void} take
 * @param {() => void} end
 * @param {Node[]} extra
 */
function byStroke(map, how, take, end, extra) {
  const hint =
    how === 'lasso' ? gettext('Draw around what you want') : gettext('Draw a rectangle from corner to corner');
  const words = gettext('Select all that is seen');
  const strip = addStrip(map, {
    label: gettext('Select on the map'),
    extra,
    buttons: [{ name: 'view', icon: 'scan', words, act: () => take(view(map)) }, cancel(end)],
  });
  strip.say(hint);
  const work = stroke(map, {
    shape: how === 'lasso' ? 'freehand' : 'rectangle',
    onDone(points) {
      const screen = points.map(({ x, y }) => /** @type {[number, number]} */ ([x, y]));
      // One corner less: where the hand crossed its own line there comes one more.
      const few = fewCorners(screen, { tolerance: TOLERANCE_PX, most: MOST_CORNERS - 1 });
      const places = few.map((at) => map.containerPointToLatLng(at));
      take(largestLoop(places.map(({ lng, lat }) => [lng, lat])));
    },
    onTooSmall: () => announce(hint),
  });
  return { strip, work };
}

/** What is seen now. @param {import('leaflet').Map} map */
function view(map) {
  const bounds = map.getBounds();
  const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  return largestLoop([
    [west, south],
    [west, north],
    [east, north],
    [east, south],
  ]);
}

/** A whole area instead, by its name. @param {Areas} areas @param {(code: string) => void} onChoice */
function areaChoice(areas, onChoice) {
  const isLarge = (/** @type {string} */ code) => areas.find(code)?.level === 'kecamatan';
  const name = (/** @type {string} */ code) =>
    isLarge(code) ? fill(gettext('Kec. %(name)s'), { name: areas.find(code)?.name ?? '' }) : areas.find(code)?.name;
  const options = areas.codes
    .filter((code) => areas.find(code)?.level !== 'city')
    .map((code) => ({ code, words: name(code) ?? code }))
    .sort((one, other) => one.words.localeCompare(other.words))
    .map(({ code, words }) => element('option', { value: code }, words));
  const select = element('select', { class: 'tool-select', 'aria-label': gettext('Choose a whole area') });
  select.append(element('option', { value: '' }, gettext('Whole area …')), ...options);
  select.addEventListener('change', () => select.value && onChoice(select.value));
  return select;
}
