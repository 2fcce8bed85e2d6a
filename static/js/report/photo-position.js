/** Where a photo was taken, from the camera's notes in a JPEG (EXIF 2.3, GPS IFD); read before it is made smaller. */

const READ_BYTES = 256 * 1024;
const GPS_POINTER = 0x8825;

/**
 * @param {Blob} photo
 * @returns {Promise<{ lng: number, lat: number } | null>} degrees, or null where it says nothing that makes sense
 */
export async function photoPosition(photo) {
  try {
    const view = new DataView(await photo.slice(0, READ_BYTES).arrayBuffer());
    const tiff = tiffStart(view);
    return tiff === null ? null : positionIn(view, tiff);
  } catch {
    return null; // cut or odd notes: the photo is as good without
  }
}

/** @param {DataView} view @returns {number | null} */
function tiffStart(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const [marker, length] = [view.getUint8(at + 1), view.getUint16(at + 2)];
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) return at + 10; // "Exif"
    if (marker === 0xda) return null; // pixels begin
    at += 2 + length;
  }
  return null;
}

/** @param {DataView} view @param {number} tiff */
function positionIn(view, tiff) {
  const little = view.getUint16(tiff) === 0x4949;
  const long = (/** @type {number} */ at) => view.getUint32(at, little);

  /** @param {number} ifd @returns {Map<number, number>} tag → where its value field stands */
  const fields = (ifd) => {
    const count = view.getUint16(ifd, little);
    return new Map(
      Array.from({ length: count }, (_, index) => ifd + 2 + 12 * index).map((at) => [
        view.getUint16(at, little),
        at + 8,
      ]),
    );
  };
  const pointer = fields(tiff + long(tiff + 4)).get(GPS_POINTER);
  if (pointer === undefined) return null;
  const gps = fields(tiff + long(pointer));
  /** @param {number} tag */
  const degrees = (tag) => {
    const at = tiff + long(/** @type {number} */ (gps.get(tag)));
    const [whole, minutes, seconds] = [0, 8, 16].map((step) => long(at + step) / long(at + step + 4));
    return whole + minutes / 60 + seconds / 3600;
  };
  /** @param {number} tag @param {string} negative */
  const sign = (tag, negative) =>
    String.fromCharCode(view.getUint8(/** @type {number} */ (gps.get(tag)))) === negative ? -1 : 1;
  const [lat, lng] = [degrees(2) * sign(1, 'S'), degrees(4) * sign(3, 'W')];
  const isPlace = Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && (lat !== 0 || lng !== 0);
  return isPlace ? { lng, lat } : null;
}
