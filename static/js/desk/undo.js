/** Taking back the last move: offered for some seconds, by a press or by a key. */
import htmx from 'lib/htmx';
import { gettext } from 'ui/i18n';
import { toast } from 'ui/toast';

/** What the last move can be taken back by. @type {(() => void) | null} */
let undo = null;

/**
 * Say what was done, and offer to take it back where that can be.
 * @param {string} words @param {{ url?: string, seconds?: number, onUndo?: () => void }} undoable
 */
export function sayDone(words, { url, seconds = 0, onUndo }) {
  undo = null;
  if (!url) return void toast(words);
  const takeBack = () => {
    close();
    if (undo === takeBack) undo = null;
    onUndo?.();
    // In turn with what else the detail asks for, and with nothing else: a list on its way must not push it out.
    htmx.ajax('POST', url, { source: '#detail', target: '#detail', swap: 'innerHTML' });
  };
  const close = toast(words, { action: gettext('Undo'), key: 'u', onAction: takeBack, seconds });
  undo = takeBack;
  setTimeout(() => {
    if (undo === takeBack) undo = null;
  }, seconds * 1000);
}

/** @returns {boolean} whether there was anything to take back */
export function takeBackLast() {
  const takeBack = undo;
  takeBack?.();
  return Boolean(takeBack);
}
