/** A report on a page of its own: the keys of its moves. */
import { bindKeys, pressKeyIn } from 'desk/keys';

const foot = () => document.getElementById('foot');

bindKeys(
  (key) => pressKeyIn(key, foot()),
  () => {
    const closer = /** @type {HTMLElement | null} */ (document.querySelector('[data-close-form]'));
    closer?.click();
    return Boolean(closer);
  },
);
