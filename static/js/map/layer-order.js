/** Which layer lies above which: a list to be sorted by buttons, or by dragging a row at its grip. Only when there are several. */
import { entriesOf } from 'map/layers';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { fill, gettext } from 'ui/i18n';
import { icon } from 'ui/icon';

/** @typedef {ReturnType<typeof import('map/layers').addLayers>} Layers */

/** @param {Layers} layers */
export function addLayerOrder(layers) {
  const labels = new Map(entriesOf(layers.catalogue).map(({ name, label }) => [name, label]));
  const list = element('ol', { class: 'layer-order__list' });
  const box = element(
    'div',
    { class: 'layer-order' },
    element('h3', { class: 'label' }, gettext('Order, the topmost first')),
    list,
  );
  let isDragged = false;

  /** @param {string} name @param {number} to */
  function move(name, to) {
    layers.move(name, to);
    const { length } = layers.shown();
    announce(
      fill(gettext('%(layer)s: place %(n)s of %(all)s'), { layer: labels.get(name) ?? name, n: to + 1, all: length }),
    );
  }

  /** @param {string} name @param {number} index @param {1 | -1} by @param {number} count */
  function mover(name, index, by, count) {
    const words = by < 0 ? gettext('Move %(layer)s up') : gettext('Move %(layer)s down');
    const button = element('button', {
      class: 'button button--quiet button--icon',
      type: 'button',
      'data-move': by,
      disabled: by < 0 ? index === 0 : index === count - 1,
    });
    button.setAttribute('aria-label', fill(words, { layer: labels.get(name) ?? name }));
    button.append(icon(by < 0 ? 'chevron-up' : 'chevron-down'));
    button.addEventListener('click', () => {
      move(name, index + by);
      // At the end of the list the other button is the one that is left.
      const row = list.querySelector(`[data-layer="${name}"]`);
      const own = /** @type {HTMLButtonElement | null} */ (row?.querySelector(`[data-move="${by}"]`) ?? null);
      const next = own?.disabled ? row?.querySelector(`[data-move="${-by}"]`) : own;
      if (next instanceof HTMLElement) next.focus();
    });
    return button;
  }

  /** Other rows give way; the dragged one stays in the document, or the finger would lose it. @param {HTMLElement} grip @param {HTMLElement} row @param {string} name */
  function letDrag(grip, row, name) {
    grip.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      isDragged = true;
      row.classList.add('layer-order__row--dragged');
      /** @param {PointerEvent} moved */
      const onMove = ({ clientY }) => {
        const [before, after] = [row.previousElementSibling, row.nextElementSibling];
        if (before && clientY < middleOf(before)) row.after(before);
        else if (after && clientY > middleOf(after)) row.before(after);
      };
      const onUp = () => {
        document.removeEventListener('pointermove', onMove);
        document.removeEventListener('pointerup', onUp);
        document.removeEventListener('pointercancel', onUp);
        isDragged = false;
        move(name, [...list.children].indexOf(row));
      };
      document.addEventListener('pointermove', onMove);
      document.addEventListener('pointerup', onUp);
      document.addEventListener('pointercancel', onUp);
    });
  }

  return {
    box,
    write() {
      const shown = layers.shown();
      box.hidden = shown.length < 2;
      if (isDragged) return;
      list.replaceChildren(
        ...shown.map(({ name }, index) => {
          const grip = element('span', { class: 'layer-order__grip', 'aria-hidden': 'true' }, icon('grip-vertical'));
          const row = element(
            'li',
            { class: 'layer-order__row', 'data-layer': name },
            grip,
            element('span', { class: 'layer-order__name' }, labels.get(name) ?? name),
            mover(name, index, -1, shown.length),
            mover(name, index, 1, shown.length),
          );
          letDrag(grip, row, name);
          return row;
        }),
      );
    },
  };
}

/** @param {Element} row */
function middleOf(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
