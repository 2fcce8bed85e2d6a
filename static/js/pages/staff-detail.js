/** A report on a page of its own: the keys of its moves. */
import { bindDrafts, forgetDrafts } from 'desk/drafts';
import { bindKeys, pressKeyIn } from 'desk/keys';
import { toast } from 'ui/toast';

const foot = () => document.getElementById('foot');

bindDrafts();
bindKeys(
  (key) => pressKeyIn(key, foot()),
  () => {
    const closer = /** @type {HTMLElement | null} */ (document.querySelector('[data-close-form]'));
    closer?.click();
    return Boolean(closer);
  },
);

document.body.addEventListener('work:changed', (event) => {
  const { address, code, words } = /** @type {CustomEvent} */ (event).detail;
  history.replaceState(null, '', address); // a reload shall show the report, not the form once more
  toast(words);
  forgetDrafts(code);
});
