/** Taking back moves: each is offered for some seconds, by a press; a key takes back the last one, then the one before. */
import htmx from 'lib/htmx';
import { gettext } from 'ui/i18n';
import { toast } from 'ui/toast';

/** What can still be taken back, the last move last. @type {(() => void)[]} */
let offered = [];

/**
 * Say what was done, and offer to take it back where that can be.
 * @param {string} words @param {{ url?: string, seconds?: number, onUndo?: () => void }} undoable
 */
export function sayDone(words, { url, seconds = 0, onUndo }) {
  if (!url) return void toast(words);
  const forget = () => {
    offered = offered.filter((one) => one !== takeBack);
  };
  const takeBack = () => {
    close();
    forget();
    onUndo?.();
    // In turn with what else the detail asks for, and with nothing else: a list on its way must not push it out.
    htmx.ajax('POST', url, { source: '#detail', target: '#detail', swap: 'innerHTML' });
  };
  const close = toast(words, { action: gettext('Undo'), key: 'u', onAction: takeBack, seconds });
  offered.push(takeBack);
  setTimeout(forget, seconds * 1000);
}

/** @returns {boolean} whether there was anything to take back */
export function takeBackLast() {
  const last = offered.at(-1);
  last?.();
  return Boolean(last);
}
