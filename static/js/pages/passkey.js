/** Forms that ask the device for a passkey: fetch what is to be signed, let the person unlock it, send the answer as a form. */
import { postForm, RequestFailed } from 'lib/fetch';
import { gettext } from 'ui/i18n';

const isKnown = 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/**
 * @param {HTMLFormElement} form data-passkey: "show" one or "add" one; data-begin: where the options come from
 * @returns {Promise<string>} the device's answer as JSON
 */
async function ask(form) {
  const { publicKey } = await postForm(form.dataset.begin ?? '', new FormData());
  const credential =
    form.dataset.passkey === 'add'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  return JSON.stringify(/** @type {PublicKeyCredential} */ (credential).toJSON());
}

/** @param {unknown} fault @returns {string} what to tell the person */
function words(fault) {
  if (fault instanceof RequestFailed && fault.message) return fault.message;
  const name = fault instanceof Error ? fault.name : '';
  if (name === 'InvalidStateError') return gettext('This device has a passkey for this account already.');
  if (name === 'NotAllowedError')
    return gettext('Nothing was changed: the dialog was closed, or took too long. Try again.');
  return gettext('That did not work. Load the page again, or choose another way.');
}

/** @param {HTMLFormElement} form */
function bind(form) {
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem('passkey'));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('[type=submit]'));
  const said = /** @type {HTMLElement} */ (form.querySelector('[data-passkey-said]'));
  /** @param {string} text */
  const say = (text) => {
    said.textContent = text;
    said.hidden = !text;
  };
  if (!isKnown) {
    button.disabled = true;
    say(gettext('This browser knows no passkeys. Choose another way.'));
    return;
  }
  answer.value = ''; // browsers fill in what was there before
  form.addEventListener('submit', async (event) => {
    if (answer.value) return;
    event.preventDefault();
    if (!form.reportValidity()) return;
    say('');
    button.setAttribute('aria-busy', 'true');
    try {
      answer.value = await ask(form);
      form.requestSubmit();
    } catch (fault) {
      say(words(fault));
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
}

for (const form of document.querySelectorAll('form[data-passkey]')) bind(/** @type {HTMLFormElement} */ (form));
