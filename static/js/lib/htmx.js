/** htmx as a module: the classic script comes before any module runs; this is the only place that takes it from there. */
/** @typedef {{ target?: string | Element, swap?: string, source?: string | Element, event?: Event }} AjaxOptions */

/**
 * @typedef {Object} Htmx
 * @property {(verb: string, url: string, options: AjaxOptions) => Promise<void>} ajax
 * @property {(node: Element) => void} process
 * @property {{ defaultSettleDelay: number }} config
 */

const htmx = /** @type {Htmx} */ (/** @type {any} */ (globalThis).htmx);
export default htmx;
