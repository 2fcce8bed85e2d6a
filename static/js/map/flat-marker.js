/**
 * A marker that costs the browser little where there are hundreds: a few move along while the map zooms, many stand still, placed by
 * left and top. A transform each would be a plane each.
 */
import * as L from 'leaflet';

/** @typedef {L.Marker & { setStill: (isStill: boolean) => void }} Flat */

/** @type {new (place: L.LatLngExpression, options: L.MarkerOptions & { isStill?: boolean }) => Flat} */
export const FlatMarker = /** @type {any} */ (L.Marker).extend({
  /** @param {L.Point} at in the layer plane; Leaflet calls it at each change of place */
  _setPos(at) {
    const sign = this._icon;
    if (!sign) return;
    const { isStill } = this.options;
    sign._leaflet_pos = at;
    sign.classList.toggle('leaflet-zoom-animated', !isStill);
    sign.style.transform = isStill ? '' : `translate(${at.x}px, ${at.y}px)`;
    sign.style.left = isStill ? `${at.x}px` : '';
    sign.style.top = isStill ? `${at.y}px` : '';
    this._zIndex = at.y + this.options.zIndexOffset;
    this._resetZIndex();
  },
  /** @param {boolean} isStill */
  setStill(isStill) {
    if (Boolean(this.options.isStill) === isStill) return;
    this.options.isStill = isStill;
    this.update();
  },
});
