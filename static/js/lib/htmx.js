/** htmx as a module: the classic script comes before any module runs; this is the only place that takes it from there. */
/** @typedef {{ target?: string | Element, swap?: string, source?: string | Element }} AjaxOptions */

const htmx = /** @type {{ ajax(verb: string, url: string, options: AjaxOptions): Promise<void> }} */ (
  /** @type {any} */ (globalThis).htmx
);
export default htmx;
