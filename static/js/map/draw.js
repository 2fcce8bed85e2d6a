/**
 * Drawing an outline on the map: tap the corners, drag them, close. What is drawn is told by onChange at once; nothing else
 * is emitted. The strip at the map's edge says area and way around, and has undo, redo and finish.
 */
import { findPlace } from 'map/locate';
import { areaOf, lengthOf } from 'map/ring';
import { sketch } from 'map/sketch';
import { addStrip } from 'map/tool-strip';
import { fill, gettext, ngettext } from 'ui/i18n';
import { shapeWords } from 'ui/measure-words';
import { toast } from 'ui/toast';

/**
 * @typedef {import('map/ring').Ring} Ring
 * @typedef {{ closed: boolean, area_m2: number, perimeter_m: number, crosses: boolean }} Drawn crosses: its line crosses itself, so that it has no area yet
 */

/**
 * @param {import('leaflet').Map} map
 * @param {{ onChange?: (ring: Ring, drawn: Drawn) => void, initial?: Ring, most?: number, strip?: boolean, here?: boolean, label?: string }} [options]
 * initial: an outline to edit; most: corners at most; strip: with its own words and buttons; here: with a button that puts a
 * corner where the phone is; label: what is drawn, for screen readers
 */
export function drawPolygon(
  map,
  { onChange, initial = [], most = 200, strip = true, here = false, label = gettext('Draw an outline') } = {},
) {
  const bar = strip ? addStrip(map, { label, buttons: buttons() }) : null;
  const drawing = sketch(map, { initial, most, onChange: tell });

  function buttons() {
    return [
      { name: 'undo', icon: 'undo-2', words: gettext('Undo'), keys: 'Ctrl+Z', act: () => drawing.undo() },
      { name: 'redo', icon: 'redo-2', words: gettext('Redo'), keys: 'Ctrl+Shift+Z', act: () => drawing.redo() },
      {
        name: 'take',
        icon: 'trash-2',
        words: gettext('Remove this corner'),
        keys: 'Delete',
        act: () => drawing.removeCorner(),
      },
      ...(here
        ? [{ name: 'here', icon: 'locate-fixed', words: gettext('Corner where I stand'), act: () => void addHere() }]
        : []),
      { name: 'finish', icon: 'check', words: gettext('Finish'), isMain: true, act: () => drawing.finish() },
    ];
  }

  async function addHere() {
    try {
      const { lng, lat, accuracy_m } = await findPlace();
      drawing.add([lng, lat]);
      map.panInside([lat, lng], { padding: [64, 64] });
      toast(fill(gettext('Corner added, exact to about %(n)s m'), { n: accuracy_m }));
    } catch (error) {
      toast(/** @type {Error} */ (error).message);
    }
  }

  /** @param {import('map/sketch').Seen} seen */
  function tell({ ring, closed, crossings, chosen, canUndo, canRedo }) {
    const crosses = crossings.length > 0;
    const area_m2 = crosses ? 0 : areaOf(ring);
    const perimeter_m = lengthOf(ring, { closed: true });
    bar?.say(words(ring.length, { closed, crosses, area_m2, perimeter_m }), crosses ? 'danger' : '');
    bar?.allow({ undo: canUndo, redo: canRedo, take: chosen !== null, finish: ring.length >= 3 });
    bar?.show('take', chosen !== null);
    bar?.show('here', !closed);
    bar?.show('finish', !closed);
    onChange?.(ring, { closed, area_m2, perimeter_m, crosses });
  }

  return {
    /** @returns {Ring} not closed: the first corner is not repeated */
    ring: () => drawing.seen().ring,
    /** Put a corner, as a tap does. @param {import('map/ring').Corner} at */
    add: (at) => drawing.add(at),
    undo: drawing.undo,
    redo: drawing.redo,
    clear: () => drawing.set([]),
    finish: drawing.finish,
    /** @param {Ring} ring */
    setRing: (ring) => drawing.set(ring),
    remove() {
      drawing.remove();
      bar?.remove();
    },
  };
}

/** @param {number} count @param {Drawn} drawn */
function words(count, { crosses, area_m2, perimeter_m }) {
  if (crosses) return gettext('The line crosses itself. Move a corner.');
  if (count === 0) return gettext('Tap the first corner');
  if (count < 3) {
    const left = 3 - count;
    return fill(
      ngettext('Tap the next corner (%(n)s more at least)', 'Tap the next corner (%(n)s more at least)', left),
      {
        n: left,
      },
    );
  }
  return shapeWords({ area_m2, perimeter_m });
}
