/**
 * A photo that knows where it was taken offers its place; the pin moves only when the person says so, and a place that
 * they have put right is never overruled. "From a photo" in the first step is such a word.
 */
import { element } from 'ui/element';
import { distance, fill, gettext } from 'ui/i18n';
import { icon } from 'ui/icon';
import { toast } from 'ui/toast';

const NEAR_M = 50;

/**
 * @param {HTMLFormElement} form
 * @param {{ place: ReturnType<typeof import('report/place').bindPlace>, photos: ReturnType<typeof import('report/photos').bindPhotos> }} parts
 */
export function bindPhotoOffer(form, { place, photos }) {
  const offer = /** @type {HTMLElement} */ (document.getElementById('photo-offer'));
  const fromPhoto = /** @type {HTMLInputElement} */ (document.getElementById('place-photo'));
  let isAsked = false; // "From a photo" was pressed, and its answer has not come

  async function takePlace() {
    isAsked = true;
    const label = document.querySelector('[for="place-photo"]');
    label?.setAttribute('aria-busy', 'true');
    photos.take(fromPhoto.files ?? []);
    fromPhoto.value = '';
    await photos.settle();
    label?.removeAttribute('aria-busy');
    if (isAsked) toast(gettext('This photo does not tell where it was taken. It is kept; move the map to the spot.'));
    isAsked = false;
  }
  fromPhoto.addEventListener('change', takePlace);
  if (fromPhoto.files?.length) takePlace(); // chosen before this module was here

  form.addEventListener('photo:position', (event) => {
    const at = /** @type {{ lng: number, lat: number }} */ (/** @type {CustomEvent} */ (event).detail);
    const wasAsked = isAsked;
    isAsked = false;
    if (!place.isInReach(at)) {
      if (wasAsked) toast(gettext('This photo was taken outside the city. It is kept; move the map to the spot.'));
      return;
    }
    if (wasAsked) {
      place.moveTo(at);
      toast(gettext('The pin is where the photo was taken. Put it right if need be.'));
      return;
    }
    const away = place.distanceTo(at);
    if (away === null || away < NEAR_M) return;
    const move = element('button', { type: 'button', class: 'button' }, icon('map-pin'), gettext('Move the pin there'));
    const stay = element('button', { type: 'button', class: 'button button--quiet' }, gettext('Leave it'));
    const words = fill(gettext('This photo was taken %(distance)s from your pin.'), {
      distance: distance(away / 1000),
    });
    move.addEventListener('click', () => {
      place.moveTo(at);
      offer.replaceChildren();
      toast(gettext('The pin has moved to where the photo was taken.'));
    });
    stay.addEventListener('click', () => offer.replaceChildren());
    const buttons = element('div', { class: 'button-row' }, move, stay);
    const body = element('div', { class: 'banner__body stack stack--tight' }, element('p', {}, words), buttons);
    offer.replaceChildren(element('div', { class: 'banner' }, icon('map-pin'), body));
  });
}
