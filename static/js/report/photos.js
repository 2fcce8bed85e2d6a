/**
 * Photos leave as soon as they are chosen, and wait at the server under the key. Each shows its progress, can be tried
 * again and removed. Event on the form: `photo:position {lng, lat}` when a photo knows where it was taken.
 *
 * @typedef {{ file: File, position: { lng: number, lat: number } | null }} Prepared
 */
import { getJson, postForm, RequestFailed } from 'lib/fetch';
import { photoPosition } from 'report/photo-position';
import { shrink } from 'report/shrink';
import { uploadPhoto } from 'report/upload';
import { announce } from 'ui/announce';
import { element } from 'ui/element';
import { fill, gettext } from 'ui/i18n';
import { icon } from 'ui/icon';
import { toast } from 'ui/toast';

/**
 * @param {HTMLFormElement} form
 * @param {{ url: string, most: number, mostBytes: number, key: () => string }} options
 */
export function bindPhotos(form, { url, most, mostBytes, key }) {
  const list = /** @type {HTMLElement} */ (document.getElementById('shots'));
  const add = /** @type {HTMLElement} */ (document.getElementById('shots-add'));
  const input = /** @type {HTMLInputElement} */ (document.getElementById('id_photos'));
  /** @type {Set<Promise<void>>} */
  const under = new Set();
  /** @type {Map<HTMLElement, Prepared>} */
  const failed = new Map();
  let closeFault = () => {}; // one refused photo is told of at a time

  const room = () => most - list.children.length;
  const changed = () => {
    add.hidden = room() <= 0;
    form.dispatchEvent(new CustomEvent('photo:change'));
  };

  /** @param {HTMLElement} shot @param {() => void} onRemove */
  function removable(shot, onRemove) {
    const button = element('button', {
      type: 'button',
      class: 'shot__remove',
      'aria-label': gettext('Remove this photo'),
    });
    button.append(icon('x'));
    button.addEventListener('click', () => {
      onRemove();
      shot.remove();
      failed.delete(shot);
      changed();
      add.focus();
    });
    shot.append(button);
  }

  /** @param {HTMLElement} shot @param {string} address the photo's own address at the server */
  function received(shot, address) {
    shot.querySelector('.shot__remove')?.remove();
    removable(shot, () => postForm(`${address}hapus/`, new FormData()).catch(() => undefined));
  }

  /** @param {File} photo @returns {Promise<Prepared>} */
  const prepare = async (photo) => ({ position: await photoPosition(photo), file: await shrink(photo) });

  /** @param {HTMLElement} shot @param {Prepared | Promise<Prepared>} preparing */
  async function send(shot, preparing) {
    failed.delete(shot);
    const bar = element('progress', {
      class: 'progress',
      max: 1,
      value: 0,
      'aria-label': gettext('Sending the photo'),
    });
    shot.querySelector('.shot__again')?.remove();
    shot.append(bar);
    const photo = await preparing;
    try {
      if (photo.file.size > mostBytes) {
        const words = gettext('%(name)s is larger than %(mb)s MB. Choose a smaller photo.');
        throw new RequestFailed(413, fill(words, { name: photo.file.name, mb: Math.round(mostBytes / 1024 / 1024) }));
      }
      const what = { key: key(), photo: photo.file };
      const found = await uploadPhoto(url, what, { onProgress: (part) => (bar.value = part * 0.95) });
      shot.dataset.id = String(found.id);
      received(shot, found.url);
      announce(gettext('Photo received'));
      const position = photo.position ?? found.position;
      if (position) form.dispatchEvent(new CustomEvent('photo:position', { detail: position }));
    } catch (error) {
      const fault = /** @type {RequestFailed} */ (error);
      if (fault.status >= 400 && fault.status < 500 && fault.message) {
        shot.remove();
        closeFault();
        closeFault = toast(`${photo.file.name}: ${fault.message}`, { stays: true });
      } else {
        failed.set(shot, photo);
        const again = element(
          'button',
          { type: 'button', class: 'shot__again' },
          icon('rotate-ccw'),
          gettext('Try again'),
        );
        again.addEventListener('click', () => track(send(shot, photo)));
        shot.append(again);
      }
    } finally {
      bar.remove();
      changed();
    }
  }

  /** @param {Promise<void>} sending */
  function track(sending) {
    under.add(sending);
    sending.finally(() => under.delete(sending));
  }

  /** @param {Iterable<File>} photos */
  function take(photos) {
    closeFault();
    const chosen = [...photos];
    if (chosen.length > room()) toast(fill(gettext('At most %(n)s photos go with a report.'), { n: most }));
    for (const photo of chosen.slice(0, Math.max(0, room()))) {
      const picture = element('img', { class: 'shot__picture', alt: photo.name });
      picture.src = URL.createObjectURL(photo);
      picture.addEventListener('load', () => URL.revokeObjectURL(picture.src), { once: true });
      const shot = element('li', { class: 'shot' }, picture);
      removable(shot, () => undefined);
      list.append(shot);
      track(send(shot, prepare(photo)));
    }
    changed();
  }

  input.addEventListener('change', () => {
    take(input.files ?? []);
    input.value = ''; // they travel on their own: the form must not send them twice
  });
  const retry = () => {
    for (const [shot, photo] of [...failed]) track(send(shot, photo));
  };
  addEventListener('online', retry);

  for (const shot of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('.shot'))) {
    shot.querySelector('.check')?.remove();
    received(shot, /** @type {HTMLImageElement} */ (shot.querySelector('img')).getAttribute('src') ?? '');
  }
  changed();

  return {
    /** Take back what was said of a photo that was refused. */
    calm: () => closeFault(),
    take,
    count: () => list.children.length,
    missing: () => failed.size,
    /** Take out those that have not arrived. */
    dropMissing() {
      for (const shot of failed.keys()) shot.remove();
      failed.clear();
      changed();
    },
    /** Wait for those on their way; what failed is tried once more. */
    async settle() {
      retry();
      while (under.size > 0) await Promise.allSettled([...under]);
    },
    /** Show what waits under the key of a draft. */
    async restore() {
      const { photos } = await getJson(`${url}?${new URLSearchParams({ key: key() })}`);
      for (const photo of photos) {
        const picture = element('img', { class: 'shot__picture', src: photo.url, alt: gettext('Photo, received') });
        const shot = element('li', { class: 'shot' }, picture);
        list.append(shot);
        received(shot, photo.url);
      }
      changed();
    },
  };
}
