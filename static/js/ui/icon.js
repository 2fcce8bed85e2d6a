/** Icons of the sprite, for what modules draw themselves. */

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} name a name of static/icons/icons.txt or "status-…" */
export function iconHref(name) {
  const sprite = document.querySelector('meta[name="icons"]')?.getAttribute('content') ?? '';
  return `${sprite}#${name}`;
}

/**
 * @param {string} name
 * @param {string} [className]
 * @returns {SVGSVGElement} hidden from screen readers: the words beside it speak
 */
export function icon(name, className = 'icon') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', iconHref(name));
  svg.append(use);
  return svg;
}

/**
 * Make an SVG element with attributes.
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
export function svg(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
