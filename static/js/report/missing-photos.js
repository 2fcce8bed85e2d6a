/** Photos that have not arrived when the report is to leave: nothing is left out without the person's word. */
import { element } from 'ui/element';
import { fill, gettext, ngettext } from 'ui/i18n';
import { icon } from 'ui/icon';

const RETRY_S = 20;

/**
 * @param {HTMLElement} box where the question stands
 * @param {{ photos: ReturnType<typeof import('report/photos').bindPhotos>, send: () => void }} options
 *   send: called when all photos are there after waiting, or when the person leaves out what is missing
 */
export function bindMissing(box, { photos, send }) {
  /** @type {HTMLElement | null} */
  let banner = null;
  let timer = 0;
  let isWaiting = false;

  function close() {
    clearTimeout(timer);
    banner?.remove();
    banner = null;
    isWaiting = false;
  }

  /** Try again until all are there, as long as the question stands. */
  async function wait() {
    clearTimeout(timer);
    const asked = banner;
    await photos.settle();
    if (banner !== asked || !banner?.isConnected) return; // answered otherwise meanwhile
    if (photos.missing() === 0) {
      close();
      send();
    } else timer = setTimeout(wait, RETRY_S * 1000);
  }

  function ask() {
    close();
    const missing = photos.missing();
    const words = element(
      'p',
      {},
      fill(ngettext('%(n)s photo has not arrived.', '%(n)s photos have not arrived.', missing), { n: missing }),
    );
    const patient = element('button', { type: 'button', class: 'button' }, icon('hourglass'), gettext('Wait for it'));
    const without = element('button', { type: 'button', class: 'button button--quiet' }, gettext('Send without it'));
    patient.addEventListener('click', () => {
      words.textContent = gettext('It is tried again. The report leaves by itself when all photos have arrived.');
      patient.remove();
      isWaiting = true;
      wait();
    });
    without.addEventListener('click', () => {
      close();
      photos.dropMissing();
      send();
    });
    const buttons = element('div', { class: 'button-row' }, patient, without);
    const body = element('div', { class: 'banner__body stack stack--tight' }, words, buttons);
    banner = element('div', { class: 'banner banner--warning' }, icon('wifi-off'), body);
    box.replaceChildren(banner);
    box.scrollIntoView({ block: 'nearest' });
  }

  addEventListener('online', () => isWaiting && wait());

  return {
    close,
    /** Let the photos on their way arrive; where some have not, ask. @returns {Promise<boolean>} whether to go on */
    async allThere() {
      close();
      const chosen = photos.count();
      await photos.settle();
      if (photos.missing() > 0) ask();
      return photos.missing() === 0 && photos.count() === chosen; // one that was refused is told by a message
    },
  };
}
