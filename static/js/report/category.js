/**
 * Kind and category: what is chosen is shown alone, with its guidance; where there is danger, the numbers come first.
 */
import { element } from 'ui/element';
import { gettext } from 'ui/i18n';
import { icon } from 'ui/icon';

/** @param {HTMLFormElement} form */
export function bindCategory(form) {
  const chosenBox = /** @type {HTMLElement} */ (document.getElementById('chosen'));
  const picker = /** @type {HTMLElement} */ (document.getElementById('id_category'));
  const advice = /** @type {HTMLElement} */ (document.getElementById('advice'));
  const rest = /** @type {HTMLElement} */ (document.getElementById('rest'));
  const danger = /** @type {HTMLElement} */ (document.getElementById('danger'));

  const chosen = () => /** @type {HTMLInputElement | null} */ (form.querySelector('[name=category]:checked'));
  const kind = () => /** @type {HTMLInputElement | null} */ (form.querySelector('[name=kind]:checked'))?.value;

  /** @param {{ isOpen?: boolean }} [options] isOpen: the choices stay in sight */
  function show({ isOpen = false } = {}) {
    const input = chosen();
    picker.toggleAttribute('data-chosen', Boolean(input) && !isOpen);
    chosenBox.hidden = !input || isOpen;
    rest.hidden = !input || input.hasAttribute('data-closed');
    danger.toggleAttribute('data-now', Boolean(input?.hasAttribute('data-emergency')));
    advice.replaceChildren();
    chosenBox.replaceChildren();
    if (!input) return;
    const change = element('button', { type: 'button', class: 'button button--quiet' }, gettext('Change'));
    change.addEventListener('click', () => {
      clear();
      picker.querySelector('summary')?.focus();
    });
    chosenBox.append(icon(input.dataset.icon ?? '', 'icon icon--large'), input.dataset.label ?? '', change);
    const words = input.closest('.tile')?.querySelector('.tile__advice')?.textContent?.trim();
    if (!words) return;
    const isClosed = input.hasAttribute('data-closed');
    const tone = isClosed || input.hasAttribute('data-emergency') ? 'banner banner--danger' : 'banner';
    advice.append(
      element(
        'div',
        { class: tone },
        icon(isClosed ? 'ban' : 'info'),
        element('div', { class: 'banner__body' }, words),
      ),
    );
  }

  function clear() {
    const input = chosen();
    if (input) input.checked = false;
    show();
  }

  // A finger chooses and is done; arrow keys walk through the choices, which stay until the focus leaves them.
  let isByKey = false;
  picker.addEventListener('pointerdown', () => {
    isByKey = false;
  });
  picker.addEventListener('keydown', () => {
    isByKey = true;
  });
  picker.addEventListener('focusout', (event) => {
    if (isByKey && chosen() && !picker.contains(/** @type {Node | null} */ (event.relatedTarget))) show();
  });
  form.addEventListener('change', (event) => {
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (target.name === 'category') {
      show({ isOpen: isByKey });
      if (!isByKey) picker.scrollIntoView({ block: 'nearest' });
    }
    if (target.name === 'kind') {
      const group = chosen()?.closest('.groups');
      if (group && group.getAttribute('data-kind') !== kind()) clear();
    }
  });
  show();
  return {
    show,
    chosen,
    /** @returns {string} why the person cannot go on, or nothing */
    whyNot() {
      const input = chosen();
      if (!input) return gettext('Choose what it is about.');
      return input.hasAttribute('data-closed') ? (advice.textContent ?? '') : '';
    },
  };
}
