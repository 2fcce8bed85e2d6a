/**
 * Sending: once, however often it is pressed; through a lost connection by itself. What the server refuses comes back as
 * the page it renders for everyone, so that a fault looks the same with and without JavaScript.
 */
import { postForm } from 'lib/fetch';
import { element } from 'ui/element';
import { gettext } from 'ui/i18n';
import { icon } from 'ui/icon';

const RETRY_S = 20;

/**
 * @param {HTMLFormElement} form
 * @param {{ url: string, before: () => Promise<boolean>, onSent: () => void, keep: () => void }} options
 *   before: last checks, false stops; onSent: before the report's page opens; keep: save the draft
 */
export function bindSend(form, { url, before, onSent, keep }) {
  const button = /** @type {HTMLButtonElement} */ (document.getElementById('send-button'));
  const trouble = /** @type {HTMLElement} */ (document.getElementById('trouble'));
  let isUnderWay = false;
  let timer = 0;

  /** @param {boolean} busy */
  function busy(busy) {
    isUnderWay = busy;
    button.toggleAttribute('aria-busy', busy);
    if (busy) button.setAttribute('aria-busy', 'true');
    button.setAttribute('aria-disabled', String(busy));
  }

  /** @param {string} words */
  function tell(words) {
    const again = element('button', { type: 'button', class: 'button' }, icon('refresh-cw'), gettext('Try now'));
    again.addEventListener('click', send);
    const body = element('div', { class: 'banner__body stack stack--tight' }, element('p', {}, words), again);
    trouble.replaceChildren(
      element('div', { class: 'banner banner--warning', 'data-unsent': '' }, icon('wifi-off'), body),
    );
    trouble.scrollIntoView({ block: 'nearest' });
  }

  async function send() {
    if (isUnderWay) return;
    clearTimeout(timer);
    busy(true);
    try {
      if (!(await before())) return busy(false);
      const body = new FormData(form);
      body.delete('photos');
      body.set('similar_seen', 'on');
      const { url: page } = await postForm(url, body);
      onSent();
      location.assign(page);
    } catch (error) {
      busy(false);
      const fault = /** @type {import('lib/fetch').RequestFailed} */ (error);
      keep();
      if (fault.status >= 400 && fault.status < 500) {
        /** @type {HTMLInputElement} */ (form.elements.namedItem('similar_seen')).value = 'on';
        form.submit();
        return;
      }
      tell(
        fault.status === 0
          ? gettext(
              'No connection. Your report is kept on this phone and leaves by itself when the connection is back.',
            )
          : gettext('The system is being repaired. Your report is kept on this phone; it is tried again by itself.'),
      );
      timer = setTimeout(send, RETRY_S * 1000);
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  addEventListener('online', () => {
    if (trouble.querySelector('[data-unsent]')) send();
  });
  return { send };
}
