/** A feature on a page of its own: its place, the keys of its moves, and its print. */
import { bindDrafts, forgetDrafts } from 'desk/drafts';
import { showFault } from 'desk/faults';
import { bindKeys, pressKeyIn } from 'desk/keys';
import { bindReadyTexts } from 'desk/ready-texts';
import { sayDone, takeBackLast } from 'desk/undo';
import { showPlace } from 'report/place-card';

const foot = () => document.getElementById('foot');

const container = document.getElementById('place-map');
if (container) showPlace(container).catch(() => undefined); // the words name the place
bindDrafts();
bindReadyTexts();
bindKeys(
  (key) => (key === 'u' ? takeBackLast() : pressKeyIn(key, foot())),
  () => {
    const closer = /** @type {HTMLElement | null} */ (document.querySelector('[data-close-form]'));
    closer?.click();
    return Boolean(closer);
  },
);

document.body.addEventListener('htmx:afterSettle', (event) => {
  if (event.target instanceof Element) showFault(event.target);
});

document.body.addEventListener('work:changed', (event) => {
  const { address, code, words, undo, undone, seconds } = /** @type {CustomEvent} */ (event).detail;
  history.replaceState(null, '', address); // a reload shall show the report, not the form once more
  sayDone(words, { url: undo, seconds, onUndo: undone ? undefined : forgetDrafts(code) });
});

if (new URLSearchParams(location.search).has('cetak')) addEventListener('load', () => print(), { once: true });
