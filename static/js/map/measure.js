/**
 * Measuring: tap along a line for its length; tap the first point again for the area inside. Leaves nothing behind.
 */
import { areaOf, distanceBetween, lengthOf } from 'map/ring';
import { sketch } from 'map/sketch';
import { addStrip } from 'map/tool-strip';
import { fill, gettext } from 'ui/i18n';
import { lengthWords, shapeWords } from 'ui/measure-words';

/**
 * @param {import('leaflet').Map} map
 * @param {{ onEnd?: () => void }} [options] onEnd: the reader has had enough
 */
export function measure(map, { onEnd } = {}) {
  const strip = addStrip(map, {
    label: gettext('Measure'),
    buttons: [
      { name: 'undo', icon: 'undo-2', words: gettext('Undo'), keys: 'Ctrl+Z', act: () => work.undo() },
      { name: 'redo', icon: 'redo-2', words: gettext('Redo'), keys: 'Ctrl+Shift+Z', act: () => work.redo() },
      { name: 'clear', icon: 'trash-2', words: gettext('Start again'), act: () => work.set([]) },
      { name: 'close', icon: 'x', words: gettext('End measuring'), keys: 'Esc', act: end },
    ],
  });
  /** @type {import('map/sketch').Seen | null} */
  let last = null;
  const work = sketch(map, { isLine: true, onChange: tell, onHover: (at) => last && say(last, at) });

  /** @param {import('map/sketch').Seen} seen */
  function tell(seen) {
    last = seen;
    strip.allow({ undo: seen.canUndo, redo: seen.canRedo, clear: seen.ring.length > 0 });
    say(seen, null);
  }

  /** @param {import('map/sketch').Seen} seen @param {import('map/ring').Corner | null} next */
  function say({ ring, closed, crossings }, next) {
    if (closed && crossings.length > 0) strip.say(gettext('The line crosses itself. Move a corner.'), 'danger');
    else if (closed) strip.say(shapeWords({ area_m2: areaOf(ring), perimeter_m: lengthOf(ring, { closed: true }) }));
    else if (ring.length === 0) strip.say(gettext('Tap where to measure from'));
    else {
      const along = lengthOf(ring) + (next ? distanceBetween(ring[ring.length - 1], next) : 0);
      const words = fill(gettext('Distance %(length)s'), { length: lengthWords(along) });
      strip.say(ring.length < 3 ? words : `${words} · ${gettext('tap the first point for the area')}`);
    }
  }

  function remove() {
    work.remove();
    strip.remove();
  }
  function end() {
    remove();
    onEnd?.();
  }
  return { undo: work.undo, clear: () => work.set([]), remove };
}
