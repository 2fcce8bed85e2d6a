/**
 * Make a large photo smaller before it leaves, so that it also leaves over a bad connection. What the phone cannot do, the
 * server does.
 */

const LONGEST_PX = 2048;
const WORTH_IT_BYTES = 700_000;

/** @param {File} photo @returns {Promise<File>} the photo itself where nothing is won */
export async function shrink(photo) {
  if (photo.type !== 'image/jpeg' || photo.size < WORTH_IT_BYTES) return photo;
  try {
    const bitmap = await createImageBitmap(photo); // turned as the camera was held
    const scale = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return blob && blob.size < photo.size ? new File([blob], photo.name, { type: 'image/jpeg' }) : photo;
  } catch {
    return photo;
  }
}
