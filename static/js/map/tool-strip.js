/**
 * The strip of a tool at the upper edge of the map: what it says now, and its buttons. What it says is told to screen readers
 * when it stands still.
 */
import * as L from 'leaflet';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { icon } from 'ui/icon';

const STILL_MS = 900;

/**
 * Where strips and chips stand one below the other.
 * @param {HTMLElement} container
 * @returns {HTMLElement}
 */
export function topOf(container) {
  const found = container.querySelector(':scope > .tool-top');
  if (found instanceof HTMLElement) return found;
  const made = element('div', { class: 'tool-top' });
  container.append(made);
  return made;
}

/** Take something out of there again. @param {HTMLElement} node */
export function takeOut(node) {
  const top = node.parentElement;
  node.remove();
  if (top?.classList.contains('tool-top') && top.children.length === 0) top.remove();
}

/**
 * @typedef {Object} StripButton
 * @property {string} name
 * @property {string} icon
 * @property {string} words
 * @property {() => void} act
 * @property {boolean} [isMain] the one thing to do: shown with its words
 * @property {string} [keys] for the title: "Ctrl+Z"
 */

/**
 * @param {L.Map} map
 * @param {{ label: string, buttons: StripButton[], extra?: Node[] }} options extra: what else stands in it
 */
export function addStrip(map, { label, buttons, extra = [] }) {
  const words = element('p', { class: 'tool-strip__words' });
  const row = element('div', { class: 'tool-strip__buttons' }, ...extra);
  const strip = element('div', { class: 'tool-strip', role: 'group', 'aria-label': label }, words, row);
  /** @type {Map<string, HTMLButtonElement>} */
  const made = new Map();
  for (const { name, icon: sign, words: text, act, isMain = false, keys } of buttons) {
    const button = element('button', { type: 'button', class: `tool-button${isMain ? ' tool-button--main' : ''}` });
    button.append(icon(sign), ...(isMain ? [element('span', {}, text)] : []));
    button.setAttribute('aria-label', text);
    button.title = keys ? `${text} (${keys})` : text;
    button.dataset.tool = name;
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') act();
    });
    row.append(button);
    made.set(name, button);
  }
  L.DomEvent.disableClickPropagation(strip);
  L.DomEvent.disableScrollPropagation(strip);
  for (const name of ['pointerdown', 'keydown']) strip.addEventListener(name, (event) => event.stopPropagation());
  topOf(map.getContainer()).append(strip);

  let timer = 0;
  return {
    /** @param {string} text @param {'' | 'danger'} [tone] */
    say(text, tone = '') {
      if (words.textContent === text) return;
      words.textContent = text;
      words.dataset.tone = tone;
      clearTimeout(timer);
      timer = window.setTimeout(() => announce(text), STILL_MS);
    },
    /** @param {Record<string, boolean>} can name → whether it can be pressed */
    allow(can) {
      for (const [name, isAllowed] of Object.entries(can)) {
        const button = made.get(name);
        if (!button) continue;
        // A button that has the focus must not lose it by being switched off.
        button.setAttribute('aria-disabled', String(!isAllowed));
        button.classList.toggle('is-off', !isAllowed);
      }
    },
    /** @param {string} name @param {boolean} isSeen */
    show(name, isSeen) {
      const button = made.get(name);
      if (button) button.hidden = !isSeen;
    },
    remove() {
      clearTimeout(timer);
      takeOut(strip);
    },
  };
}
